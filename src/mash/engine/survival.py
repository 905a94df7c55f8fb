"""Kaplan–Meier estimates of waiting times, open cases censored (measures.md, Common rules).

A wait is a row with `wait` (whole microseconds or days, 0 or more) and `ended` (true = the event
happened, false = censored then). A case censored at t is at risk at t.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
from ibis import _

from mash.engine.dimensions import Dimension
from mash.engine.intervals import Z
from mash.engine.tally import over_totals

#: Products of fractions leave 0.5000000000000001 where one half is meant.
TOLERANCE = 1e-9
_IMPOSSIBLE = -1e6  # stands for log 0 and stays below every threshold


def quantiles(rows: ir.Table, dimensions: Sequence[Dimension], unit: int, **quantile: float) -> ir.Table:
    """Cells with, for each named quantile q, the smallest event time with S(t) ≤ 1 − q, in `unit`s.

    `unit` is the number of `wait` units in one unit of the result (HOUR for decimal hours). Empty
    where the survival never falls that far.
    """

    def estimate(part: ir.Table, by: list[str]) -> ir.Table:
        curve = _curve(part, by)
        reached = {
            name: _.wait.min(where=_.log_survival <= math.log(1 - q + TOLERANCE)) / unit
            for name, q in quantile.items()
        }
        events = curve.filter(_.events > 0)
        return events.group_by(by).aggregate(**reached) if by else events.aggregate(**reached)

    return over_totals(rows, dimensions, estimate)


def points(rows: ir.Table, by: Sequence[str]) -> ir.Table:
    """Distinct times with `events`, `cases` that end or are censored then, and `at_risk`, by group."""
    times = rows.group_by([*by, "wait"]).aggregate(events=_.count(where=_.ended), cases=_.count())
    not_before = ibis.window(group_by=list(by), order_by=ibis.desc("wait"), rows=(None, 0))
    return times.mutate(at_risk=_.cases.sum().over(not_before))


def _curve(rows: ir.Table, by: list[str]) -> ir.Table:
    factor = (_.events < _.at_risk).ifelse((1 - _.events / _.at_risk).ln(), ibis.literal(_IMPOSSIBLE))
    until = ibis.window(group_by=by, order_by="wait", rows=(None, 0))
    return points(rows, by).mutate(factor=factor).mutate(log_survival=_.factor.sum().over(until))


@dataclass(frozen=True)
class Probability:
    """Probability that the event happened by a time, with its 95 % interval."""

    value: float | None
    lower: float | None
    upper: float | None
    events: int


def probability_by(
    wait: Sequence[int], events: Sequence[int], at_risk: Sequence[int], last_wait: int | None, until: int
) -> Probability:
    """1 − S(until), events at exactly `until` included; Greenwood interval on the log(−log S) scale.

    `wait`, `events`, `at_risk`: the curve's points with an event, in order of time. `last_wait`: the
    longest wait seen, of an event or censored; where nobody was watched for as long as `until` and S
    has not reached 0, the probability is not defined. Multiplied in order of time, so that every
    engine and every run gives the same bits.
    """
    inside = np.asarray(wait, dtype=np.int64) <= until
    died = np.asarray(events, dtype=np.int64)[inside]
    risked = np.asarray(at_risk, dtype=np.int64)[inside]
    happened = int(died.sum())
    survival = float(np.multiply.accumulate(1 - died / risked)[-1]) if len(died) else 1.0
    if last_wait is None or (last_wait < until and survival > 0):
        return Probability(None, None, None, happened)
    if survival in (0.0, 1.0):
        return Probability(1 - survival, None, None, happened)
    spread = math.sqrt(float(np.add.accumulate(died / (risked * (risked - died).astype(float)))[-1]))
    theta = Z * spread / abs(math.log(survival))
    return Probability(
        1 - survival, 1 - survival ** math.exp(-theta), 1 - survival ** math.exp(theta), happened
    )
