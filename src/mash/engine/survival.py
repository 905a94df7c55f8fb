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
from ibis import Deferred, _
from numpy.typing import ArrayLike

from mash.engine.dimensions import Dimension
from mash.engine.intervals import Z
from mash.engine.tally import aggregated, over_totals
from mash.framework.instants import DAY, HOUR, MINUTE

#: Products of fractions leave 0.5000000000000001 where one half is meant.
TOLERANCE = 1e-9
_IMPOSSIBLE = -1e6  # stands for log 0 and stays below every threshold


def quantiles(rows: ir.Table, dimensions: Sequence[Dimension], unit: int, **quantile: float) -> ir.Table:
    """Cells with, for each named quantile q, the smallest event time with S(t) ≤ 1 − q, in `unit`s.

    `unit` is the number of `wait` units in one unit of the result (HOUR for decimal hours). Empty
    where the survival never falls that far.
    """

    levels = {name: math.log(1 - q + TOLERANCE) for name, q in quantile.items()}

    def estimate(part: ir.Table, by: list[str]) -> ir.Table:
        curve = _curve(_thinned(part, by, _decides(list(levels.values()))), by)
        reached = {name: _.wait.min(where=_.log_survival <= level) / unit for name, level in levels.items()}
        return aggregated(curve.filter(_.events > 0), by, **reached)

    return over_totals(rows, dimensions, estimate)


def points(rows: ir.Table, by: Sequence[str]) -> ir.Table:
    """Distinct times with `events`, `cases` that end or are censored then, and `at_risk`, by group."""
    return _with_at_risk(rows.group_by([*by, "wait"]).aggregate(**_COUNTS), by, "wait")


def thinned_points(rows: ir.Table, by: Sequence[str]) -> ir.Table:
    """The same points, but one for each span of time in which no case is censored: S falls there by one exact
    factor, so it is right from the span's last event on (waits in microseconds).
    """
    return _with_at_risk(_thinned(rows, list(by), _.cases > _.events), by, "wait")


_COUNTS = {"events": _.count(where=_.ended), "cases": _.count()}


def _with_at_risk(times: ir.Table, by: Sequence[str], time: str) -> ir.Table:
    not_before = ibis.window(group_by=list(by), order_by=ibis.desc(time), rows=(None, 0))
    return times.mutate(at_risk=_.cases.sum().over(not_before))


def _curve(times: ir.Table, by: list[str]) -> ir.Table:
    """Times in order with the logarithm of the survival after each."""
    until = ibis.window(group_by=by, order_by="wait", rows=(None, 0))
    survived = _log(_.at_risk - _.events, _.at_risk)
    return _with_at_risk(times, by, "wait").mutate(log_survival=survived.sum().over(until))


def _thinned(rows: ir.Table, by: list[str], whole: Deferred) -> ir.Table:
    """Times with `events` and `cases` as `points` has them, but for spans of time that need not be `whole`:
    each of those is one point at its last time.

    Most of the curve need not be known instant by instant. Cases are first counted by spans of time;
    within a span S falls least if its events come first and most if its censored cases do, so the bounds
    `highest_before` and `lowest` of log S are known to `whole`. A span without censored cases falls by
    one exact factor.
    """
    rows = rows.select(*by, "wait", "ended", span=_span(rows.wait))
    spans = _with_at_risk(rows.group_by([*by, "span"]).aggregate(**_COUNTS, wait=_.wait.max()), by, "span")
    before = ibis.window(group_by=by, order_by="span", rows=(None, -1))
    until = ibis.window(group_by=by, order_by="span", rows=(None, 0))
    left = _.at_risk - _.cases
    spans = spans.mutate(
        highest_before=_log(_.at_risk - _.events, _.at_risk).sum().over(before).fill_null(0.0),
        lowest=_log(left, left + _.events).sum().over(until),
    ).mutate(whole=whole)
    in_full = rows.semi_join(spans.filter(_.whole), [*by, "span"])
    times = in_full.group_by([*by, "wait"]).aggregate(**_COUNTS)
    summed = spans.filter(~_.whole).select(*by, "wait", "events", "cases")
    return times.union(summed, distinct=False)


def _decides(levels: Sequence[float]) -> Deferred:
    """Spans laid out in full to find where S reaches a level: those in which it can, and earlier ones with
    censored cases, whose order bears on S.
    """
    whole = (_.cases > _.events) & (_.highest_before > min(levels) - TOLERANCE)
    for level in levels:
        whole |= (_.highest_before > level - TOLERANCE) & (_.lowest <= level + TOLERANCE)
    return whole


def _span(wait: ir.IntegerColumn) -> ir.IntegerColumn:
    """A number that never falls as the wait grows: of its minute on the first day, of its hour after it."""
    return (wait < DAY).ifelse(wait // MINUTE, DAY // MINUTE + wait // HOUR)


def _log(left: ir.Value, of: ir.Value) -> ir.Value:
    """ln(left ÷ of), far below every level where nobody is left; 0 where there was nobody."""
    return ibis.cases((left > 0, (left / of).ln()), (of > 0, _IMPOSSIBLE), else_=0.0)


@dataclass(frozen=True)
class Probability:
    """Probability that the event happened by a time, with its 95 % interval."""

    value: float | None
    lower: float | None
    upper: float | None
    events: int


def probability_by(
    wait: ArrayLike, events: ArrayLike, at_risk: ArrayLike, last_wait: int | None, until: int
) -> Probability:
    """1 − S(until), events at exactly `until` included; Greenwood interval on the log(−log S) scale.

    `wait`, `events`, `at_risk`: the curve's points with an event, in order of time. `last_wait`: the
    longest wait seen, of an event or censored; where nobody was watched for as long as `until` and S
    has not reached 0, the probability is not defined. Multiplied in order of time, so that every
    engine and every run gives the same bits.
    """
    inside = np.asarray(wait, dtype=np.int64) <= until
    died = np.asarray(events, dtype=np.int64)[inside]
    survived, greenwood = course(died, np.asarray(at_risk, dtype=np.int64)[inside])
    happened = int(died.sum())
    survival = float(survived[-1]) if len(died) else 1.0
    if last_wait is None or (last_wait < until and survival > 0):
        return Probability(None, None, None, happened)
    return Probability(
        1 - survival, *interval(survival, float(greenwood[-1]) if len(died) else 0.0), happened
    )


def course(events: np.ndarray, at_risk: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """S after each event time, in order of time, and Greenwood's sum up to it (endless once S is 0)."""
    left = at_risk - events
    with np.errstate(divide="ignore"):
        steps = events / (at_risk * left.astype(float))
    return np.multiply.accumulate(1 - events / at_risk), np.add.accumulate(steps)


def interval(survival: float, greenwood: float) -> tuple[float | None, float | None]:
    """95 % interval of 1 − S, on the log(−log S) scale; not defined where S is 0 or 1."""
    if survival in (0.0, 1.0):
        return None, None
    theta = Z * math.sqrt(greenwood) / abs(math.log(survival))
    return 1 - survival ** math.exp(-theta), 1 - survival ** math.exp(theta)
