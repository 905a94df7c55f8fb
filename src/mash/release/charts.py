"""Charts, drawn with Altair to SVG: black and one blue, readable without colour, each with its words.

A chart carries a title that says what is in it and a text for those who cannot see it; the table
with the same figures stands beside it on the page.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

INK = "#0b0c0c"
BLUE = "#1d70b8"
GREY = "#b1b4b6"
WIDTH = 560
_FONT = "Arial, Helvetica, sans-serif"
_VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Chart:
    """A drawn chart: title, SVG, and what it shows in words."""

    title: str
    svg: str
    text: str


def draw(title: str, text: str, chart: alt.TopLevelMixin, rows: int | None = None) -> Chart:
    """Draw an Altair chart to SVG. The title stands on the page, not in the picture."""
    styled = chart.configure(
        font=_FONT,
        axis=alt.AxisConfig(
            labelColor=INK, titleColor=INK, labelFontSize=13, titleFontSize=13, titleFontWeight="normal",
            gridColor="#e5e6e7", domainColor=GREY, tickColor=GREY, labelLimit=220,
        ),
        view=alt.ViewConfig(stroke=None),
        legend=alt.LegendConfig(labelFontSize=13, titleFontSize=13, labelColor=INK, titleColor=INK),
    )  # fmt: skip
    return Chart(title, vl_convert.vegalite_to_svg(json.loads(styled.to_json()), vl_version=_VEGA_LITE), text)


def data(rows: Rows) -> alt.InlineData:
    """Rows as inline data."""
    return alt.InlineData(values=[dict(row) for row in rows])


def bars(
    title: str, text: str, rows: Rows, *, label: str, value: str, axis: str, form: str = ",.0f"
) -> Chart:
    """Horizontal bars, longest first, each with its number."""
    base = alt.Chart(data(rows)).encode(
        y=alt.Y(f"{label}:N", sort=None, title=None),
        x=alt.X(f"{value}:Q", title=axis, axis=alt.Axis(format=form, tickCount=5)),
    )
    words = base.mark_text(align="left", dx=4, fontSize=13, color=INK).encode(
        text=alt.Text(f"{value}:Q", format=form)
    )
    return draw(title, text, (base.mark_bar(color=BLUE) + words).properties(width=WIDTH))


def dots(
    title: str, text: str, rows: Rows, *, label: str, value: str, axis: str, form: str = ".0%",
    lower: str = "lower", upper: str = "upper",
) -> Chart:  # fmt: skip
    """A dot with its 95 % interval for each label."""
    base = alt.Chart(data(rows)).encode(y=alt.Y(f"{label}:N", sort=None, title=None))
    span = base.mark_rule(color=INK, strokeWidth=2).encode(
        x=alt.X(f"{lower}:Q", title=axis, axis=alt.Axis(format=form, tickCount=5)), x2=f"{upper}:Q"
    )
    dot = base.mark_point(filled=True, size=90, color=BLUE, opacity=1).encode(x=f"{value}:Q")
    return draw(title, text, (span + dot).properties(width=WIDTH, height=alt.Step(32)))


def series(
    title: str, text: str, rows: Rows, *, value: str, axis: str, form: str = ",.0f", limits: Any = None
) -> Chart:
    """A monthly series, with its mean, limits and marked months where `limits` (an XmR) is given."""
    points = [row | {"marked": bool(limits and limits.signals[i])} for i, row in enumerate(rows)]
    base = alt.Chart(data(points)).encode(
        x=alt.X("month:O", title=None, axis=alt.Axis(labelAngle=-90, labelOverlap="greedy")),
    )
    scale = alt.Y(f"{value}:Q", title=axis, axis=alt.Axis(format=form, tickCount=5))
    layers = [
        base.mark_line(color=BLUE, strokeWidth=2).encode(y=scale),
        base.mark_point(filled=True, color=BLUE, size=30, opacity=1).encode(y=scale),
    ]
    if limits:
        for height, dash in ((limits.mean, [1, 0]), (limits.lower, [6, 4]), (limits.upper, [6, 4])):
            rule = alt.Chart(data([{"y": height}])).mark_rule(color=INK, strokeDash=dash).encode(y="y:Q")
            layers.append(rule)
        ring = base.transform_filter("datum.marked").mark_point(
            shape="diamond", size=160, strokeWidth=2, color=INK, filled=False
        )
        layers.append(ring.encode(y=scale))
    return draw(title, text, alt.layer(*layers).properties(width=WIDTH, height=240))


def grid(
    title: str, text: str, rows: Rows, *, across: str, down: str, value: str,
    across_title: str, form: str = ",.0f",
) -> Chart:  # fmt: skip
    """A grid of numbers, darker for more; the number itself stands in each cell."""
    most = max((row[value] for row in rows), default=0) or 1
    cells = [row | {"light": row[value] > most / 2} for row in rows]
    columns = {row[across] for row in rows}
    angle = 0 if sum(map(len, columns)) < 60 else -60
    base = alt.Chart(data(cells)).encode(
        x=alt.X(f"{across}:N", sort=None, title=across_title, axis=alt.Axis(labelAngle=angle, orient="top")),
        y=alt.Y(f"{down}:N", sort=None, title=None),
    )
    shade = alt.Color(f"{value}:Q", scale=alt.Scale(range=["#ffffff", "#003078"]), legend=None)
    squares = base.mark_rect(stroke=GREY).encode(color=shade)
    numbers = base.mark_text(fontSize=13).encode(
        text=alt.Text(f"{value}:Q", format=form),
        color=alt.condition("datum.light", alt.value("#ffffff"), alt.value(INK)),
    )
    return draw(title, text, (squares + numbers).properties(width=WIDTH, height=alt.Step(34)))


def funnel(title: str, text: str, rows: Rows, limits: Rows, *, axis: str, size_axis: str) -> Chart:
    """Rates against the number of cases behind them, with the limits that chance alone would keep.

    `rows`: name, n, value, named (whether the name stands beside it); `limits`: n, centre, low95, high95,
    low998, high998.
    """
    back = alt.Chart(data(limits)).encode(
        x=alt.X("n:Q", title=size_axis, axis=alt.Axis(format=",.0f", tickCount=6))
    )
    lines = [back.mark_line(color=INK).encode(y=alt.Y("centre:Q", title=axis, axis=alt.Axis(format=".0%")))]
    for column, dash in (("low95", [2, 3]), ("high95", [2, 3]), ("low998", [7, 4]), ("high998", [7, 4])):
        lines.append(back.mark_line(color=INK, strokeDash=dash).encode(y=f"{column}:Q"))
    front = alt.Chart(data(rows)).encode(
        x=alt.X("n:Q", title=size_axis, axis=alt.Axis(format=",.0f", tickCount=6)), y="value:Q"
    )
    lines.append(front.mark_point(filled=True, size=80, color=BLUE, opacity=1))
    words = front.transform_filter("datum.named").mark_text(align="left", dx=7, dy=-6, fontSize=12, color=INK)
    lines.append(words.encode(text="name:N"))
    return draw(title, text, alt.layer(*lines).properties(width=WIDTH, height=280))
