"""What happens to the cases of a stretch, step by step in the order of time, up to its end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mash.demo.cases import Case
from mash.demo.live.stretch import Stretch
from mash.demo.london import DAY, HOUR

_MINUTE = 60


@dataclass(frozen=True)
class Step:
    """Something that somebody does with a case at a simulated second; `what` names who does it (lived.py)."""

    second: int
    what: str
    case: Case
    more: dict[str, Any] = field(default_factory=dict)


def steps(stretch: Stretch) -> list[Step]:
    """All steps in the order of time."""
    found: list[Step] = []
    for case in stretch.cases:
        found += _of(case, stretch)
    by_id = {case.referral_id: case for case in stretch.cases}
    for row in stretch.escalations:
        found += _disagreement(by_id[str(row[1])], row)
    # sorted() keeps the order of what happens in the same second
    return sorted((step for step in found if step.second <= stretch.end), key=lambda step: step.second)


def _of(case: Case, stretch: Stretch) -> Iterator[Step]:
    yield Step(case.received_at, "receive", case)
    ratings = stretch.ratings.get(case.referral_id, [])
    for number, row in enumerate(ratings):
        yield Step(row[2], "rate", case, {"risk": row[3], "anew": number > 0})  # type: ignore[arg-type]
    if not ratings:  # nothing follows where no rating was given
        return
    yield Step(ratings[0][2], "own", case)  # type: ignore[arg-type]
    if case.requests:
        asked_at = case.requests[0].requested_at
        yield Step(asked_at, "ask", case, {"agencies": [one.agency_id for one in case.requests]})
        for one in case.requests:
            if one.response == "cancelled":
                withdrawn_at = one.responded_at or case.decided_at
                if withdrawn_at is not None and withdrawn_at != case.decided_at:
                    yield Step(withdrawn_at, "withdraw", case, {"agency": one.agency_id})
            elif one.responded_at is not None:
                yield Step(
                    one.responded_at, "answer", case, {"agency": one.agency_id, "response": one.response}
                )
    if case.decided_at is None or case.decided_at > stretch.end:
        return
    yield Step(case.decided_at, "decide", case, {"disposals": stretch.disposals[case.referral_id]})
    if case.feedback_at is not None:
        yield Step(case.feedback_at, "tell", case)


def _disagreement(case: Case, row: Any) -> Iterator[Step]:
    escalation_id, _, raised_at, raised_by, about, reason, stage, resolved_at, resolution = row
    of = {"escalation": escalation_id, "agency": raised_by}
    # the answer to what was decided in the same second comes after it
    raised_at = max(raised_at, (case.decided_at or 0) + _MINUTE)
    yield Step(raised_at, "disagree", case, of | {"about": about, "reason": reason})
    last = resolved_at or raised_at + 3 * DAY
    for number in range(1, stage):
        second = raised_at + (last - raised_at) * number // (stage + 1)
        yield Step(second, "step_up", case, of)
    if resolved_at is not None:
        second = max(resolved_at, raised_at + HOUR)
        yield Step(second, "resolve", case, of | {"resolution": resolution})
