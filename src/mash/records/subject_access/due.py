"""When a subject access request is to be answered: a month after receipt, or three where it is complex."""

import calendar
from datetime import date, timedelta

from mash.framework.due import working_day_after
from mash.partnership.clock import calendar_of
from mash.partnership.models import Hub

MONTHS = 1
#: Where it was extended (UK GDPR, article 12(3): by two further months).
MONTHS_EXTENDED = 3


def due_day(hub: Hub, received_on: date, months: int = MONTHS) -> date:
    """The London day by which it is answered: the same day so many months later, or that month's last; where
    the hub is closed on it, the next day on which it is open.
    """
    later = received_on.year * 12 + received_on.month - 1 + months
    year, month = later // 12, later % 12 + 1
    day = date(year, month, min(received_on.day, calendar.monthrange(year, month)[1]))
    return working_day_after(day - timedelta(days=1), 1, calendar_of(hub))
