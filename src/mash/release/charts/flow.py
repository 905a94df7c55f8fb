"""Flows from one set of classes to another: bands as thick as they are many, with their numbers on them."""

import math
from collections.abc import Sequence

from mash.release.charts.drawing import BLUE, INK, Chart, Rows, Sheet, Word, box, draw, left_out, shape
from mash.release.charts.lettering import SMALL, spread, width
from mash.release.figures import known

_HEIGHT = 300
_GAP = 22  # pixels between two classes of a side
_NODE = 11  # pixels of a class across
_STEPS = 24
#: Bands that go up, stay and go down, in the order of the classes: dark, faint and between.
_SHADES = {1: BLUE, 0: "#eceded", -1: "#8fbbe0"}

Flows = dict[tuple[str, str], float]


def flow(
    title: str, text: str, rows: Rows, order: Sequence[str], *, subject: str, left: str, right: str,
    value: str, ends: tuple[str, str],
) -> Chart:  # fmt: skip
    """`rows`: from class `left` to class `right` so many; `order`: the classes from the top down; `ends`:
    what the two sides are called.
    """
    flows = {(row[left], row[right]): row[value] for row in rows if known(row[value]) and row[value]}
    sides = [[name for name in order if any(pair[i] == name for pair in flows)] for i in (0, 1)]
    scale = (_HEIGHT - _GAP * max(0, *(len(side) - 1 for side in sides))) / (sum(flows.values()) or 1)
    tops = [_tops(side, flows, i, scale) for i, side in enumerate(sides)]
    labels = [
        {name: f"{name}\n{_size(flows, name, i):,.0f}" for name in side} for i, side in enumerate(sides)
    ]
    margins = [round(max((width(said) for said in one.values()), default=0)) + 14 for one in labels]
    sheet = Sheet(_HEIGHT, (0, 1), (0, 1), left=margins[0], right=margins[1], top=34, bottom=10)
    marks = _bands(sheet, flows, order, tops, scale)
    for i, one in enumerate(tops):
        near, anchor = (0, "end") if i == 0 else (sheet.across - _NODE, "start")
        heights = [scale * _size(flows, name, i) for name in one]
        marks += [
            box(near, top, near + _NODE, top + height, INK)
            for top, height in zip(one.values(), heights, strict=True)
        ]
        middles = [top + height / 2 for top, height in zip(one.values(), heights, strict=True)]
        at = -8 if i == 0 else sheet.across + 8
        marks += [
            Word(labels[i][name], at, middle, anchor).svg
            for name, middle in zip(one, spread(middles, 36, 8, _HEIGHT - 8), strict=True)
        ]
    marks.append(Word(ends[0], 4 - sheet.left, -22, size=SMALL).svg)
    marks.append(Word(ends[1], sheet.across + sheet.right - 4, -22, "end", SMALL).svg)
    return draw(title, subject, text + left_out((row[value] for row in rows), "flow"), sheet, marks)


def _size(flows: Flows, name: str, end: int) -> float:
    """How many begin (end 0) or end (end 1) in a class."""
    return sum(number for pair, number in flows.items() if pair[end] == name)


def _tops(side: Sequence[str], flows: Flows, end: int, scale: float) -> dict[str, float]:
    """Where each class of a side begins, in pixels from the top."""
    found, at = {}, 0.0
    for name in side:
        found[name] = at
        at += _size(flows, name, end) * scale + _GAP
    return found


def _bands(
    sheet: Sheet, flows: Flows, order: Sequence[str], tops: Sequence[dict[str, float]], scale: float
) -> list[str]:
    """The bands, the faint ones below the others, and their numbers where they begin."""
    reached = [dict(one) for one in tops]
    bands, numbers = [], []
    for first, final in sorted(flows, key=lambda pair: (order.index(pair[0]), order.index(pair[1]))):
        thick = flows[first, final] * scale
        begins, ends = reached[0][first], reached[1][final]
        reached[0][first] += thick
        reached[1][final] += thick
        step = (order.index(final) < order.index(first)) - (order.index(final) > order.index(first))
        way = [
            (
                _NODE + (sheet.across - 2 * _NODE) * t,
                begins + (ends - begins) * (1 - math.cos(math.pi * t)) / 2,
            )
            for t in (i / _STEPS for i in range(_STEPS + 1))
        ]
        foot = [(x, y + thick) for x, y in reversed(way)]
        bands.append((step != 0, shape([*way, *foot], _SHADES[step], INK if thick < 2 else "#6f777b", 0.9)))
        numbers.append((begins + thick / 2, f"{flows[first, final]:,.0f}"))
    heights = spread([middle for middle, _ in numbers], SMALL + 2, 4, sheet.height - 4)
    return [band for _, band in sorted(bands, key=lambda band: band[0])] + [
        Word(said, _NODE + 6, height, size=SMALL, halo=True).svg
        for (_, said), height in zip(numbers, heights, strict=True)
    ]
