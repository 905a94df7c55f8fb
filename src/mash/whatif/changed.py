"""A model as changes leave it, and what is thereby taken for granted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mash.whatif.changes import (
    DECISION_DESK,
    DESK_NAMES,
    LEAST,
    MOST,
    RATING_DESK,
    WEEKDAYS,
    Arrivals,
    Change,
    Extra,
    MeetsDue,
    Target,
)
from mash.whatif.model import Model
from mash.whatif.rota import BY_DUE, URGENT_THEN_DUE
from mash.whatif.targets import Targets, targets_of
from mash.whatif.trace import Trace, WhatIfError


@dataclass(frozen=True)
class Changed:
    """A model as changes leave it. `punctual`: numbers of agencies that meet their due times."""

    model: Model
    targets: Targets
    punctual: frozenset[int] = frozenset()
    factor: float = 1.0


def changed(model: Model, trace: Trace, changes: Sequence[Change]) -> Changed:
    """The model with every change made. Raises WhatIfError where one names what the trace does not have."""
    hours: dict[int, float] = {}
    punctual, factor = set[int](), 1.0
    for change in changes:
        if isinstance(change, MeetsDue):
            punctual.add(_agency(trace, change.agency))
        elif isinstance(change, Target):
            hours[_risk(trace, change.risk)] = change.hours
        elif isinstance(change, Arrivals):
            factor *= change.factor
        else:
            model = _with_people(model, trace, change)
    if not LEAST <= factor <= MOST:
        raise WhatIfError(f"{factor:g} times as many referrals is beyond {LEAST:g} to {MOST:g}")
    return Changed(model, targets_of(trace, hours), frozenset(punctual), factor)


def refused(trace: Trace, changes: Sequence[Change]) -> None:
    """Raise WhatIfError where a change names an agency or a rating that the trace does not have."""
    for change in changes:
        if isinstance(change, Target):
            _risk(trace, change.risk)
        elif isinstance(change, MeetsDue):
            _agency(trace, change.agency)
        elif isinstance(change, Extra) and change.desk not in DESK_NAMES:
            _agency(trace, change.desk)


def _with_people(model: Model, trace: Trace, change: Extra) -> Model:
    number = None if change.desk in DESK_NAMES else _agency(trace, change.desk)
    desk = {RATING_DESK: model.rating, DECISION_DESK: model.decision}.get(change.desk)
    desk = desk or model.agencies[number or 0]
    for weekday in sorted(change.weekdays):
        if desk.rota.hours[0][max(weekday - 4, 0)] is None:
            raise WhatIfError(
                f"{change.desk} is never open on a {WEEKDAYS[weekday]} in these records, so nobody can be "
                "added there; the model does not open a desk that is closed"
            )
    more = replace(desk, rota=desk.rota.with_more(change.weekdays, change.people))
    if change.desk == RATING_DESK:
        return replace(model, rating=more)
    if change.desk == DECISION_DESK:
        return replace(model, decision=more)
    agencies = tuple(more if at == number else one for at, one in enumerate(model.agencies))
    return replace(model, agencies=agencies)


def _agency(trace: Trace, agency: str) -> int:
    if agency not in trace.agencies:
        known = agency in trace.names.get("agencies", {})
        why = "was asked nothing in this window" if known else "is not an agency of this dataset"
        raise WhatIfError(f"{agency!r} {why}; use one of {', '.join(trace.agencies)}")
    return trace.agencies.index(agency)


def _risk(trace: Trace, risk: str) -> int:
    if risk not in trace.risks:
        raise WhatIfError(f"there is no rating {risk!r}; use one of {', '.join(trace.risks)}")
    return trace.risks.index(risk)


def assumed(change: Change, model: Model, trace: Trace) -> str:
    """What the model takes for granted of a change."""
    if isinstance(change, MeetsDue):
        return (
            "Requests with a due time are answered by it at the latest, those never answered too; what an "
            "answer says, and how fast others answer, stays as it was."
        )
    if isinstance(change, Target):
        ordered = [
            desk
            for desk, rota in ((RATING_DESK, model.rating.rota), (DECISION_DESK, model.decision.rota))
            if rota.order in (URGENT_THEN_DUE, BY_DUE)
        ]
        if ordered:
            desks = " and ".join(DESK_NAMES[desk] for desk in ordered)
            return (
                f"In the record {desks} takes work by due time, so cases are taken in another order; nobody "
                "works faster, asks fewer agencies or waits less long for answers because of a target."
            )
        return (
            "No desk takes work by due time in the record, so nothing is done sooner: only what counts as in "
            "time changes."
        )
    if isinstance(change, Arrivals):
        return "The referrals added are copies of those recorded, within two hours of them; nobody is added."
    desk = {RATING_DESK: model.rating, DECISION_DESK: model.decision}.get(change.desk)
    desk = desk or model.agencies[trace.agencies.index(change.desk)]
    if not desk.rota.queues:
        return (
            f"No queue shows at {change.desk}: what it is asked is not answered later when more is waiting. "
            "So more people change nothing in this model; whether they would, this record cannot tell."
        )
    return "Whoever is added works the desk's usual hours, at its usual pace, not on closed days."
