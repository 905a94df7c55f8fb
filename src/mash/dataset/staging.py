"""Rows on their way into a dataset: typed as they come, kept on disk, so that memory stays flat.

A staging folder holds `<table>/*.parquet`, rows good so far in the contract's types, and
`<table>.rejected/*.parquet`, rows set aside as they were given; both with provenance.
"""

from collections import Counter
from pathlib import Path

import polars as pl

from mash.dataset.faults import Faults, fault_frame
from mash.dataset.reading import judged


class Staging:
    """A staging folder being filled. `rows_in` counts every row that was offered, by table."""

    def __init__(self, folder: Path, faults: Faults, *, extract: bool) -> None:
        self.folder = folder
        self.faults = faults
        self.extract = extract
        self.rows_in: Counter[str] = Counter()
        self._parts: Counter[str] = Counter()

    def add(self, table: str, rows: pl.DataFrame) -> None:
        """Type rows of `table` (see `reading.judged`), keep the good ones, set the others aside."""
        values, aside, faults = judged(table, rows, extract=self.extract)
        self.faults.append(faults)
        self.rows_in[table] += len(rows)
        self._keep(table, values.filter(~aside))
        self._keep(f"{table}.rejected", as_text(rows.filter(aside)))

    def reject(self, table: str, rows: pl.DataFrame, faults: pl.DataFrame) -> None:
        """Set aside rows that could not even be laid out in columns, with their faults."""
        self.faults.append(faults)
        self.rows_in[table] += len(rows)
        self._keep(f"{table}.rejected", as_text(rows))

    def refuse(self, file: str, table: str | None, why: str, *, sheet: str | None = None) -> None:
        """A file that cannot be read at all: one fault, no rows."""
        self.faults.append(fault_frame([{"file": file, "sheet": sheet, "table": table, "rule": why}]))

    def _keep(self, name: str, rows: pl.DataFrame) -> None:
        if rows.is_empty():
            return
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(folder / f"{self._parts[name]:08d}.parquet", compression="lz4", statistics=False)
        self._parts[name] += 1


def as_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Every column but the row number as text, the way rejected rows are kept."""
    return rows.with_columns(pl.all().exclude("_row").cast(pl.String))
