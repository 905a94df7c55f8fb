"""One life of a hub: the trace's referrals go through the model's desks again."""

from dataclasses import dataclass

import numpy as np

from mash.whatif import queue
from mash.whatif.calendar import Bools, Floats, Ints
from mash.whatif.changed import Changed
from mash.whatif.fitted import Desk
from mash.whatif.model import answer_by, to_decide_by
from mash.whatif.trace import UNRATED, Trace

#: Copies of a referral come within so many hours of it.
_ABOUT = 2.0


@dataclass(frozen=True)
class Life:
    """What became of each referral and request: moments in hours, NaN or infinite = not by as-at. `who`,
    `request`: which of the trace they are. `withdrawn`: requests given up at the decision.
    """

    who: Ints
    received: Floats
    rated: Floats
    asked: Floats
    decided: Floats
    due: Floats
    request: Ints
    of: Ints
    requested: Floats
    answered: Floats
    withdrawn: Bools


class Chances:
    """Chances in [0, 1), tied to the referral or request and the step that they decide; so two lives with
    one seed differ only in what was changed. Two are drawn for each, the second for its copy.
    """

    def __init__(self, seed: tuple[int, ...], which: Ints, copy: Ints, size: int) -> None:
        self._seed, self._which, self._copy, self._size = seed, which, copy, size

    def of(self, step: int) -> Floats:
        """The chances of a step."""
        drawn = np.random.default_rng((*self._seed, step)).random((2, self._size))
        return np.asarray(drawn[self._copy, self._which])


def lived(trace: Trace, after: Changed, seed: tuple[int, ...]) -> Life:
    """One life, from receipt to decision. Nothing flows back: whom a referral asks, and how it is rated, are
    as recorded, and agencies go on answering what has been decided meanwhile.
    """
    model = after.model
    who, copy = _coming(trace, after.factor, seed)
    first, final = trace.first[who], trace.final[who]
    cases = Chances((*seed, 1), who, copy, len(trace.received))
    received = trace.received[who] + np.where(copy == 1, (cases.of(0) - 0.5) * 2 * _ABOUT, 0.0)
    received = np.maximum(received, 0.0)
    targets = after.targets.of(who)

    due = to_decide_by(targets, targets.due(received, received, first, first), received)
    rated = _left(model.rating, received, due, first, trace, cases.of(1))
    asked = np.where(np.isfinite(trace.asked[who]), rated + model.asking.at(cases.of(2)), np.nan)

    request, of, request_copy = _requests(trace, who, copy)
    requests = Chances((*seed, 2), request, request_copy, len(trace.of))
    requested = asked[of] + trace.lag[request]
    answered = _answers(trace, after, request, requested, first[of], requests.of(0))

    last = np.full(len(who), -np.inf)
    np.maximum.at(last, of, answered)
    ready = np.where(
        np.isnan(asked), rated, np.minimum(last, asked + model.patience.hours(first, cases.of(3)))
    )
    due = targets.due(received, ready, first, final)
    decided = _left(model.decision, ready, to_decide_by(targets, due, received), final, trace, cases.of(4))
    outstanding = ~(answered <= decided[of]) & (decided[of] <= trace.as_at)
    return Life(
        who=who,
        received=received,
        rated=np.where(first == UNRATED, np.nan, rated),
        asked=asked,
        decided=decided,
        due=np.where(first == UNRATED, np.nan, due),
        request=request,
        of=of,
        requested=requested,
        answered=answered,
        withdrawn=outstanding & (requests.of(1) < model.withdrawn),
    )


def _coming(trace: Trace, factor: float, seed: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Which referrals come, and which of them are copies."""
    everybody = np.arange(len(trace.received))
    luck = np.random.default_rng((*seed, 0)).random(len(everybody))
    if factor < 1:
        chosen = everybody[luck < factor]
        return chosen, np.zeros(len(chosen), dtype=np.int64)
    copies = everybody[luck < factor - 1]
    return np.append(everybody, copies), np.repeat([0, 1], [len(everybody), len(copies)])


def _requests(trace: Trace, who: Ints, copy: Ints) -> tuple[Ints, Ints, Ints]:
    """The requests of these referrals: which of the trace, of which referral here, whether of a copy."""
    begin, end = (np.searchsorted(trace.of, who, side=side) for side in ("left", "right"))
    counts = end - begin
    of = np.repeat(np.arange(len(who)), counts)
    within = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(begin, counts) + within, of, copy[of]


def _left(desk: Desk, arrived: Floats, due: Floats, risk: Ints, trace: Trace, chances: Floats) -> Floats:
    comes = np.isfinite(arrived)
    found = np.full(len(arrived), np.inf)
    work = desk.hours(risk, chances)
    found[comes] = queue.left(
        desk.rota, arrived[comes], due[comes], risk[comes] == trace.urgent, work[comes], trace.as_at
    )
    return found


def _answers(
    trace: Trace, after: Changed, request: Ints, requested: Floats, risk: Ints, chances: Floats
) -> Floats:
    due_after, answered = trace.due_after[request], np.full(len(request), np.inf)
    due = answer_by(requested, due_after)
    for number, desk in enumerate(after.model.agencies):
        asked = np.flatnonzero(trace.agency[request] == number)
        found = _left(desk, requested[asked], due[asked], risk[asked], trace, chances[asked])
        if number in after.punctual:
            found = np.fmin(found, requested[asked] + due_after[asked])
        answered[asked] = found
    return np.where(answered <= trace.as_at, answered, np.inf)
