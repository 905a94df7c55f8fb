"""What several measures ask of a referral: its day, stop, ratings, severity, requests, people, due time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

from . import clock

if TYPE_CHECKING:
    from .known import View


def attach(view: View) -> None:
    """Set on each known referral the attributes that the measures read."""
    hanging = {name: by_referral(getattr(view, name)) for name in
               ("ratings", "requests", "disposals", "subjects", "referral_cohorts")}  # fmt: skip
    for r in view.referrals:
        r.day = clock.london_day(r.received_at)
        r.month = r.day.strftime("%Y-%m")
        r.stop = r.decided_at or view.as_at

        # Only ratings at or before the stop count; in the order given.
        r.ratings = sorted(
            (x for x in hanging["ratings"][r.referral_id] if x.rated_at <= r.stop),
            key=lambda x: (x.rated_at, x.rating_id),
        )
        r.first = r.ratings[0].risk if r.ratings else None
        r.final = r.ratings[-1].risk if r.ratings else None

        r.all_requests = hanging["requests"][r.referral_id]
        # The requests of segments and blockages: not cancelled, made at or before the stop.
        r.requests = [q for q in r.all_requests if q.response != "cancelled" and q.requested_at <= r.stop]

        r.disposals = hanging["disposals"][r.referral_id]
        r.severity = max((view.severity_of[d.outcome_id] for d in r.disposals), default=None)

        r.people = [s.person_key for s in hanging["subjects"][r.referral_id] if s.role == "subject"]
        r.cohorts = {r.cohort_id} | {c.cohort_id for c in hanging["referral_cohorts"][r.referral_id]}


def by_referral(rows: list[SimpleNamespace]) -> dict[str, list[SimpleNamespace]]:
    found = defaultdict(list)
    for row in rows:
        found[row.referral_id].append(row)
    return found


def risk_on(view: View, risk: str, day: date) -> SimpleNamespace:
    """The risk's reference row valid on that day; else its nearest later row, else its last."""
    rows = sorted((row for row in view.risks if row.risk == risk), key=lambda row: row.valid_from)
    for row in rows:
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
            return row
    return next((row for row in rows if row.valid_from > day), rows[-1])


def due_at(view: View, r: SimpleNamespace, policy: str) -> datetime | None:
    """When the referral's decision is due under a target policy; None where no rating has a target."""
    if not r.ratings:
        return None
    starts = {
        "initial": [(r.received_at, r.first)],
        "current": [(r.received_at, r.final)],
        "strictest": [(r.received_at, r.first)] + [(x.rated_at, x.risk) for x in r.ratings[1:]],
    }[policy]
    dues = [rating_due(view, start, risk_on(view, risk, r.day)) for start, risk in starts]
    return min((due for due in dues if due), default=None)


def rating_due(view: View, start: datetime, risk: SimpleNamespace) -> datetime | None:
    if risk.target_hours is None:
        return None
    p = view.parameters
    return clock.due(start, risk.target_hours, risk.clock, p.working_hours, p.working_days, view.closed)
