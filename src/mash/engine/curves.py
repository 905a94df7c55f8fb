"""Kaplan–Meier curves handed over whole, for a probability that is finished in Python (see survival.py).

A curve can have a point for every case; as text it costs little on any engine.
"""

from collections.abc import Callable, Sequence

import ibis.expr.types as ir
import numpy as np
from ibis import _

from mash.engine.dimensions import Dimension
from mash.engine.statistic import Row
from mash.engine.survival import Probability, points, probability_by
from mash.engine.tally import aggregated, over_totals


def curves(rows: ir.Table, dimensions: Sequence[Dimension], until: int) -> ir.Table:
    """Cells with `units`, the number of waits; `last_wait`, the longest; and `curve`, the points with an
    event by `until`, written "wait events at_risk wait events at_risk …" in no particular order.
    """
    return handed_over(rows, dimensions, points, where=(_.events > 0) & (_.wait <= until))


def handed_over(
    rows: ir.Table,
    dimensions: Sequence[Dimension],
    of: Callable[[ir.Table, list[str]], ir.Table],
    where: ir.Value,
) -> ir.Table:
    """The cells of `curves` from the points that `of` makes; `where`: those that are written. And `at_end`,
    the number at risk at the longest wait.
    """

    def text(part: ir.Table, by: list[str]) -> ir.Table:
        curve = of(part, by).mutate(
            point=_.wait.cast("string") + " " + _.events.cast("string") + " " + _.at_risk.cast("string")
        )
        aggregates = {
            "units": _.cases.sum(),
            "last_wait": _.wait.max(),
            "at_end": _.at_risk.min(),
            "curve": _.point.group_concat(" ", where=where),
        }
        return aggregated(curve, by, **aggregates)

    return over_totals(rows, dimensions, text)


def read(cell: Row) -> np.ndarray:
    """Waits, events and numbers at risk of a cell of `curves`, three rows in order of time."""
    numbers = np.fromstring(cell["curve"] or "", sep=" ", dtype=np.int64).reshape(-1, 3)
    return numbers[numbers[:, 0].argsort()].T


def probability(cell: Row, until: int) -> Probability:
    """The probability that the event happened by `until`, from a cell of `curves` that reaches as far."""
    wait, events, at_risk = read(cell)
    return probability_by(wait, events, at_risk, cell["last_wait"], until)
