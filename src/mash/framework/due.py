"""When a referral or an answer is due, for the screens: the measures' own clock, one case at a time.

What `engine/facts.py` says of a whole dataset in one expression, this says of one referral, from the same
risk periods and the same working calendar (measures.md, m04).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mash.framework.clock import ClockError, WorkingCalendar, target_micros
from mash.framework.instants import micros
from mash.framework.london import LONDON
from mash.framework.risks import RiskPeriod

#: What re-rating does to the due time: measures.md, m04.
TARGET_POLICIES = ("current", "initial", "strictest")


@dataclass(frozen=True)
class Rated:
    """A rating given at an instant."""

    at: datetime
    risk: str


@dataclass(frozen=True)
class Clock:
    """A hub's clock: what each rating asks for, when the hub works, and what re-rating does."""

    periods: Sequence[RiskPeriod]
    calendar: WorkingCalendar
    policy: str = "strictest"

    def due(self, received_at: datetime, ratings: Sequence[Rated]) -> datetime | None:
        """When a referral is due to be decided, in UTC; None while no rating with a target says so.

        `ratings` stand in the order in which they were given. Targets are those in force on the London
        day of receipt.
        """
        if not ratings:
            return None
        if self.policy == "current":
            return self._after(received_at, received_at, ratings[-1].risk)
        initial = self._after(received_at, received_at, ratings[0].risk)
        if self.policy == "initial":
            return initial
        later = [self._after(one.at, received_at, one.risk) for one in ratings[1:]]
        return min((due for due in (initial, *later) if due is not None), default=None)

    def _after(self, start: datetime, received_at: datetime, risk: str) -> datetime | None:
        """`start` plus the target that `risk` had on the day of receipt."""
        period = self._period(received_at, risk)
        if period.target is None:
            return None
        return after(start, period.target, self.calendar if period.working else None)

    def _period(self, received_at: datetime, risk: str) -> RiskPeriod:
        day = received_at.astimezone(LONDON).date()
        return next(one for one in self.periods if one.risk == risk and one.first <= day <= one.last)


def after(start: datetime, target: int, calendar: WorkingCalendar | None) -> datetime:
    """The instant, in UTC, `target` microseconds after `start`: of working time where there is a calendar."""
    if calendar is None:
        return start.astimezone(UTC) + timedelta(microseconds=target)
    due = calendar.due(micros(start), start.astimezone(LONDON).date(), target)
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=due)


def after_hours(start: datetime, hours: float, calendar: WorkingCalendar | None) -> datetime:
    """The instant, in UTC, so many hours after `start`: working hours where there is a calendar."""
    return after(start, target_micros(hours), calendar)


def working_day_after(day: date, count: int, calendar: WorkingCalendar) -> date:
    """The London day that is so many working days after `day`, which itself does not count.

    Raises ClockError where ten years hold too few.
    """
    for away in range(1, 3661):
        later = day + timedelta(days=away)
        count -= calendar.opening(later).length > 0
        if not count:
            return later
    raise ClockError(f"too few working days are found within ten years of {day}")
