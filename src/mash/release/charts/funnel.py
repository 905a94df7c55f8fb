"""Rates against the number of cases behind them, with the limits that chance alone would keep."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mash.release.charts.drawing import INK, Chart, Rows, Sheet, Word, dot, draw, line
from mash.release.charts.lettering import SMALL, Box, occupied, place, spread, width, wrap
from mash.release.charts.ticks import ticks

_HEIGHT = 270
_LIMITS = {"low998": ("99.8 %", "7 4"), "low95": ("95 %", "2 3"), "centre": ("all", ""),
           "high95": ("95 %", "2 3"), "high998": ("99.8 %", "7 4")}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """An agency or hub: its name, in full and for the picture, its cases, its rate, and whether it lies
    outside the 99.8 % limits.
    """

    name: str
    short: str
    n: float
    value: float
    outside: bool


def funnel(
    title: str, text: str, points: Sequence[Point], limits: Rows, *, subject: str, axis_title: str,
    size_title: str,
) -> Chart:  # fmt: skip
    """`limits`: rows with n, centre, low95, high95, low998 and high998, in order of n."""
    most = limits[-1]["n"]
    # the first limits are so wide that the rest would look flat beside them
    edges = [point.value for point in points] + [row[name] for row in limits[3:] for name in _LIMITS]
    values = ticks(min(edges), max(edges))
    sizes = [n for n in ticks(0, most, most=6, whole=True) if n <= most]
    places = 0 if all(round(100 * value, 9) == round(100 * value) for value in values) else 1
    said = [f"{value:.{places}%}".replace("%", " %") for value in values]
    sheet = Sheet(
        height=_HEIGHT,
        x=(0, most),
        y=(values[0], values[-1]),
        left=round(max(map(width, said))) + 12,
        right=58,
        bottom=48,
    )
    marks = [*sheet.side(values, said), *sheet.foot(sizes, [f"{n:,.0f}" for n in sizes])]
    for name, (_, dash) in _LIMITS.items():
        inside = [sheet.at(row["n"], row[name]) for row in limits if values[0] <= row[name] <= values[-1]]
        marks.append(line(inside, INK, 1.5, dash))
    marks += [dot(sheet.at(point.n, point.value)) for point in points]
    heights = spread([sheet.py(limits[-1][name]) for name in _LIMITS], SMALL + 2, 0, _HEIGHT)
    marks += [
        Word(label, sheet.across + 6, height, size=SMALL).svg
        for (label, _), height in zip(_LIMITS.values(), heights, strict=True)
    ]
    marks.append(Word(axis_title, 6 - sheet.left, 12 - sheet.top, size=SMALL).svg)
    marks.append(Word(size_title, sheet.across, _HEIGHT + 36, "end", SMALL).svg)
    return draw(title, subject, text, sheet, [*marks, *_names(sheet, points, limits)])


def _names(sheet: Sheet, points: Sequence[Point], limits: Rows) -> Iterator[str]:
    """The names of those outside the limits, the farthest first, as long as they have room beside the points
    and lines.
    """
    centre = limits[-1]["centre"]
    dots = [sheet.at(point.n, point.value) for point in points]
    lines = [sheet.at(row["n"], row[name]) for row in limits for name in _LIMITS]
    taken: list[Box] = [(px - 5, py - 5, px + 5, py + 5) for px, py in dots]
    taken += [(px - 3, py - 1, px + 3, py + 1) for px, py in lines]
    outside = [point for point in points if point.outside]
    for point in sorted(outside, key=lambda point: (-abs(point.value - centre), point.name)):
        name = wrap(point.short, 150, SMALL)
        at = place(name, *sheet.at(point.n, point.value), taken, (-2, -6, sheet.across, _HEIGHT))
        if at:
            taken.append(occupied(name, at))
            yield Word(name, at.px, at.py, at.anchor, SMALL, halo=True).svg
