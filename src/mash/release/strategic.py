"""The strategic outcomes, each with the figures that bear on it and their direction over four quarters.

Which figures bear on which outcome is data: `strategic_outcomes.toml`. A quarter's figure is what was counted
in its months, added up, by what it was counted among, added up; rates are never averaged, and a quarter with
a hidden month is hidden.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mash.engine.quarters import direction
from mash.engine.results import Results
from mash.framework.measures import MEASURES, STRATEGIC_OUTCOMES
from mash.release.figures import HIDDEN, Figures, Hidden, Row, known, shown
from mash.release.months import days_in, quarter_name
from mash.release.overview import UNSAID, verdict
from mash.release.reading import HIGHER, LOWER, NEITHER
from mash.release.trends import in_part

QUARTERS = 4
RULE = "test for a trend over four quarters, as cautious as their months vary (95 %)"
_BETTER = {"higher": HIGHER, "lower": LOWER, "none": NEITHER}


@dataclass(frozen=True)
class Bearing:
    """A figure that bears on a strategic outcome, and why: an entry of the map."""

    outcome: int
    measure: str
    statistic: str
    name: str
    counted: str
    better: str
    why: str
    among: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter: its name, what was counted, among what, and the figure (a share, or the count).
    HIDDEN where a month of it is; None where it is not defined.
    """

    name: str
    counted: float | Hidden
    among: float | Hidden | None
    figure: float | Hidden | None


@dataclass(frozen=True)
class Borne:
    """A figure that bears on an outcome, with its last four whole quarters or, without months, its one figure
    of the window; its direction in words, the verdict (overview.py) and the rule that gives it.
    """

    bearing: Bearing
    title: str
    quarters: tuple[Quarter, ...]
    whole: float | Hidden | None
    direction: str
    verdict: str
    rule: str


@dataclass(frozen=True)
class Outcome:
    """A strategic outcome in the framework's words, and what bears on it."""

    words: str
    borne: tuple[Borne, ...]


@cache
def the_map() -> tuple[Bearing, ...]:
    """What bears on what, as the data file has it."""
    text = (resources.files("mash.release") / "strategic_outcomes.toml").read_text("utf-8")
    found = []
    for entry in tomllib.loads(text)["bears"]:
        where = tuple(
            (column, tuple([codes] if isinstance(codes, str) else codes))
            for column, codes in entry.pop("where", {}).items()
        )
        found.append(Bearing(**entry | {"better": _BETTER[entry["better"]], "where": where}))
    return tuple(found)


def strategic_outcomes(results: Results) -> list[Outcome]:
    """Each strategic outcome with what bears on it. A pure function of results."""
    return [
        Outcome(words, tuple(_borne(results, one) for one in the_map() if one.outcome == number))
        for number, words in enumerate(STRATEGIC_OUTCOMES, start=1)
    ]


def _borne(results: Results, one: Bearing) -> Borne:
    figures = Figures(results, one.measure)
    title = next(measure.title for measure in MEASURES if measure.name == one.measure)
    rows = [row for row in figures.rows(one.statistic) if all(row[c] in codes for c, codes in one.where)]
    if not rows or "month" not in rows[0]:
        whole = _quarter("", rows, one).figure if rows else None
        words = "one figure for the whole window" if rows else "the results have no such figure"
        return Borne(one, title, (), whole, words, UNSAID, "it has no months")
    by_quarter = _last(results.about, rows)
    quarters = tuple(_quarter(name, mine, one) for name, mine in by_quarter.items())
    if len(quarters) < QUARTERS:
        words = f"fewer than four whole quarters: {len(quarters)}"
        return Borne(one, title, quarters, None, words, UNSAID, RULE)
    if not shown(*(quarter.figure for quarter in quarters)):
        return Borne(one, title, quarters, None, "a quarter is not shown", UNSAID, RULE)
    side = None
    if all(known(quarter.figure) for quarter in quarters):
        months = [_months(mine, one) for mine in by_quarter.values()]
        side = direction(months, share=bool(one.among))
    said = {1: "rising over the last four quarters", -1: "falling over the last four quarters"}
    words = said.get(side or 0, "no more change than chance would give")
    if side is None:
        words = "not defined in every quarter"
    return Borne(one, title, quarters, None, words, verdict(side, one.better), RULE)


def _last(about: dict[str, Any], rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of the last four calendar quarters that lie wholly in the window and before as-at, in order,
    by the quarter's name.
    """
    whole: dict[str, list[Row]] = {}
    partial = set(in_part(about, [row["month"] for row in rows]))
    for row in sorted(rows, key=lambda row: str(row["month"])):
        if row["month"] not in partial:
            whole.setdefault(quarter_name(row["month"]), []).append(row)
    complete = [name for name, mine in whole.items() if len({row["month"] for row in mine}) == 3]
    return {name: whole[name] for name in complete[-QUARTERS:]}


def _quarter(name: str, rows: Sequence[Row], one: Bearing) -> Quarter:
    counted = _sum([row[one.counted] for row in rows])
    among = _sum([row[one.among] for row in rows]) if one.among else None
    figure: float | Hidden | None = counted
    if one.among:
        figure = HIDDEN if not known(counted) or not known(among) else counted / among if among else None
    return Quarter(name, counted, among, figure)


def _sum(values: Sequence[Any]) -> float | Hidden:
    return sum(value for value in values if known(value)) if shown(*values) else HIDDEN


def _months(rows: Sequence[Row], one: Bearing) -> list[tuple[float, float]]:
    """What was counted in each month of a quarter, and among how many cases or days."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["month"], []).append(row)
    months = []
    for month, mine in found.items():
        counted = sum(row[one.counted] or 0 for row in mine)
        among = sum(row[one.among] or 0 for row in mine) if one.among else days_in(month)
        months.append((float(counted), float(among)))
    return months
