"""Codes shown, totals and the order of rows (measures-rules.md, Codes shown, totals, order, empty)."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any

from .known import View

TOTAL = "*"
UNKNOWN = "unknown"
UNRATED = "unrated"


def table(
    dimensions: dict[str, list[str]], row: Callable[..., dict[str, Any] | None]
) -> list[dict[str, Any]]:
    """Every combination of the codes of each dimension, left to right; `row` gives the other columns.

    A combination for which `row` gives None is not printed.
    """
    found = []
    for codes in product(*dimensions.values()):
        columns = row(*codes)
        if columns is not None:
            found.append(dict(zip(dimensions, codes, strict=True)) | columns)
    return found


def with_total(codes: Iterable[str]) -> list[str]:
    return [TOTAL, *in_order(codes)]


def in_order(codes: Iterable[str]) -> list[str]:
    """By Unicode code point, each once. (Numbers are given in their own order and never come here.)"""
    return sorted(set(codes))


def fits(code: str, value: str) -> bool:
    """Whether a record with this value belongs to the row of this code."""
    return code in (TOTAL, value)


def valid_agencies(view: View) -> list[SimpleNamespace]:
    return [a for a in view.agencies if touches_window(view, a.valid_from, a.valid_to)]


def agencies(view: View, with_a_row: Iterable[str | None] = ()) -> list[str]:
    """Valid on some day of the window, or with a row in the statistic; None reads `unknown`."""
    return in_order([a.agency_id for a in valid_agencies(view)] + [named(code) for code in with_a_row])


def risks(view: View, unrated: bool = False) -> list[str]:
    """Valid on some day of the window, or a first or final risk of it; `unrated` where asked for."""
    valid = {r.risk for r in view.risks if touches_window(view, r.valid_from, r.valid_to)}
    given = {code for r in view.of_window for code in (r.first, r.final) if code}
    return in_order(valid | given | ({UNRATED} if unrated else set()))


def cohorts(view: View) -> list[str]:
    return in_order(c.cohort_id for c in view.cohorts)


def outcomes(view: View) -> list[str]:
    return in_order(o.outcome_id for o in view.outcomes)


def named(code: str | None) -> str:
    return UNKNOWN if code is None else code


def risk_named(code: str | None) -> str:
    return UNRATED if code is None else code


def touches_window(view: View, first: date | None, last: date | None) -> bool:
    """Whether a period (both ends included, empty = unbounded) has a day in the window."""
    if view.start >= view.end:
        return False
    return (first is None or first < view.end) and (last is None or last >= view.start)
