"""Comparisons between agencies or hubs: a funnel plot, and in words which lie outside the limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mash.engine.control import funnel_limits
from mash.release.charts import Chart, funnel
from mash.release.charts.funnel import Point
from mash.release.figures import Figures, Row, decimal, known, percent, shown

_POINTS = 60


@dataclass(frozen=True)
class Units:
    """What is compared, in words, and the standard deviation by which they differ beyond chance."""

    one: str
    many: str
    between: float = 0


AGENCIES = Units("agency", "agencies")


def compare(
    figures: Figures, rows: Sequence[Row], *, cases: str, value: str, centre: Any, subject: str, axis: str,
    size_axis: str,
) -> Chart | None:  # fmt: skip
    """Agencies' rates around the rate of all; None where there is nothing to compare."""
    points = against(figures, rows, cases=cases, value=value, centre=centre)
    hidden = sum(not shown(row[cases], row[value]) for row in rows)
    return drawn(points, centre, AGENCIES, subject=subject, axis=axis, size_axis=size_axis, hidden=hidden)


def drawn(
    points: Sequence[Point], centre: float, units: Units, *, subject: str, axis: str, size_axis: str,
    hidden: int = 0,
) -> Chart | None:  # fmt: skip
    """The funnel plot of points around the rate of all; None of fewer than two. `hidden`: how many are not
    shown, so that nobody can be recognised.
    """
    if len(points) < 2:
        return None
    most = max(point.n for point in points)
    sizes = sorted({max(1, round(most * 1.05 * i / _POINTS)) for i in range(1, _POINTS + 1)})
    limits = []
    for n in sizes:
        low95, high95 = funnel_limits(centre, n, 0.95, units.between)
        low998, high998 = funnel_limits(centre, n, 0.998, units.between)
        limits.append(
            {"n": n, "centre": centre, "low95": low95, "high95": high95, "low998": low998, "high998": high998}
        )
    text = _words(points, centre, units)
    if hidden:
        are = f"{units.one} is" if hidden == 1 else f"{units.many} are"
        text += f" {hidden} {are} not shown, so that nobody can be recognised."
    title = f"{axis}: {finding(points, centre, units)}"
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


def finding(points: Sequence[Point], centre: float, units: Units) -> str:
    """How many lie outside the limits, and which the farthest."""
    outside = sorted((p for p in points if p.outside), key=lambda p: (-abs(p.value - centre), p.name))
    if not outside:
        usual = f"is usual among {units.many}" if units.between else "chance would give"
        return f"no {units.one} lies outside what {usual}"
    side = "above" if outside[0].value > centre else "below"
    if len(outside) == 1:
        return f"{outside[0].name} lies {side} the limits"
    count = f"{len(outside)} of {len(points)} {units.many}"
    return f"{count} lie outside the limits, {outside[0].name} farthest {side}"


def _words(points: Sequence[Point], centre: float, units: Units) -> str:
    outside = [
        f"{p.name} ({percent(p.value)}, {'above' if p.value > centre else 'below'})"
        for p in points
        if p.outside
    ]
    if units.between:
        what = (
            f"what is usual: {units.many} differ by more than chance, by a standard deviation of "
            f"{decimal(100 * units.between)} points, and the limits let that through"
        )
        none = f"No {units.one} lies outside the 99.8 % limits."
    else:
        what = "what chance alone would give"
        none = f"No {units.one} lies outside the 99.8 % limits: the differences may be chance alone."
    spread = (
        f"One dot for each of {len(points)} {units.many}. The line in the middle is the rate of all, "
        f"{percent(centre)}; dotted 95 %, dashed 99.8 % limits of {what}. "
    )
    return spread + (f"Outside the 99.8 % limits: {'; '.join(outside)}." if outside else none)
