"""What a measure comes to in a line: its headline figure, where it stands, and what needs attention now."""

from collections.abc import Sequence
from dataclasses import dataclass

from mash.release.charts.funnel import Point
from mash.release.course import Course
from mash.release.figures import Row, count, known, percent
from mash.release.trends import Direction

HIGHER = "higher is better"
LOWER = "lower is better"
NEITHER = "no direction is better"


@dataclass(frozen=True)
class Reading:
    """A measure in a line, from its file in `story/`.

    `figure`: the headline figure in words, at most 60 characters. `better`: HIGHER, LOWER or NEITHER.
    `course`: its monthly series, where one exists; `direction`: where it stands, where that is said without
    one. `attention`: what needs attention now, a sentence each.
    """

    figure: str
    better: str
    course: Course | None = None
    direction: Direction | None = None
    attention: Sequence[str] = ()


def outside(points: Sequence[Point], centre: float, better: str, what: str) -> list[str]:
    """A sentence of the agencies outside the 99.8 % limits on the side that is worse; nothing without any."""
    side = -1 if better == HIGHER else 1
    worse = [p for p in points if p.outside and (p.value - centre) * side > 0]
    if not worse:
        return []
    worst = max(worse, key=lambda p: (abs(p.value - centre), p.name))
    way = "below" if better == HIGHER else "above"
    said = f"{way} the limits in {what}"
    if len(worse) == 1:
        return [f"{worst.short} lies {said}: {percent(worst.value)}."]
    return [f"{len(worse)} agencies lie {said}, {worst.short} farthest: {percent(worst.value)}."]


def still(value: object, one: str, many: str) -> list[str]:
    """`3 complaints are overdue.`; nothing at 0 or where it is hidden or not defined."""
    if not known(value) or not value:
        return []
    return [f"{count(value)} {one if value == 1 else many}."]


def compared(rows: Sequence[Row], value: str, what: str) -> Direction:
    """The last of two rows in order of time against the one before, by their 95 % intervals.

    Intervals that do not overlap differ by more than chance; those that do may not. That is a cautious rule.
    """
    judged = [row for row in rows if known(row[value]) and known(row["lower"]) and known(row["upper"])]
    rule = f"95 % intervals of the last two {what}"
    if len(judged) < 2:
        return Direction(f"fewer than two {what} to compare", None, rule)
    before, last = judged[-2:]
    if last["lower"] > before["upper"]:
        return Direction(f"above the {what[:-1]} before, beyond chance", 1, rule)
    if last["upper"] < before["lower"]:
        return Direction(f"below the {what[:-1]} before, beyond chance", -1, rule)
    return Direction(f"like the {what[:-1]} before, within chance", 0, rule)
