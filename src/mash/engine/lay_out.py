"""Cells laid over every combination of the codes shown, in the contract's order.

Source: measures-rules.md, "Codes shown, totals, order, empty".
"""

from decimal import Decimal
from itertools import product
from typing import Any

from mash.engine.dimensions import TOTAL, Shown, sort_key
from mash.engine.statistic import Row, Statistic


def lay_out(statistic: Statistic, columns: list[str], cells: list[Row], shown: Shown) -> list[Row]:
    """One row for each combination shown, with all `columns` of the cells; 0 or empty where there is none."""
    names = [d.column for d in statistic.dimensions]
    values = [column for column in columns if column not in names]
    merged: dict[tuple[Any, ...], Row] = {}
    for cell in cells:
        combination = tuple(d.parse(cell[d.column]) for d in statistic.dimensions)
        found = {column: _plain(value) for column, value in cell.items() if column not in names}
        merged.setdefault(combination, {}).update(found)
    if statistic.every_combination and statistic.dimensions:
        for combination in product(*[_codes(statistic, i, merged, shown) for i in range(len(names))]):
            merged.setdefault(combination, {})
    empty = {column: None if column in statistic.blank else 0 for column in values}
    return [
        dict(zip(names, combination, strict=True))
        | {column: nothing if row.get(column) is None else row[column] for column, nothing in empty.items()}
        for combination, row in merged.items()
    ]


def in_order(statistic: Statistic, rows: list[Row]) -> list[Row]:
    """The contract's columns, rows sorted by the dimension columns from left to right."""
    ordered = sorted(rows, key=lambda row: [sort_key(row[d.column]) for d in statistic.dimensions])
    return [{column: row[column] for column in statistic.columns} for row in ordered]


def _codes(statistic: Statistic, index: int, merged: dict[tuple[Any, ...], Row], shown: Shown) -> list[Any]:
    dimension = statistic.dimensions[index]
    codes = dict.fromkeys(dimension.codes(shown)) | dict.fromkeys(
        combination[index] for combination in merged
    )
    if dimension.total:
        codes[TOTAL] = None
    return list(codes)


def _plain(value: Any) -> Any:
    """A whole number as such: engines hand over sums that could outgrow 64 bits as decimals."""
    return int(value) if isinstance(value, Decimal) and value == int(value) else value
