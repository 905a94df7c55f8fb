"""London's clock: the one time zone of the contract's dates and of times written without an offset.

Spec: dataset.md, Conventions.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = "Europe/London"
LONDON = ZoneInfo(ZONE)


def end_of_day(day: date) -> datetime:
    """The last microsecond of a London day: what "as at" a bare date means."""
    return datetime.combine(day, time.max, tzinfo=LONDON)


def today() -> date:
    """The day it is in London."""
    return datetime.now(LONDON).date()
