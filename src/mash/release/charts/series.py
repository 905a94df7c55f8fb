"""A monthly series on a control chart: mean and limits with their figures, and the rules where they fire."""

from collections.abc import Iterator
from itertools import groupby

from mash.engine.control import NEAR, OUTSIDE, RUN
from mash.release.charts.drawing import (
    BLUE,
    HIDDEN_MARK,
    INK,
    Chart,
    Sheet,
    Word,
    diamond,
    dot,
    draw,
    left_out,
    line,
    rule,
)  # fmt: skip
from mash.release.charts.lettering import SMALL, Box, occupied, place, spread, width
from mash.release.charts.ticks import ticks
from mash.release.course import Course
from mash.release.figures import HIDDEN, known
from mash.release.months import short

#: A rule's name as it stands on the chart; the words below the chart have it in full.
ON_CHART = {OUTSIDE: "outside", RUN: "8 in a row", NEAR: "3 of 4"}
_HEIGHT = 210


def series(
    title: str, text: str, course: Course, *, subject: str, axis_title: str, form: str = ",.0f"
) -> Chart:
    """A line of months. `form`: a format of Python's for its figures."""
    limits = [edge for s in course.stretches if s.limits for edge in (s.limits.lower, s.limits.upper)]
    edges = [value for value in course.values if known(value)] + limits
    values = ticks(min(edges, default=0), max(edges, default=1), whole=form == ",.0f")
    said = [_say(value, form) for value in values]
    last = course.limits
    ends = [(last.upper, "limit"), (last.mean, "mean"), (last.lower, "limit")] if last else []
    ends_said = [f"{name} {_say(value, form)}" for value, name in ends]
    sheet = Sheet(
        height=_HEIGHT,
        x=(-0.5, max(1, len(course.months)) - 0.5),
        y=(values[0], values[-1]),
        left=round(max(map(width, said))) + 12,
        right=round(max((width(one, SMALL) for one in ends_said), default=0)) + 12,
        bottom=44,
    )
    heights = spread([sheet.py(value) for value, _ in ends], SMALL + 3, 0, _HEIGHT)
    marks = [*sheet.side(values, said), *_months(sheet, course), *_limits(sheet, course)]
    marks += [*_line(sheet, course), *_rules(sheet, course)]
    marks += [
        Word(one, sheet.across + 6, height, size=SMALL).svg
        for one, height in zip(ends_said, heights, strict=True)
    ]
    marks.append(Word(axis_title, 6 - sheet.left, 12 - sheet.top, size=SMALL).svg)
    text += left_out(course.values, "month")
    if course.partial:
        text += " A hollow month is only in part inside the window and bears no limits."
    return draw(title, subject, text, sheet, marks)


def _months(sheet: Sheet, course: Course) -> list[str]:
    """As many months named as have room, at even steps from January."""
    places = [(int(month[:4]) * 12 + int(month[5:]) - 1, i) for i, month in enumerate(course.months)]
    for step in (1, 2, 3, 6, 12, 24, 60, 120):
        named = [i for number, i in places if number % step == 0]
        if len(named) <= 7:
            break
    return sheet.foot(named, [short(course.months[i]) for i in named])


def _limits(sheet: Sheet, course: Course) -> Iterator[str]:
    """Mean and limits of each stretch; where a definition changed, a line down and what changed."""
    for s in course.stretches:
        if s.limits:
            for height, dash in ((s.limits.mean, ""), (s.limits.lower, "6 4"), (s.limits.upper, "6 4")):
                yield rule(sheet.at(s.start - 0.5, height), sheet.at(s.end + 0.5, height), INK, 1, dash)
    for b in course.breaks:
        px = sheet.px(course.months.index(b.month) - 0.5)
        yield rule((px, 0), (px, _HEIGHT), INK, 1.5, "2 3")
        near_end = px + width(b.what, SMALL) + 6 > sheet.across
        anchor, at = ("end", px - 5) if near_end else ("start", px + 5)
        yield Word(b.what, at, 9, anchor, SMALL, halo=True).svg


def _line(sheet: Sheet, course: Course) -> Iterator[str]:
    """The line, broken where a month has no figure and where a definition changed; its points."""
    starts = {stretch.start for stretch in course.stretches}
    at = {i: sheet.at(i, value) for i, value in enumerate(course.values) if known(value)}
    pieces: list[list[tuple[float, float]]] = []
    for i in at:
        if i in starts or i - 1 not in at:
            pieces.append([])
        pieces[-1].append(at[i])
    yield from (line(piece, BLUE) for piece in pieces)
    for i, point in at.items():
        yield dot(point, 3.2, "#fff" if course.months[i] in course.partial else BLUE)
        if course.signals[i]:
            yield diamond(point)
    for i, value in enumerate(course.values):
        if value is HIDDEN:
            yield Word(HIDDEN_MARK, sheet.px(i), _HEIGHT - 9, "middle", SMALL).svg


def _rules(sheet: Sheet, course: Course) -> Iterator[str]:
    """The names of the rules, once for each stretch of months that break the same."""
    points = [sheet.at(i, value) for i, value in enumerate(course.values) if known(value)]
    taken: list[Box] = [(px - 6, py - 6, px + 6, py + 6) for px, py in points]
    taken += [(0, sheet.height - 18, sheet.across, sheet.height)] * (HIDDEN in course.values)
    for rules, months in groupby(range(len(course.signals)), key=lambda i: course.signals[i]):
        if rules:
            first, *_ = months
            name = "\n".join(ON_CHART[one] for one in rules)
            at = place(name, *sheet.at(first, course.values[first]), taken, (-4, -4, sheet.across, _HEIGHT))
            if at:
                taken.append(occupied(name, at))
                yield Word(name, at.px, at.py, at.anchor, SMALL, halo=True).svg


def _say(value: float, form: str) -> str:
    return format(value, form).replace("%", " %")
