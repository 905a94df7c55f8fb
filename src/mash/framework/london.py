"""London's clock: the one time zone of the contract's dates and of times written without an offset.

Spec: dataset.md, Conventions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = "Europe/London"
LONDON = ZoneInfo(ZONE)


def end_of_day(day: date) -> datetime:
    """The last microsecond of a London day: what "as at" a bare date means."""
    return datetime.combine(day, time.max, tzinfo=LONDON)


_told: ContextVar[datetime | None] = ContextVar("the time that somebody set", default=None)


def now() -> datetime:
    """The instant it is, in UTC: what every record is written with."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Have `now` say another instant, for a simulated hub and for tests. `moment` has an offset."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def today() -> date:
    """The day it is in London."""
    return now().astimezone(LONDON).date()


def spelt(day: date) -> str:
    """A day as people write it, such as `5 May 2026`."""
    return f"{day.day} {day:%B %Y}"
