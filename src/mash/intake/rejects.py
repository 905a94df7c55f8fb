"""What was not taken: every fault in words, labels for a person to decide, and where rejected rows go."""

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs

from mash.dataset.faults import PROVENANCE, REPEAT, WARNING, Faults
from mash.dataset.harmless import as_it_was, harmless
from mash.framework.harmless import harmless_text
from mash.intake.apply import REASON, Queue
from mash.intake.sources import Source

FAULTS_CSV, QUEUE_CSV, REPORT_JSON = "rejects.csv", "queue.csv", "report.json"
_UNSAFE = re.compile(r"[^\w .,()&+-]")


def write_rejects(folder: Path, faults: Faults, queued: Queue, report: dict[str, Any]) -> None:
    """Write rejects.csv, queue.csv and report.json into `folder`."""
    faults.write_csv(folder / FAULTS_CSV)
    waiting = [(column, label, rows, meant) for (column, label, meant), rows in sorted(queued.items())]
    columns = {"column": pl.String, "label": pl.String, "rows": pl.Int64, "candidates": pl.String}
    queue = pl.DataFrame(waiting, schema=columns, orient="row")
    queue.with_columns(harmless(pl.col("column", "label"))).write_csv(folder / QUEUE_CSV)
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    (folder / REPORT_JSON).write_text(text, encoding="utf-8")


def rejected_places(folder: Path, staged: Path) -> pl.DataFrame:
    """_file, _sheet, _row of every rejected row that can be mended, and why: what `folder` tells of it.

    A row that only says again what came before has nothing to mend and is left out.
    """
    rejected = sorted(staged.glob("*.rejected/*.parquet"))
    if not rejected:
        return pl.DataFrame(schema=PROVENANCE | {REASON: pl.String()})
    places = pl.concat([pl.read_parquet(part, columns=list(PROVENANCE)) for part in rejected]).unique()
    told = (
        pl.read_csv(folder / FAULTS_CSV, infer_schema=False)
        .filter(pl.col("row").is_not_null() & (pl.col("severity") != WARNING))
        .select(
            _file=as_it_was(pl.col("file")),
            _sheet=as_it_was(pl.col("sheet")),
            _row=pl.col("row").cast(pl.Int64),
            said=pl.concat_str(pl.col("column").fill_null(""), pl.lit(": "), "rule"),
            again=pl.col("severity") == REPEAT,
        )
        .group_by(*PROVENANCE)
        .agg(pl.col("said").unique().sort().str.join("; ").alias(REASON), pl.col("again").all())
    )
    told = places.join(told, on=list(PROVENANCE), how="left", nulls_equal=True)
    told = told.filter(~pl.col("again").fill_null(False)).drop("again")
    return told.with_columns(pl.col(REASON).fill_null("the whole sheet was rejected: see rejects.csv"))


class RejectedRows:
    """Rejected rows as they stood in their files, gathered in `work`, then written into `folder`."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.folder = folder
        self.work = work
        self._of: dict[Path, tuple[str, str]] = {}

    def add(self, source: Source, sheet: str, rows: pl.DataFrame) -> None:
        """More rows of a sheet (or of a text file), with REASON."""
        file = self._file(source, sheet)
        gathered = self.work / str(list(self._of).index(file))
        gathered.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(gathered / f"{len(list(gathered.iterdir())):08d}.parquet", compression="lz4")

    def write(self) -> None:
        """A CSV file for each sheet, without the columns that have neither a name nor a cell."""
        for number, file in enumerate(self._of):
            pieces = [pl.scan_parquet(piece) for piece in sorted((self.work / str(number)).iterdir())]
            rows = pl.concat(pieces, how="diagonal")
            names = [name for name in rows.collect_schema() if name != REASON]
            filled = rows.select(cs.by_name(*names).is_not_null().any()).collect().row(0, named=True)
            kept = [name for name in names if filled[name] or not name.startswith("(column ")]
            file.parent.mkdir(parents=True, exist_ok=True)
            cells = rows.select(cs.by_name(*kept, REASON)).with_columns(harmless(cs.by_name(*kept)))
            cells.rename({name: harmless_text(name) for name in kept}).sink_csv(file)

    def _file(self, source: Source, sheet: str) -> Path:
        """Where a sheet's rows go: of two that would share a file the second goes into a folder `2`."""
        named, number = _rows_file(self.folder, source, sheet), 1
        file = named
        while self._of.setdefault(file, (source.name, sheet)) != (source.name, sheet):
            number += 1
            file = named.parent / str(number) / named.name
        return file


def _rows_file(folder: Path, source: Source, sheet: str) -> Path:
    """Named like the sheet or the text file, and never outside `folder`."""
    parts = [_safe(part) for part in Path(source.name).with_suffix("").parts if part not in ("/", "..", ".")]
    below = Path("rows", *parts) if source.is_text else Path("rows", *parts, _safe(sheet))
    return folder / below.with_name(f"{below.name}.csv")


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip(". ") or "_"
