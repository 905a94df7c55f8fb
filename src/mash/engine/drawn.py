"""Survival curves to be drawn: they stand beside the statistics of the contract, in `results/curves/`.

A curve is declared in a measure's file like a statistic, from a function that gives waits. It says how
large a share of the cases has come to the event by a time, open cases censored (survival.py).
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
from ibis import _

from mash.engine.curves import handed_over, read
from mash.engine.dimensions import Dimension, Shown
from mash.engine.question import Question
from mash.engine.statistic import Cells, Row, Statistic
from mash.engine.survival import course, interval, thinned_points
from mash.engine.tables import Tables
from mash.framework.instants import DAY, HOUR

UNITS = {"hours": HOUR, "days": DAY}
COLUMNS = ("time", "at_risk", "probability", "lower", "upper")
#: Points of a curve that are kept: half at even steps of time, half at even steps of the probability.
MOST_POINTS = 120


@dataclass(frozen=True)
class Curve(Statistic):
    """A survival curve for each code of its dimensions; `unit` is that of `time`: hours or days.

    Columns: the dimensions; `time` since the beginning; `at_risk`, the cases still waiting just before it;
    `probability` that the event has happened by it; `lower` and `upper`, its 95 % interval. A curve begins
    at 0, changes only at its rows, and ends where the last case was watched.
    """

    unit: str


def curve(
    *dimensions: Dimension, unit: str, until: Callable[[Question], int] | None = None
) -> Callable[[Callable[[Tables, Question], ir.Table]], Curve]:
    """Declare a function of a measure's file that gives waits (`wait` in microseconds, `ended`, the dimension
    columns) as one of its curves. `until`: the wait, in microseconds, beyond which it is not drawn.
    """

    def declare(function: Callable[[Tables, Question], ir.Table]) -> Curve:
        @functools.wraps(function)
        def cells(t: Tables, question: Question) -> Cells:
            rows = function(t, question)
            if until:  # who waits longer is censored then
                most = ibis.literal(until(question))
                rows = rows.mutate(ended=_.ended & (_.wait <= most), wait=ibis.least(_.wait, most))
            return handed_over(rows, dimensions, thinned_points, where=_.events > 0)

        return Curve(
            measure=function.__module__.rpartition(".")[2],
            name=function.__name__,
            columns=(*(d.column for d in dimensions), *COLUMNS),
            dimensions=dimensions,
            cells=cells,
            finish=(functools.partial(_drawn, UNITS[unit]),),
            blank=frozenset({"curve", "last_wait"}),
            every_combination=False,
            unit=unit,
        )

    return declare


def curves_of(module: Any) -> list[Curve]:
    """The curves that a measure's module declares, in the order in which they stand there."""
    return [value for value in vars(module).values() if isinstance(value, Curve)]


def _drawn(unit: int, rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    return [row | point for row in rows if row["units"] for point in _points(row, unit)]


def _points(cell: Row, unit: int) -> list[Row]:
    wait, events, at_risk = read(cell)
    survived, greenwood = course(events, at_risk)
    found = [_point(0.0, cell["units"], 1.0, 0.0)]
    for i in _kept(wait, survived):
        found.append(_point(int(wait[i]) / unit, int(at_risk[i]), float(survived[i]), float(greenwood[i])))
    last = cell["last_wait"] / unit
    if last > found[-1]["time"]:
        found.append(found[-1] | {"time": last, "at_risk": cell["at_end"]})
    return found


def _point(time: float, at_risk: int, survival: float, greenwood: float) -> Row:
    lower, upper = interval(survival, greenwood)
    values = (time, at_risk, 1 - survival, lower, upper)
    return dict(zip(COLUMNS, values, strict=True))


def _kept(wait: np.ndarray, survived: np.ndarray) -> list[int]:
    """Which points are kept: all where they are few."""
    count = len(wait)
    if count <= MOST_POINTS - 2:
        return list(range(count))
    steps = np.arange(1, MOST_POINTS // 2) / (MOST_POINTS // 2 - 1)
    by_time = np.searchsorted(wait, wait[-1] * steps, side="right") - 1
    by_level = np.searchsorted(1 - survived, (1 - survived[-1]) * steps)
    chosen = {0, count - 1, *by_time.tolist(), *by_level.tolist()}
    return sorted(i for i in chosen if 0 <= i < count)
