"""Rows of plain Python values into frames of the contract's types."""

from collections.abc import Mapping, Sequence

import polars as pl

from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.demo.reference import Row


def frame(table: str, rows: Sequence[Row], *, extract: bool = False) -> pl.DataFrame:
    """Rows in the order of the contract's columns; instants are seconds since 1970 (UTC)."""
    columns = (EXTRACT_TABLES if extract else TABLES)[table].columns()
    instants = [name for name, column in columns.items() if isinstance(column.dtype, pl.Datetime)]
    types = {name: pl.Int64() if name in instants else column.dtype for name, column in columns.items()}
    raw = pl.DataFrame(rows, schema=types, orient="row")
    return raw.with_columns((pl.col(name) * 1_000_000).cast(pl.Datetime("us", "UTC")) for name in instants)


def frames(rows: Mapping[str, Sequence[Row]]) -> dict[str, pl.DataFrame]:
    """Every table of a dataset; the ones without rows are empty."""
    return {table: frame(table, rows.get(table, ())) for table in TABLES}
