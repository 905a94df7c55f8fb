"""Faults: what is wrong with which row, in words, gathered without filling memory."""

import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from mash.dataset.harmless import harmless

FAULT = "fault"  # the row is set aside
WARNING = "warning"  # the row stays
REPEAT = "repeat"  # the same row came from another source already; set aside, and nothing to mend

FAULT_SCHEMA: dict[str, pl.DataType] = {
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "table": pl.String(),
    "column": pl.String(),
    "value": pl.String(),
    "rule": pl.String(),
    "severity": pl.String(),
}
FAULT_COLUMNS = tuple(FAULT_SCHEMA)

#: Where a row came from: file name, sheet (empty for CSV), row as a person sees it in the file.
PROVENANCE: dict[str, pl.DataType] = {"_file": pl.String(), "_sheet": pl.String(), "_row": pl.Int64()}

_SPOOL_ROWS = 100_000


def fault_frame(rows: list[dict[str, Any]] | None = None) -> pl.DataFrame:
    """A frame of faults from dictionaries; keys left out are empty, severity is `fault` unless given."""
    return pl.DataFrame([{"severity": FAULT} | row for row in rows or []], schema=FAULT_SCHEMA, orient="row")


def line(fault: Mapping[str, Any]) -> str:
    """A fault in one line for people: where, what, why."""
    where = [fault["file"] or fault["table"] or ""]
    where += [f"sheet {fault['sheet']}"] if fault["sheet"] else []
    where += [f"row {fault['row']}"] if fault["row"] is not None else []
    where += [fault["column"]] if fault["column"] else []
    value = "" if fault["value"] is None else f"{fault['value']!r} "
    said = "" if fault["severity"] == FAULT else f"{fault['severity']}: "
    return f"{', '.join(where)}: {said}{value}{fault['rule']}"


class Faults:
    """Collects faults as they come, on disk beyond the first hundred thousand.

    `first` holds the first `keep` in order; the rest is counted and written out by `write_csv`.
    A fault of a whole file (no row number) is taken once however often it is told.
    """

    def __init__(self, keep: int = 200) -> None:
        self.keep = keep
        self.first: list[dict[str, Any]] = []
        self.by_severity: Counter[str] = Counter()
        self.by_table: Counter[str] = Counter()
        self._whole_file: set[tuple[Any, ...]] = set()
        self._buffer: list[pl.DataFrame] = []
        self._folder = Path(tempfile.mkdtemp(prefix="mash-faults-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def append(self, found: pl.DataFrame) -> None:
        """Add faults (columns FAULT_COLUMNS)."""
        if found.is_empty():
            return
        found = self._once(found.select(FAULT_COLUMNS))
        for severity, count in found["severity"].value_counts().iter_rows():
            self.by_severity[severity] += count
        for table, count in found["table"].value_counts().iter_rows():
            self.by_table[table] += count
        self.first += found.head(self.keep - len(self.first)).to_dicts()
        self._buffer.append(found)
        if sum(map(len, self._buffer)) >= _SPOOL_ROWS:
            self._spool()

    @property
    def faults(self) -> int:
        """How many faults that set a row (or a file) aside."""
        return self.by_severity[FAULT]

    @property
    def warnings(self) -> int:
        """How many warnings."""
        return self.by_severity[WARNING]

    @property
    def total(self) -> int:
        """How many of every severity."""
        return self.by_severity.total()

    def write_csv(self, path: Path) -> None:
        """Every fault, in the order it came, as UTF-8 CSV that does nothing when Excel opens it."""
        self._spool()
        parts = sorted(self._folder.glob("*.parquet"))
        frames = [pl.scan_parquet(part) for part in parts] or [fault_frame().lazy()]
        pl.concat(frames).with_columns(harmless(pl.col("file", "sheet", "column", "value"))).sink_csv(path)

    def _spool(self) -> None:
        if self._buffer:
            number = len(list(self._folder.iterdir()))
            pl.concat(self._buffer).write_parquet(self._folder / f"{number:08d}.parquet")
            self._buffer = []

    def _once(self, found: pl.DataFrame) -> pl.DataFrame:
        if found["row"].null_count() == 0:
            return found
        keep = []
        for row in found.iter_rows():
            told = row[2] is None and row in self._whole_file
            keep.append(not told)
            if row[2] is None:
                self._whole_file.add(row)
        return found.filter(pl.Series(keep))
