"""An answer in words: as text for a terminal, and as the tables that a page shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from mash.whatif.answer import Answer, Compared
from mash.whatif.estimate import Estimate

_COLUMNS = ("on_time_rate", "median_hours", "overdue")
_HEADS = ("recorded", "model of the past", "with the change", "difference")
#: Whether a figure of the past fits, in words.
_FITS = {True: "fits", False: "does not fit", None: "too few or too vague to tell"}
#: What a table shows.
_TITLES = {
    ("by_risk", "on_time_rate"): "Decided in time, per cent, by final rating",
    ("by_risk", "median_hours"): "Median hours from receipt to decision, by final rating",
    ("by_risk", "overdue"): "Due and not decided in time, by final rating",
    ("by_month", "on_time_rate"): "Decided in time, per cent, by month of receipt",
    ("by_month", "overdue"): "Due and not decided in time, by month of receipt",
    ("segments", "median_hours"): "Median hours of each segment of the way",
    ("responses", "on_time_rate"): "Requests answered in time, per cent, by agency",
    ("responses", "median_hours"): "Median hours to an answer, by agency",
    ("responses", "overdue"): "Requests due and not answered in time, by agency",
}


@dataclass(frozen=True)
class Shown:
    """A table of an answer: of which figures it is, what it shows, its headings, and by row its cells."""

    table: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def said(answer: Answer) -> str:
    """The question, the finding, a table by rating, where not to believe it, and what is assumed."""
    lines = [answer.question, "", answer.finding, ""]
    for column in _COLUMNS:
        rows = [one for one in answer.figures if one.table == "by_risk" and one.column == column]
        lines += [f"{column.replace('_', ' '):16}" + "".join(f"{head:>24}" for head in _HEADS)]
        lines += [
            f"  {one.row:14}" + "".join(f"{cell:>24}" for cell in _cells(one))
            for one in rows
            if one.recorded is not None
        ]
        lines += [""]
    if answer.fit.doubts:
        lines += ["Not to be believed:", *(f"- {doubt}" for doubt in answer.fit.doubts), ""]
    lines += ["Inferred from the record:", *(f"- {desk}: {how}" for desk, how in answer.desks.items()), ""]
    lines += ["Assumed:", *(f"- {line}" for line in answer.assumptions)]
    lines += ["", f"{answer.replications} replications, seed {answer.seed}"]
    return "\n".join(lines)


def compared(answer: Answer) -> Iterator[Shown]:
    """The figures with and without the change, by rating first; those that the record has."""
    keys = dict.fromkeys((one.table, one.column) for one in answer.figures)
    for table, column in keys:
        if column in _COLUMNS:
            of = [one for one in answer.figures if (one.table, one.column) == (table, column)]
            rows = tuple((one.row, _cells(one)) for one in of if one.recorded is not None)
            yield Shown(table, _TITLES[table, column], _HEADS, rows)


def checked(answer: Answer) -> Iterator[Shown]:
    """The past as recorded beside the model's, and whether it fits; what the record has."""
    keys = dict.fromkeys((one.table, one.column) for one in answer.fit.checked)
    for table, column in keys:
        of = [one for one in answer.fit.checked if (one.table, one.column) == (table, column)]
        rows = tuple(
            (one.row, (_number(column, one.recorded), _estimate(column, one.model), _FITS[one.fits]))
            for one in of
            if one.recorded is not None
        )
        yield Shown(table, _TITLES[table, column], (*_HEADS[:2], "does it fit?"), rows)


def _cells(one: Compared) -> tuple[str, ...]:
    return (
        _number(one.column, one.recorded),
        _estimate(one.column, one.past),
        _estimate(one.column, one.changed),
        _estimate(one.column, one.difference, sign="+"),
    )


def _estimate(column: str, one: Estimate, sign: str = "") -> str:
    if one.value is None:
        return "–"
    low, high = (_number(column, bound, sign) for bound in (one.lower, one.upper))
    return f"{_number(column, one.value, sign)} ({low} to {high})"


def _number(column: str, value: float | None, sign: str = "") -> str:
    if value is None:
        return "–"
    if column == "on_time_rate":
        return f"{value * 100:{sign}.1f}"
    return f"{value:{sign}.0f}" if column == "overdue" else f"{value:{sign}.1f}"
