"""Elements of SVG as text: numbers short, words escaped."""

from collections.abc import Mapping, Sequence
from html import escape

from mash.release.charts.lettering import LINE

Attributes = dict[str, str | float]


def element(name: str, attributes: Mapping[str, str | float], words: str | None = None) -> str:
    """An element, with words in it where they are given."""
    written = "".join(
        f' {key}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}/>" if words is None else f"<{name}{written}>{clean(words)}</{name}>"


def path(
    points: Sequence[tuple[float, float]], style: Mapping[str, str | float], closed: bool = False
) -> str:
    """A path through points; nothing where there are none."""
    if not points:
        return ""
    way = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")
    return element("path", {"d": way} | dict(style))


def text(
    lines: Sequence[str], x: float, y: float, size: float, style: Mapping[str, str | float], *, upright: bool
) -> str:
    """Lines of text, their middle at a height; `upright`: read from the foot up, side by side."""
    # capitals and figures stand about 0.72 of the size above their foot, so 0.36 below the middle
    first = (0 if upright else y) + 0.36 * size - (len(lines) - 1) * size * LINE / 2
    turn: Attributes = {"transform": f"translate({number(x)} {number(y)}) rotate(-90)"} if upright else {}
    attributes = "".join(
        f' {key}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in (turn | dict(style)).items()
    )
    inside = "".join(
        element("tspan", {"x": 0 if upright else x, "y": first + i * size * LINE}, line)
        for i, line in enumerate(lines)
    )
    return f"<text{attributes}>{inside}</text>"


def number(value: float) -> str:
    """A number with at most two decimals."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def clean(words: str) -> str:
    """Words as they may stand in XML: escaped, and without characters that cannot be printed."""
    return escape("".join(letter if letter.isprintable() else " " for letter in words), quote=False)
