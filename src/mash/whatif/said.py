"""An answer as text for a terminal."""

from mash.whatif.answer import Answer, Compared
from mash.whatif.estimate import Estimate

_COLUMNS = ("on_time_rate", "median_hours", "overdue")
_HEADS = ("recorded", "model of the past", "with the change", "difference")


def said(answer: Answer) -> str:
    """The question, the finding, a table by rating, where not to believe it, and what is assumed."""
    lines = [answer.question, "", answer.finding, ""]
    for column in _COLUMNS:
        rows = [one for one in answer.figures if one.table == "by_risk" and one.column == column]
        lines += [f"{column.replace('_', ' '):16}" + "".join(f"{head:>24}" for head in _HEADS)]
        lines += [_line(one) for one in rows if one.recorded is not None]
        lines += [""]
    if answer.fit.doubts:
        lines += ["Not to be believed:", *(f"- {doubt}" for doubt in answer.fit.doubts), ""]
    lines += ["Inferred from the record:", *(f"- {desk}: {how}" for desk, how in answer.desks.items()), ""]
    lines += ["Assumed:", *(f"- {line}" for line in answer.assumptions)]
    lines += ["", f"{answer.replications} replications, seed {answer.seed}"]
    return "\n".join(lines)


def _line(one: Compared) -> str:
    cells = [
        _number(one.column, one.recorded),
        _estimate(one.column, one.past),
        _estimate(one.column, one.changed),
        _estimate(one.column, one.difference, sign="+"),
    ]
    return f"  {one.row:14}" + "".join(f"{cell:>24}" for cell in cells)


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
