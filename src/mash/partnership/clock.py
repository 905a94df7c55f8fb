"""A hub's clock, read from its reference data: the same code as the measures' (framework/due.py)."""

from datetime import datetime

from mash.framework.clock import WorkingCalendar
from mash.framework.due import Clock, after_hours
from mash.framework.risks import risk_periods
from mash.partnership.models import ClosedDay, EscalationStage, Hub, Risk

_OF_A_RISK = ("risk", "rank", "target_hours", "clock", "valid_from", "valid_to")


def calendar_of(hub: Hub) -> WorkingCalendar:
    """When the hub works: its hours and days, without the closed days."""
    closed = frozenset(ClosedDay.objects.values_list("date", flat=True))
    return WorkingCalendar((hub.opens, hub.closes), tuple(hub.working_days), closed)


def clock_of(hub: Hub) -> Clock:
    """What each rating asks for in this hub, and what re-rating does."""
    rows = [dict(row) for row in Risk.objects.values(*_OF_A_RISK)]
    return Clock(risk_periods(rows), calendar_of(hub), hub.target_policy)


def stage_due(hub: Hub, stage: int, start: datetime) -> datetime | None:
    """When a disagreement that came to `stage` at `start` is to be answered, in UTC, or None."""
    found = EscalationStage.objects.filter(stage=stage).first()
    if found is None:
        return None
    return after_hours(start, found.answer_hours, calendar_of(hub) if found.clock == "working" else None)
