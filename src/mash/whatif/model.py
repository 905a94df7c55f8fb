"""The model of a hub: a desk that rates, one for each agency that is asked, one that decides."""

from dataclasses import dataclass, replace

import numpy as np

from mash.whatif.begun import Record
from mash.whatif.calendar import Bools, Floats
from mash.whatif.durations import Durations
from mash.whatif.fitted import Desk, fitted
from mash.whatif.patience import Patience, patience
from mash.whatif.targets import Targets, targets_of
from mash.whatif.trace import Trace

#: Hours that are no time at all: what differs by less happened at once.
_INSTANT = 1e-6


@dataclass(frozen=True)
class Model:
    """What is known of a hub from its trace. `asking`: hours from the first rating to the first request.
    `withdrawn`: the share of requests outstanding at the decision that are then withdrawn.
    """

    rating: Desk
    agencies: tuple[Desk, ...]
    decision: Desk
    patience: Patience
    asking: Durations
    withdrawn: float

    def resampled(self, seed: tuple[int, ...]) -> "Model":
        """The model that other, equally likely records might have given: every duration drawn anew."""
        parts = [np.random.default_rng((*seed, number)) for number in range(3 + len(self.agencies))]
        return replace(
            self,
            rating=self.rating.resampled(parts[0]),
            decision=self.decision.resampled(parts[1]),
            asking=self.asking.resampled(parts[2]),
            agencies=tuple(desk.resampled(rng) for desk, rng in zip(self.agencies, parts[3:], strict=True)),
        )


def calibrated(trace: Trace) -> Model:
    """The model whose desks, hours, people and patience make the trace likeliest."""
    targets = targets_of(trace)
    waited = patience(trace)
    # each tells more of the other: patience of the hours of the desk that decides, and they of it
    decision = fitted(trace.calendar, _decision(trace, targets, waited))
    waited = patience(trace, decision.rota.open)
    decision = fitted(trace.calendar, _decision(trace, targets, waited), start=decision.rota)
    asked, rated = np.isfinite(trace.asked), np.isfinite(trace.rated)
    gaps = np.maximum((trace.asked - trace.rated)[asked & rated], 0.0)
    gaps = gaps if len(gaps) else np.zeros(1)
    begins, decided = trace.asked[trace.of] + trace.lag, trace.decided[trace.of]
    ends = begins + trace.watched
    closed = (trace.answered & (ends <= decided)) | (trace.withdrawn & (ends < decided - _INSTANT))
    outstanding = (begins <= decided) & ~closed
    return Model(
        rating=fitted(trace.calendar, _rating(trace, targets)),
        agencies=tuple(_agency(trace, number) for number in range(len(trace.agencies))),
        decision=decision,
        patience=waited,
        asking=Durations(gaps, np.ones(len(gaps), dtype=bool)),
        withdrawn=float(trace.withdrawn[outstanding].mean()) if outstanding.any() else 0.0,
    )


def to_decide_by(targets: Targets, due: Floats, received: Floats) -> Floats:
    """The due time that a desk sorts by; what has none counts as having the longest target there is."""
    longest = np.nanmax(targets.hours, axis=1, initial=0.0)
    return np.where(np.isfinite(due), due, received + longest)


def answer_by(requested: Floats, due_after: Floats) -> Floats:
    """The due time that an agency sorts by; a request without one counts as due in a day."""
    return requested + np.where(np.isfinite(due_after), due_after, 24.0)


def _rating(trace: Trace, targets: Targets) -> Record:
    seen = np.isfinite(trace.left_rating)
    due = targets.due(trace.received, trace.received, trace.first, trace.first)
    return Record(
        trace.received[seen],
        np.maximum(trace.left_rating, trace.received)[seen],
        to_decide_by(targets, due, trace.received)[seen],
        (trace.first == trace.urgent)[seen],
        trace.first[seen],
        trace.timed[seen],
    )


def _decision(trace: Trace, targets: Targets, waited: Patience) -> Record:
    seen = np.isfinite(trace.decided) & np.isfinite(waited.ready)
    due = targets.due(trace.received, waited.ready, trace.first, trace.final)
    return Record(
        waited.ready[seen],
        trace.decided[seen],
        to_decide_by(targets, due, trace.received)[seen],
        (trace.final == trace.urgent)[seen],
        trace.final[seen],
        waited.sure[seen],
    )


def _agency(trace: Trace, number: int) -> Desk:
    requested = trace.asked[trace.of] + trace.lag
    first = trace.first[trace.of]

    def record(chosen: Bools) -> Record:
        return Record(
            requested[chosen],
            (requested + trace.watched)[chosen],
            answer_by(requested, trace.due_after)[chosen],
            (first == trace.urgent)[chosen],
            first[chosen],
            np.ones(chosen.sum(), dtype=bool),
        )

    asked = trace.agency == number
    return fitted(trace.calendar, record(asked & trace.answered), record(asked & ~trace.answered))
