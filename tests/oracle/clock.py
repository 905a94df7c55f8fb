"""Time: London days, elapsed microseconds, and when a target falls due on either clock."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MICROSECOND = timedelta(microseconds=1)
HOUR = 3_600_000_000  # microseconds
DAY = 24 * HOUR


def london_day(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()


def elapsed(begin: datetime, end: datetime) -> int:
    """Microseconds from begin to end, both in UTC."""
    return (end - begin) // MICROSECOND


def hours(microseconds: int | None) -> float | None:
    return None if microseconds is None else microseconds / HOUR


def days(microseconds: int | None) -> float | None:
    return None if microseconds is None else microseconds / HOUR / 24


def due(
    start: datetime,
    target_hours: float,
    clock: str,
    working_hours: tuple[time, time],
    working_days: Collection[int],
    closed: Collection[date],
) -> datetime:
    """The instant (UTC) at which `target_hours` have passed since `start`.

    `working`: the earliest instant at or after start by which that much working time has passed; so
    target 0 is start itself, and a target that fills the day ends at closing time.
    """
    left = timedelta(hours=target_hours)
    if clock == "elapsed" or not left:
        return start + left
    day = london_day(start)
    while True:
        if day.isoweekday() in working_days and day not in closed:
            opens, closes = (datetime.combine(day, t, LONDON).astimezone(UTC) for t in working_hours)
            begin = max(opens, start)
            if begin < closes:
                if left <= closes - begin:
                    return begin + left
                left -= closes - begin
        day += timedelta(days=1)
