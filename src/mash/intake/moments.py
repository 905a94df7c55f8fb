"""Dates and moments in the ways that other systems write them, as ISO 8601."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mash.intake.mapping_file import EXCEL

# Excel counts days from here; before March 1900 its calendar is one day off.
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001  # its zone is the mapping's to say
_SAMPLE = datetime(2026, 3, 29, 13, 5, 7)  # noqa: DTZ001
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:?\d\d\S*)?")
# from 1910: a year alone (2024) is no date, and nobody in these records is older
_FIRST, _LAST = 3_654, 2_958_466
_TIME = ("%H", "%I", "%T", "%X", "%c")


def moment(text: str, forms: tuple[str, ...], zone: str | None) -> str | None:
    """A date or a moment in one of the formats, as ISO 8601; None where it fits none.

    A moment is `zone`'s where that is given, else it stays without an offset. A date stays a date, and what
    looks like ISO 8601 stays as it is.
    """
    for form in forms:
        found = _of_serial(text) if form == EXCEL else _parsed(text, form)
        if found is None:
            continue
        timed = found.time() != datetime.min.time() if form == EXCEL else any(t in form for t in _TIME)
        if not timed:
            return found.date().isoformat()
        return (found.replace(tzinfo=ZoneInfo(zone)) if zone and not found.tzinfo else found).isoformat()
    return text if _ISO.fullmatch(text) else None


def no_date(forms: tuple[str, ...]) -> str:
    """The rule that a text breaks which fits none of the formats, in words."""
    known = ["an Excel serial number" if form == EXCEL else _SAMPLE.strftime(form) for form in forms]
    return f"must be a date in a way that the mapping knows, like {' or '.join(dict.fromkeys(known))}"


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007
    except ValueError:
        return None


def _of_serial(text: str) -> datetime | None:
    """An Excel serial number of the 1900 system, to the second; None where it is none."""
    try:
        days = float(text)
    except ValueError:
        return None
    return _DAY_0 + timedelta(seconds=round(days * 86_400)) if _FIRST <= days < _LAST else None
