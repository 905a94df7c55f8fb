"""Cells of a statistic: aggregates for each combination of dimensions, and for their totals.

A total is computed from the union of the records, never by adding up the rows, so that a referral,
person or complaint counts once in it (measures-rules.md, totals).
"""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import product
from typing import Any

import ibis
import ibis.expr.types as ir

from mash.engine.dimensions import TOTAL, UNKNOWN, Dimension


def tally(rows: ir.Table, dimensions: Sequence[Dimension], **aggregates: Any) -> ir.Table:
    """Aggregates of `rows` by `dimensions`, with `*` for those that have a total."""
    return over_totals(rows, dimensions, lambda part, by: aggregated(part, by, **aggregates))


def aggregated(rows: ir.Table, by: Sequence[str], **aggregates: Any) -> ir.Table:
    """Aggregates by columns; of all rows, as one row, where there is none to go by."""
    return rows.group_by(by).aggregate(**aggregates) if by else rows.aggregate(**aggregates)


def over_totals(
    rows: ir.Table,
    dimensions: Sequence[Dimension],
    aggregate: Callable[[ir.Table, list[str]], ir.Table],
) -> ir.Table:
    """The union of `aggregate(rows, by)` over every choice of summing a dimension or not.

    Dimension columns leave as text, empty ones as `unknown`, summed ones as `*`.
    """
    names = [d.column for d in dimensions]
    rows = rows.mutate(**{name: rows[name].cast("string").fill_null(UNKNOWN) for name in names})
    parts = []
    for by in _groupings(dimensions):
        part = aggregate(rows, by)
        summed = {name: ibis.literal(TOTAL) for name in names if name not in by}
        values = [column for column in part.columns if column not in by]
        parts.append(part.mutate(**summed).select(*names, *values))
    return reduce(lambda one, other: one.union(other, distinct=False), parts)


def _groupings(dimensions: Sequence[Dimension]) -> Iterator[list[str]]:
    for kept in product(*[(True, False) if d.total else (True,) for d in dimensions]):
        yield [d.column for d, keep in zip(dimensions, kept, strict=True) if keep]
