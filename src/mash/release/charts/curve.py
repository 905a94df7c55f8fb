"""Survival curves: the share of cases that have come to their end by a time, with its 95 % interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from mash.release.charts.drawing import GREY, INK, Chart, Sheet, Word, draw, line, rule, shape, stepped
from mash.release.charts.lettering import SMALL, spread, width, wrap
from mash.release.charts.ticks import ticks, times
from mash.release.figures import Row, known

_HEIGHT = 230
_DASHES = ("", "7 4", "2 3", "10 3 2 3", "4 2 1 2")
_NAMES = 84  # pixels for the names at the right
_STROKE = 26


@dataclass(frozen=True)
class Line:
    """A curve under its name: rows with time, probability, lower and upper, in order of time from 0."""

    name: str
    points: Sequence[Row]


def curve(
    title: str, text: str, lines: Sequence[Line], *, subject: str, unit: str, until: float, axis_title: str
) -> Chart:
    """Step curves until a time, told apart by their strokes, each with its name and a piece of its stroke at
    its end: curves that end together could not be told apart by their names alone.
    """
    cut = [Line(wrap(one.name, _NAMES, SMALL, lines=3), _until(one.points, until)) for one in lines]
    highest = max((p["upper"] or p["probability"] for one in cut for p in one.points), default=1)
    values = ticks(0, highest) if highest < 0.8 else [0, 0.25, 0.5, 0.75, 1.0]
    said = [f"{value:.0%}".replace("%", " %") for value in values]
    moments = [moment for moment in times(until, unit) if moment <= until * 1.0001]
    sheet = Sheet(
        height=_HEIGHT,
        x=(0, until),
        y=(0, values[-1]),
        left=round(max(map(width, said))) + 12,
        right=round(max((width(one.name, SMALL) for one in cut), default=0)) + _STROKE + 16,
        bottom=48,
    )
    marks = [*sheet.side(values, said), *sheet.foot(moments, [f"{moment:,.0f}" for moment in moments])]
    marks += [_band(sheet, one.points) for one in cut]
    gap = (SMALL + 3) * max((one.name.count("\n") + 1 for one in cut), default=1)
    ends = spread([sheet.py(one.points[-1]["probability"]) for one in cut], gap, 6, _HEIGHT - 6)
    for i, one in enumerate(cut):
        dash = _DASHES[i % len(_DASHES)]
        steps = stepped([sheet.at(p["time"], p["probability"]) for p in one.points])
        marks += [
            line(steps, INK, 2, dash),
            rule((sheet.across + 8, ends[i]), (sheet.across + 8 + _STROKE, ends[i]), INK, 2, dash),
            Word(one.name, sheet.across + _STROKE + 14, ends[i], size=SMALL).svg,
        ]
    marks.append(Word(axis_title, 6 - sheet.left, 12 - sheet.top, size=SMALL).svg)
    marks.append(Word(unit.capitalize(), sheet.across, _HEIGHT + 36, "end", SMALL).svg)
    return draw(title, subject, text, sheet, marks)


def _band(sheet: Sheet, points: Sequence[Row]) -> str:
    inside = [p for p in points if known(p["lower"]) and known(p["upper"])]
    lower = stepped([sheet.at(p["time"], p["lower"]) for p in inside])
    upper = stepped([sheet.at(p["time"], p["upper"]) for p in inside])
    return shape([*lower, *reversed(upper)], GREY, opacity=0.45)


def _until(points: Sequence[Row], until: float) -> list[Row]:
    """The points until a time, the last one carried on to it while somebody was still watched."""
    inside = [point for point in points if point["time"] <= until]
    if points[-1]["time"] > until and inside:
        inside.append(inside[-1] | {"time": until})
    return inside
