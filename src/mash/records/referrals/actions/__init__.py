"""The only writers of referrals, each file a step of their life. `by` is who acts; times are `now()`.

Each holds the referral while it writes, checks what `by` may do in its hub and sees, and notes on the trail
what was done. A form says which version it was written against; a later one raises Overtaken.
"""

from mash.records.referrals.actions.decided import Disposed, decide, tell
from mash.records.referrals.actions.received import (
    Person,
    Submission,
    correct,
    drop_draft,
    name_subject,
    save_draft,
    submit,
)
from mash.records.referrals.actions.restricted import break_glass, lift, name_person, restrict, unname
from mash.records.referrals.actions.worked import Known, answer, ask, own, rate, take, withdraw
from mash.records.writing import Overtaken

__all__ = [
    "Disposed",
    "Known",
    "Overtaken",
    "Person",
    "Submission",
    "answer",
    "ask",
    "break_glass",
    "correct",
    "decide",
    "drop_draft",
    "lift",
    "name_person",
    "name_subject",
    "own",
    "rate",
    "restrict",
    "save_draft",
    "submit",
    "take",
    "tell",
    "unname",
    "withdraw",
]
