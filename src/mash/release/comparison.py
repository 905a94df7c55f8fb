"""Comparisons between agencies: a funnel plot, and in words which lie outside what chance would give."""

from collections.abc import Sequence

from mash.engine.control import funnel_limits
from mash.release.charts import Chart, funnel
from mash.release.figures import Figures, Row, percent

_POINTS = 60


def compare(
    figures: Figures, title: str, rows: Sequence[Row], *, cases: str, value: str, centre: float | None,
    axis: str, size_axis: str,
) -> Chart | None:  # fmt: skip
    """Agencies' rates around the rate of all; None where there is nothing to compare."""
    known = [row for row in rows if row[value] is not None and row[cases]]
    if centre is None or len(known) < 2:
        return None
    most = max(row[cases] for row in known)
    sizes = sorted({max(1, round(most * 1.05 * i / _POINTS)) for i in range(1, _POINTS + 1)})
    limits = []
    for n in sizes:
        low95, high95 = funnel_limits(centre, n, 0.95)
        low998, high998 = funnel_limits(centre, n, 0.998)
        limits.append(
            {"n": n, "centre": centre, "low95": low95, "high95": high95, "low998": low998, "high998": high998}
        )
    points: list[Row] = [
        {"name": figures.name("agency_id", row["agency_id"]), "n": row[cases], "value": row[value]}
        for row in known
    ]
    for point in points:
        point["outside"] = _outside(point, centre)
    _name(points, centre)
    return funnel(title, _words(points, centre), points, limits, axis=axis, size_axis=size_axis)


def _outside(point: Row, centre: float) -> bool:
    low, high = funnel_limits(centre, point["n"], 0.998)
    return not low <= point["value"] <= high


def _name(points: list[Row], centre: float) -> None:
    """Name the points outside the limits, the farthest first, as long as the names have room."""
    most, named = max(point["n"] for point in points), list[Row]()
    for point in sorted(points, key=lambda point: -abs(point["value"] - centre)):
        near = any(
            abs(point["n"] - other["n"]) < 0.4 * most and abs(point["value"] - other["value"]) < 0.04
            for other in named
        )
        point["named"] = point["outside"] and not near
        named += [point] if point["named"] else []


def _words(points: list[Row], centre: float) -> str:
    outside = [
        f"{point['name']} ({percent(point['value'])}, {'above' if point['value'] > centre else 'below'})"
        for point in points
        if point["outside"]
    ]
    spread = (
        f"The line in the middle is the rate of all, {percent(centre)}; dotted 95 %, dashed 99.8 % limits. "
    )
    if not outside:
        return spread + "No agency lies outside the 99.8 % limits: the differences may be chance alone."
    return spread + f"Outside the 99.8 % limits: {'; '.join(outside)}."
