"""Kaplan–Meier curves handed over whole, for a probability that is finished in Python (see survival.py).

A curve can have a point for every case; as text it costs little on any engine.
"""

from collections.abc import Sequence

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

    def handed_over(part: ir.Table, by: list[str]) -> ir.Table:
        curve = points(part, by).mutate(
            point=_.wait.cast("string") + " " + _.events.cast("string") + " " + _.at_risk.cast("string")
        )
        aggregates = {
            "units": _.cases.sum(),
            "last_wait": _.wait.max(),
            "curve": _.point.group_concat(" ", where=(_.events > 0) & (_.wait <= until)),
        }
        return aggregated(curve, by, **aggregates)

    return over_totals(rows, dimensions, handed_over)


def probability(cell: Row, until: int) -> Probability:
    """The probability that the event happened by `until`, from a cell of `curves` that reaches as far."""
    numbers = np.fromstring(cell["curve"] or "", sep=" ", dtype=np.int64).reshape(-1, 3)
    wait, events, at_risk = numbers[numbers[:, 0].argsort()].T
    return probability_by(wait, events, at_risk, cell["last_wait"], until)
