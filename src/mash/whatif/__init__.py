"""What if: a queue model of a hub, calibrated from a dataset, that answers questions on measure four.

The referrals of a window are replayed (`trace.py`): each comes when it came, is rated as it was, and asks the
agencies that it asked. What is made anew are the waits. Four kinds of wait stand one after another:

- a desk that rates, one for each agency that is asked, one that decides (`model.py`). Of each desk the record
  tells when work came and left, not who was there. From that follow its opening hours (`hours.py`), how many
  people work there and in which order they take work: the rota under which the departures are likeliest
  (`begun.py`, `fitted.py`). Where no queue makes the record clearly likelier, there is none: work then takes
  as long as it takes, Kaplan–Meier, however much is waiting;
- the hub's patience with answers that do not come, after which it decides without them (`patience.py`).

`queue.py` lets a desk live, on SimPy; `replay.py` a hub; `answer.py` asks, with and without the change and
with the same chances, and holds the model against the past (`fit.py`).

Left out: nothing flows back (whom a referral asks, how it is rated, whether a family returns does not depend
on waits); all of one rating are alike; people are as good as each other; one rota holds for the whole window.
Room for room, `docs/whatif.md` says what that means for whoever reads an answer.
"""

from mash.whatif.answer import Answer, ask
from mash.whatif.changes import Arrivals, Extra, MeetsDue, Target
from mash.whatif.trace import WhatIfError

__all__ = ["Answer", "Arrivals", "Extra", "MeetsDue", "Target", "WhatIfError", "ask"]
