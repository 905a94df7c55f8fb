"""The sheet that charts are drawn on: its size, what its sides stand for, its axes and words; and the marks.

A picture is 420 pixels wide and its smallest text 13: on a phone of 320 pixels, where 288 are left for it,
that is 9 pixels, and on a page it is shown larger. Margins are fixed, so that it is known where everything
stands and words can be placed beside each other. Pixels are counted from the plot's top left corner.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mash.release.charts.lettering import SIZE
from mash.release.charts.svg import Attributes, element, path, text
from mash.release.figures import HIDDEN, known

WIDTH = 420
INK = "#0b0c0c"
BLUE = "#1d70b8"
PALE = "#bbd4ea"
GREY = "#b1b4b6"
_GRID = "#e5e6e7"
#: What stands where a figure is hidden.
HIDDEN_MARK = "c"
# Liberation Sans has the measures of Arial and is where Arial is not; Typst takes the first that it finds
_FONT = "Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif"

Rows = Sequence[Mapping[str, Any]]
Point = tuple[float, float]


@dataclass(frozen=True)
class Chart:
    """A drawn chart: the finding as its title, its SVG, all that it shows in words, and what it is of.

    `wide`: it cannot be narrow and scrolls in a region of its own.
    """

    title: str
    svg: str
    text: str
    subject: str
    wide: bool = False


@dataclass(frozen=True)
class Sheet:
    """The plot inside its margins, in pixels, and what its sides stand for."""

    height: float
    x: Point
    y: Point
    left: int = 8
    right: int = 8
    top: int = 36
    bottom: int = 26
    width: int = WIDTH

    @property
    def across(self) -> int:
        """Pixels of the plot from left to right."""
        return self.width - self.left - self.right

    def px(self, x: float) -> float:
        """Pixels from the left side of the plot."""
        return (x - self.x[0]) / (self.x[1] - self.x[0]) * self.across

    def py(self, y: float) -> float:
        """Pixels from the top of the plot; y grows upwards."""
        return (self.y[1] - y) / (self.y[1] - self.y[0]) * self.height

    def at(self, x: float, y: float) -> Point:
        """The place of a point."""
        return self.px(x), self.py(y)

    def foot(self, values: Sequence[float], labels: Sequence[str]) -> list[str]:
        """The axis below, with a mark and a label (in lines) at each value."""
        marks = [rule((0, self.height), (self.across, self.height), GREY)]
        for value, label in zip(values, labels, strict=True):
            px = self.px(value)
            marks.append(rule((px, self.height), (px, self.height + 5), GREY))
            marks.append(Word(label, px, self.height + 15 + 8 * label.count("\n"), "middle").svg)
        return marks

    def side(self, values: Sequence[float], labels: Sequence[str]) -> list[str]:
        """The axis at the left, with a faint line across the plot and a label at each value."""
        marks = []
        for value, label in zip(values, labels, strict=True):
            py = self.py(value)
            marks += [rule((0, py), (self.across, py), _GRID), Word(label, -6, py, "end").svg]
        return marks


@dataclass(frozen=True)
class Word:
    """Words by the middle of their height; lines are divided by line feeds. `anchor`: start, middle or end.

    `halo`: white around the letters, where lines may run through them; in a PDF such letters take ten times
    the room, so that other words have none.
    """

    text: str
    px: float
    py: float
    anchor: str = "start"
    size: int = SIZE
    bold: bool = False
    colour: str = INK
    upright: bool = False
    halo: bool = False

    @property
    def svg(self) -> str:
        """As SVG."""
        style: Attributes = {"text-anchor": self.anchor, "fill": self.colour}
        if self.size != SIZE:
            style["font-size"] = self.size
        if self.bold:
            style["font-weight"] = "bold"
        if self.halo:
            white: Attributes = {"stroke": "#fff", "stroke-width": 4, "stroke-linejoin": "round"}
            style |= white | {"paint-order": "stroke"}
        return text(self.text.split("\n"), self.px, self.py, self.size, style, upright=self.upright)


def rule(start: Point, end: Point, colour: str = INK, width: float = 1, dash: str = "") -> str:
    """A straight line."""
    return line([start, end], colour, width, dash)


def line(points: Sequence[Point], colour: str = INK, width: float = 2, dash: str = "") -> str:
    """A line through points; `dash`: lengths of strokes and gaps."""
    style: Attributes = {"fill": "none", "stroke": colour, "stroke-width": width}
    if dash:
        style["stroke-dasharray"] = dash
    return path(points, style)


def shape(points: Sequence[Point], fill: str, stroke: str = "", opacity: float = 1) -> str:
    """A closed shape."""
    style: Attributes = {"fill": fill}
    if stroke:
        style |= {"stroke": stroke}
    if opacity < 1:
        style["fill-opacity"] = opacity
    return path(points, style, closed=True)


def box(left: float, top: float, right: float, foot: float, fill: str, stroke: str = "") -> str:
    """A rectangle."""
    return shape([(left, top), (right, top), (right, foot), (left, foot)], fill, stroke)


def dot(at: Point, radius: float = 5, fill: str = BLUE, stroke: str = BLUE) -> str:
    """A round point."""
    style: Attributes = {"fill": fill, "stroke": stroke, "stroke-width": 1.5}
    return element("circle", {"cx": at[0], "cy": at[1], "r": radius} | style)


def diamond(at: Point, radius: float = 7.5) -> str:
    """An empty diamond around a point."""
    (x, y), r = at, radius
    style: Attributes = {"fill": "none", "stroke": INK, "stroke-width": 2}
    return path([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], style, closed=True)


def stepped(points: Sequence[Point]) -> list[Point]:
    """A line that keeps its height from each point until the next."""
    found: list[Point] = []
    for px, py in points:
        found += [(px, found[-1][1])] if found else []
        found.append((px, py))
    return found


def draw(
    title: str, subject: str, said: str, sheet: Sheet, marks: Iterable[str], wide: bool = False
) -> Chart:
    """A chart of marks on their sheet. Title and subject stand on the page, and in the file for who reads it
    aloud; they are not drawn.
    """
    width, height = sheet.width, round(sheet.height + sheet.top + sheet.bottom)
    inside = [
        element("title", {}, f"{title}. {subject}"),
        element("desc", {}, said),
        element("rect", {"width": width, "height": height, "fill": "#fff"}),
        f'<g transform="translate({sheet.left} {sheet.top})" font-family="{_FONT}" font-size="{SIZE}">',
        *marks,
        "</g>",
    ]
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">{"".join(inside)}</svg>'
    return Chart(title, svg, said, subject, wide)


def left_out(values: Iterable[Any], one: str = "value", many: str | None = None) -> str:
    """How many of the values are hidden or not defined, in words; nothing where all are known."""
    values = list(values)
    hidden = sum(value is HIDDEN for value in values)
    missing = sum(not known(value) for value in values) - hidden
    said = ""
    if hidden:
        named = one if hidden == 1 else many or f"{one}s"
        said = f" {hidden} {named} not shown, marked {HIDDEN_MARK}, so that nobody can be recognised."
    if missing:
        said += f" {missing} {one if missing == 1 else many or f'{one}s'} not defined."
    return said
