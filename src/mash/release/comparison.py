"""Comparisons between agencies: a funnel plot, and in words which lie outside what chance would give."""

from collections.abc import Sequence
from typing import Any

from mash.engine.control import funnel_limits
from mash.release.charts import Chart, funnel
from mash.release.charts.funnel import Point
from mash.release.figures import Figures, Row, known, percent, shown

_POINTS = 60


def compare(
    figures: Figures, rows: Sequence[Row], *, cases: str, value: str, centre: Any, subject: str, axis: str,
    size_axis: str,
) -> Chart | None:  # fmt: skip
    """Agencies' rates around the rate of all; None where there is nothing to compare."""
    points = against(figures, rows, cases=cases, value=value, centre=centre)
    if len(points) < 2:
        return None
    most = max(point.n for point in points)
    sizes = sorted({max(1, round(most * 1.05 * i / _POINTS)) for i in range(1, _POINTS + 1)})
    limits = []
    for n in sizes:
        low95, high95 = funnel_limits(centre, n, 0.95)
        low998, high998 = funnel_limits(centre, n, 0.998)
        limits.append(
            {"n": n, "centre": centre, "low95": low95, "high95": high95, "low998": low998, "high998": high998}
        )
    hidden = sum(not shown(row[cases], row[value]) for row in rows)
    text = _words(points, centre)
    if hidden:
        are = "agency is" if hidden == 1 else "agencies are"
        text += f" {hidden} {are} not shown, so that nobody can be recognised."
    title = f"{axis}: {_title(points, centre)}"
    return funnel(title, text, points, limits, subject=subject, axis_title=axis, size_title=size_axis)


def against(figures: Figures, rows: Sequence[Row], *, cases: str, value: str, centre: Any) -> list[Point]:
    """Agencies whose rate and cases are known, and which of them lie outside the 99.8 % limits around the
    rate of all; none where that is hidden or not defined.
    """
    if not known(centre):
        return []
    found = []
    for row in rows:
        if known(row[value]) and known(row[cases]) and row[cases]:
            low, high = funnel_limits(centre, row[cases], 0.998)
            name = figures.name("agency_id", row["agency_id"])
            found.append(
                Point(
                    name,
                    figures.short(row["agency_id"]),
                    row[cases],
                    row[value],
                    not low <= row[value] <= high,
                )
            )
    return found


def _title(points: Sequence[Point], centre: float) -> str:
    outside = sorted((p for p in points if p.outside), key=lambda p: (-abs(p.value - centre), p.name))
    if not outside:
        return "no agency lies outside what chance would give"
    side = "above" if outside[0].value > centre else "below"
    if len(outside) == 1:
        return f"{outside[0].name} lies {side} the limits"
    return (
        f"{len(outside)} of {len(points)} agencies lie outside the limits, {outside[0].name} farthest {side}"
    )


def _words(points: Sequence[Point], centre: float) -> str:
    outside = [
        f"{p.name} ({percent(p.value)}, {'above' if p.value > centre else 'below'})"
        for p in points
        if p.outside
    ]
    spread = (
        f"One dot for each of {len(points)} agencies. The line in the middle is the rate of all, "
        f"{percent(centre)}; dotted 95 %, dashed 99.8 % limits of what chance alone would give. "
    )
    if not outside:
        return spread + "No agency lies outside the 99.8 % limits: the differences may be chance alone."
    return spread + f"Outside the 99.8 % limits: {'; '.join(outside)}."
