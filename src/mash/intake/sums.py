"""Rows in = accepted + rejected, counted for every table of every file from what lies in staging."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl

_WHERE = ["_file", "_sheet"]

#: (file, sheet, table) → rows.
Rows = Counter[tuple[str, str | None, str]]


@dataclass(frozen=True)
class OfFile:
    """What became of the rows of a file (or a sheet of it) in one table."""

    file: str
    sheet: str | None
    table: str
    rows_in: int
    accepted: int
    rejected: int


def by_file(staged: Path, rows_in: Rows, subjects: Path) -> list[OfFile]:
    """The rows of each file and table: as counted when they came in, and as they lie in staging now."""
    accepted, rejected = Rows(), Rows()
    for table in {table for _, _, table in rows_in}:
        kept = pl.scan_parquet(subjects) if table == "subjects" else _scan(staged / table)
        accepted.update(_count(kept, table))
        rejected.update(_count(_scan(staged / f"{table}.rejected"), table))
    return [OfFile(*where, rows, accepted[where], rejected[where]) for where, rows in rows_in.items()]


def keep_rejected(staged: Path, table: str, faults: pl.DataFrame) -> None:
    """Rows that were set aside after staging, by the places that their faults name."""
    folder = staged / f"{table}.rejected"
    folder.mkdir(exist_ok=True)
    places = faults.select(_file="file", _sheet="sheet", _row="row")
    places.write_parquet(folder / f"{len(list(folder.iterdir())):08d}.parquet")


def _scan(folder: Path) -> pl.LazyFrame | None:
    files = sorted(folder.glob("*.parquet"))
    return pl.concat([pl.scan_parquet(file).select(_WHERE) for file in files]) if files else None


def _count(rows: pl.LazyFrame | None, table: str) -> Rows:
    if rows is None:
        return Rows()
    found = rows.group_by(_WHERE).len().collect()
    return Rows({(file, sheet, table): count for file, sheet, count in found.iter_rows()})
