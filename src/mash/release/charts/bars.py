"""One row for each label: bars with their number, or dots with their interval."""

from collections.abc import Sequence
from typing import Any

from mash.release.charts.drawing import (
    BLUE,
    HIDDEN_MARK,
    INK,
    Chart,
    Rows,
    Sheet,
    Word,
    box,
    dot,
    draw,
    left_out,
    rule,
)  # fmt: skip
from mash.release.charts.lettering import width, wrap
from mash.release.charts.ticks import ticks
from mash.release.figures import HIDDEN, known

_LABELS = 164  # pixels for names, of the sheet's 420
_NUMBERS = 62


def bars(
    title: str, text: str, rows: Rows, *, subject: str, label: str, value: str, form: str = ",.0f"
) -> Chart:
    """Horizontal bars in the order given, each with its number; `form` is a format of Python's."""
    most = max((row[value] for row in rows if known(row[value])), default=0) or 1
    sheet, marks = _rows([row[label] for row in rows], (0, most))
    for i, row in enumerate(rows):
        end = sheet.px(row[value]) if known(row[value]) else 0
        marks.append(box(0, sheet.py(0.36 - i), end, sheet.py(-0.36 - i), BLUE) if end else "")
        marks.append(Word(_number(row[value], form), end + 5, sheet.py(-i)).svg)
    marks.append(rule((0, 0), (0, sheet.height)))
    return draw(title, subject, text + left_out(row[value] for row in rows), sheet, marks)


def dots(
    title: str, text: str, rows: Rows, *, subject: str, label: str, value: str, form: str = ".1%",
    lower: str = "lower", upper: str = "upper",
) -> Chart:  # fmt: skip
    """A dot with its 95 % interval and its number for each label."""
    edges = [row[column] for row in rows for column in (value, lower, upper) if known(row[column])]
    values = ticks(min(edges, default=0), max(edges, default=1), most=4)
    sheet, marks = _rows([row[label] for row in rows], (values[0], values[-1]), bottom=30)
    marks += sheet.foot(values, [_axis(one, form) for one in values])
    for i, row in enumerate(rows):
        if known(row[lower]) and known(row[upper]):
            marks.append(rule(sheet.at(row[lower], -i), sheet.at(row[upper], -i), INK, 2))
        if known(row[value]):
            marks.append(dot(sheet.at(row[value], -i)))
        marks.append(Word(_number(row[value], form), sheet.width - sheet.left - 4, sheet.py(-i), "end").svg)
    return draw(title, subject, text + left_out(row[value] for row in rows), sheet, marks)


def _rows(labels: Sequence[Any], across: tuple[float, float], bottom: int = 6) -> tuple[Sheet, list[str]]:
    """A sheet with a row for each label, row i at height −i, and the labels at its left."""
    names = [wrap(str(name), _LABELS - 12) for name in labels]
    rows = max(1, len(names))
    sheet = Sheet(
        height=rows * (38 if any("\n" in name for name in names) else 27),
        x=across,
        y=(0.5 - rows, 0.5),
        left=min(_LABELS, round(max(map(width, names), default=0)) + 14),
        right=_NUMBERS,
        top=6,
        bottom=bottom,
    )
    return sheet, [Word(name, -8, sheet.py(-i), "end").svg for i, name in enumerate(names)]


def _number(value: Any, form: str) -> str:
    if value is HIDDEN:
        return HIDDEN_MARK
    return "–" if value is None else _percent(format(value, form))


def _axis(value: float, form: str) -> str:
    return _percent(format(value, ".0%" if form.endswith("%") else form))


def _percent(text: str) -> str:
    return text.replace("%", " %")
