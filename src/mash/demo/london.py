"""London days in seconds since 1970 (UTC), which is how the simulator keeps time."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta

from mash.demo import hidden
from mash.demo.reference import bank_holidays
from mash.framework.london import LONDON

HOUR, DAY = 3600, 86_400
_FIRST = hidden.FIRST_DAY - timedelta(days=400)
_DAYS = [_FIRST + timedelta(days=n) for n in range((hidden.LAST_DAY - _FIRST).days + 800)]
_MIDNIGHTS = [int(datetime.combine(day, time(), tzinfo=LONDON).timestamp()) for day in _DAYS]
_BANK_HOLIDAYS = bank_holidays()


def midnight(day: date) -> int:
    """The second at which a London day begins."""
    return _MIDNIGHTS[(day - _FIRST).days]


def day_of(second: int) -> date:
    """The London day in which a second falls."""
    return _DAYS[bisect_right(_MIDNIGHTS, second) - 1]


AS_AT = midnight(hidden.LAST_DAY + timedelta(days=1)) - 1


def is_working(day: date) -> bool:
    """Monday to Friday and no bank holiday."""
    return day.weekday() < 5 and day not in _BANK_HOLIDAYS


def in_backlog(day: date) -> bool:
    """True on the days on which the hub worked on urgent referrals only."""
    return hidden.BACKLOG_FIRST <= day <= hidden.BACKLOG_LAST


def after_office_hours(start: int, seconds: float) -> int:
    """The second at which that much office time (working days, 09:00 to 17:00) has passed since `start`."""
    at = bisect_right(_MIDNIGHTS, start) - 1
    while True:
        if is_working(_DAYS[at]):
            begins = max(start, _MIDNIGHTS[at] + 9 * HOUR)
            left = _MIDNIGHTS[at] + 17 * HOUR - begins
            if seconds <= left:
                return int(begins + seconds)
            seconds -= max(left, 0)
        at += 1


def happened(second: float) -> int | None:
    """The second, or None where it lies after as-at."""
    return int(second) if second <= AS_AT else None


def happened_on(day: date) -> date | None:
    """The day, or None where it lies after as-at."""
    return day if day <= hidden.LAST_DAY else None
