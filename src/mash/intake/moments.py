"""Dates and moments in the ways that other systems write them, as ISO 8601."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mash.intake.mapping_file import EXCEL

# Excel counts days from here; before March 1900 its calendar is one day off.
_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001  # its zone is the mapping's to say
_FIRST, _LAST = 61, 2_958_466
_TIME = ("%H", "%I", "%T", "%X", "%c")


def moment(text: str, forms: tuple[str, ...], zone: str | None) -> str:
    """A date or a moment in one of the formats, as ISO 8601; text that fits none stays as it is.

    A moment is `zone`'s where that is given, else it stays without an offset. A date stays a date.
    """
    for form in forms:
        found = _of_serial(text) if form == EXCEL else _parsed(text, form)
        if found is None:
            continue
        if not (found.time() != datetime.min.time() if form == EXCEL else any(t in form for t in _TIME)):
            return found.date().isoformat()
        return (found.replace(tzinfo=ZoneInfo(zone)) if zone and not found.tzinfo else found).isoformat()
    return text


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
