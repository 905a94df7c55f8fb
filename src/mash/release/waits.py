"""Survival curves of a measure, where the results have them: how long it takes until something happened."""

from collections.abc import Mapping, Sequence
from typing import Any

from mash.release.charts import Chart, Line, curve
from mash.release.figures import Figures, Row, decimal, known, percent

#: Lines on one chart that can still be told apart without colour.
_MOST = 4
#: A curve of fewer cases says little.
LEAST = 30
#: A chart of waits ends where so large a share of each line's cases have come to their end.
_NEARLY_ALL = 0.95


def waits(
    figures: Figures,
    name: str,
    column: str | None,
    *,
    subject: str,
    done: str,
    title: str = "",
    medians: Mapping[str, Any] | None = None,
    until: float | None = None,
) -> Chart | None:
    """The curves of a name, by the codes of a column, or the one of all; None where the results have none.

    Where there are more codes than can be told apart: all together, and of those with most cases the slowest
    and the quickest. `medians`: those of the statistic, by code: they are exact, the points of a curve are
    not. `until`: where the chart ends, else where nearly all have come to their end.
    """
    unit, groups = figures.curves(name, column)
    if not groups or max(len(points) for points in groups.values()) < 2:
        return None
    drawn = _chosen(figures, groups, column)
    called = {code: _name(figures, column, code) for code in drawn}
    longest = max(points[-1]["time"] for points in drawn.values())
    last = min(until or max(_nearly(points) for points in drawn.values()), longest)
    if last <= 0:
        return None
    halves = {code: half for code in drawn for half in [(medians or {}).get(code)] if known(half)}
    said = [
        f"{called[code]}: half within {decimal(halves[code])} {unit}"
        if code in halves
        else f"{called[code]}: {_at(points, last)} within {decimal(last, 0)} {unit}"
        for code, points in drawn.items()
    ]
    text = (
        f"A line for each, rising with the {unit} passed, its 95 % interval in grey. Who still waits is "
        f"counted as far as it is known. {'; '.join(said)}."
    )
    lines = [Line(called[code], points) for code, points in drawn.items()]
    found = title or _halves({called[code]: half for code, half in halves.items() if code != "*"}, done, unit)
    return curve(found or subject, text, lines, subject=subject, unit=unit, until=last, axis_title=done)


def _name(figures: Figures, column: str | None, code: str) -> str:
    return figures.short(code) if column == "agency_id" and code != "*" else figures.name(column or "", code)


def _halves(halves: Mapping[str, float], done: str, unit: str) -> str:
    """`Half are decided within 1.5 hours (Red) to 26.6 hours (Blue)`; nothing below two."""
    if len(halves) < 2:
        return ""
    quick, slow = min(halves, key=lambda name: halves[name]), max(halves, key=lambda name: halves[name])
    from_to = f"{decimal(halves[quick])} {unit} ({quick}) to {decimal(halves[slow])} {unit} ({slow})"
    return f"Half are {done.lower()} within {from_to}"


def _chosen(figures: Figures, groups: dict[str, list[Row]], column: str | None) -> dict[str, list[Row]]:
    parts = {code: points for code, points in groups.items() if code != "*"}
    enough = {code: points for code, points in parts.items() if points[0]["at_risk"] >= LEAST} or parts
    if not enough:
        return groups
    if len(enough) <= _MOST:
        ranked = figures.by_rank([{"risk": code} for code in enough]) if column == "risk" else []
        return {row["risk"]: enough[row["risk"]] for row in ranked} or enough
    by_size = sorted(enough, key=lambda code: (-enough[code][0]["at_risk"], code))[: 2 * _MOST]
    by_speed = sorted(by_size, key=lambda code: (_reached(enough[code], 0.5), code))
    chosen = [by_speed[-1], by_speed[-2], by_speed[0]]
    return {code: groups[code] for code in ["*", *chosen] if code in groups}


def _reached(points: Sequence[Row], share: float) -> float:
    """When so large a share has come to its end; endless where that was never seen."""
    return next((point["time"] for point in points if point["probability"] >= share - 1e-9), float("inf"))


def _nearly(points: Sequence[Row]) -> float:
    return min(_reached(points, _NEARLY_ALL), float(points[-1]["time"]))


def _at(points: Sequence[Row], until: float) -> str:
    return percent([point["probability"] for point in points if point["time"] <= until][-1])
