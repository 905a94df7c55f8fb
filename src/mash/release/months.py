"""Months and quarters in words."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date


def month_name(month: str) -> str:
    """`2026-03` as `March 2026`."""
    return date.fromisoformat(f"{month}-01").strftime("%B %Y")


def short(month: str) -> str:
    """`2026-03` as `Mar` over `2026`, for an axis."""
    return date.fromisoformat(f"{month}-01").strftime("%b\n%Y")


def stretch(months: Iterable[str]) -> str:
    """Months in a row, said once: a long run is one finding and not many."""
    first, *others = months
    return f"{month_name(first)} to {month_name(others[-1])}" if others else month_name(first)


def quarter_name(month: str) -> str:
    """The calendar quarter of a month: `2026-03` as `January to March 2026`."""
    first = date.fromisoformat(f"{month}-01")
    begins = (first.month - 1) // 3 * 3 + 1
    return f"{date(first.year, begins, 1):%B} to {date(first.year, begins + 2, 1):%B %Y}"


def days_in(month: str) -> int:
    """How many days a month has."""
    year, number = map(int, month.split("-"))
    return monthrange(year, number)[1]
