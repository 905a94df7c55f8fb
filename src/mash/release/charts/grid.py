"""A grid of numbers, darker for more: the number itself stands in each cell."""

from collections.abc import Sequence
from typing import Any

from mash.release.charts.drawing import (
    GREY,
    HIDDEN_MARK,
    WIDTH,
    Chart,
    Rows,
    Sheet,
    Word,
    box,
    draw,
    left_out,
)  # fmt: skip
from mash.release.charts.lettering import width, wrap
from mash.release.figures import HIDDEN, known

_FAINT = "#6f777b"
_DARKEST = (0, 48, 120)
#: Up to this share of the largest the number is black, above it white: so each has a contrast of 4.5.
_LIGHT = 0.65
_BLACK = "#000000"
_LEAST = 38  # pixels of a cell that has room for "1,078"


def grid(
    title: str, text: str, rows: Rows, *, subject: str, across: str, down: str, value: str, across_title: str,
    down_title: str = "",
) -> Chart:  # fmt: skip
    """`rows`: one for each cell, columns and rows in the order in which they first come. A cell without a row
    stays empty. A grid that has no room on a narrow screen is wide, with its column names upright.
    """
    columns = list(dict.fromkeys(str(row[across]) for row in rows))
    lines = list(dict.fromkeys(str(row[down]) for row in rows))
    sheet = _sheet(columns, lines)
    wide = sheet.width > WIDTH
    step = sheet.across / max(1, len(columns))
    most = max((row[value] for row in rows if known(row[value])), default=0) or 1
    marks = []
    for row in rows:
        x, y = columns.index(str(row[across])), -lines.index(str(row[down]))
        share = row[value] / most if known(row[value]) else 0
        marks.append(box(*sheet.at(x, y), *sheet.at(x + 1, y - 1), _shade(share), GREY))
        colour = "#fff" if share > _LIGHT else _BLACK if row[value] else _FAINT
        middle = sheet.at(x + 0.5, y - 0.5)
        marks.append(Word(_number(row[value]), *middle, "middle", colour=colour).svg)
    for i, name in enumerate(lines):
        marks.append(Word(wrap(name, sheet.left - 12), -8, sheet.py(-i - 0.5), "end").svg)
    for i, name in enumerate(columns):
        px = sheet.px(i + 0.5)
        if wide:
            marks.append(Word(wrap(name, sheet.top - 34), px, -8, upright=True).svg)
        else:
            marks.append(Word(wrap(name, step - 2, lines=1), px, -14, "middle").svg)
    marks.append(Word(across_title, 0, 12 - sheet.top).svg)
    if down_title:
        marks.append(Word(down_title, -8, 12 - sheet.top, "end").svg)
    return draw(title, subject, text + left_out((row[value] for row in rows), "cell"), sheet, marks, wide)


def _sheet(columns: Sequence[str], lines: Sequence[str]) -> Sheet:
    left = min(176, round(max((width(wrap(name, 160)) for name in lines), default=0)) + 16)
    room = (WIDTH - left - 8) / max(1, len(columns))
    narrow = room >= _LEAST and all(width(name) <= room - 2 for name in columns)
    longest = max((width(wrap(name, 150)) for name in columns), default=0)
    rows = max(1, len(lines))
    return Sheet(
        height=rows * (38 if any("\n" in wrap(name, left - 12) for name in lines) else 34),
        x=(0, max(1, len(columns))),
        y=(-rows, 0),
        left=left,
        right=8,
        top=50 if narrow else round(longest) + 42,
        bottom=6,
        width=WIDTH if narrow else max(WIDTH, left + 8 + _LEAST * len(columns)) + 1,
    )


def _shade(share: float) -> str:
    """From white for nothing to dark blue for the largest."""
    red, green, blue = (round(255 + (dark - 255) * share) for dark in _DARKEST)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _number(value: Any) -> str:
    if value is HIDDEN:
        return HIDDEN_MARK
    return "–" if value is None else f"{value:,.0f}"
