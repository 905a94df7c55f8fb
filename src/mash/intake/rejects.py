"""What was not taken: every fault in words, labels for a person to decide, and where rejected rows go."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import polars as pl

from mash.dataset.faults import PROVENANCE, WARNING, Faults
from mash.intake.apply import REASON, Queue
from mash.intake.sources import Source

FAULTS_CSV, QUEUE_CSV, REPORT_JSON = "rejects.csv", "queue.csv", "report.json"
_UNSAFE = re.compile(r"[^\w .,()&+-]")


def write_rejects(folder: Path, faults: Faults, queued: Queue, report: dict[str, Any]) -> None:
    """Write rejects.csv, queue.csv and report.json into `folder`."""
    faults.write_csv(folder / FAULTS_CSV)
    with (folder / QUEUE_CSV).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["column", "label", "rows", "candidates"])
        for (column, label, candidates), count in sorted(queued.items()):
            writer.writerow([column, label, count, candidates])
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    (folder / REPORT_JSON).write_text(text, encoding="utf-8")


def rejected_places(folder: Path, staged: Path) -> pl.DataFrame:
    """_file, _sheet, _row of every rejected row, and why: the faults that `folder` tells of it."""
    rejected = sorted(staged.glob("*.rejected/*.parquet"))
    if not rejected:
        return pl.DataFrame(schema=PROVENANCE | {REASON: pl.String()})
    places = pl.concat([pl.read_parquet(part, columns=list(PROVENANCE)) for part in rejected]).unique()
    reasons = (
        pl.read_csv(folder / FAULTS_CSV, infer_schema=False)
        .filter(pl.col("row").is_not_null() & (pl.col("severity") != WARNING))
        .select(
            _file="file",
            _sheet="sheet",
            _row=pl.col("row").cast(pl.Int64),
            told=pl.concat_str(pl.col("column").fill_null(""), pl.lit(": "), "rule"),
        )
        .group_by(*PROVENANCE)
        .agg(pl.col("told").unique().sort().str.join("; ").alias(REASON))
    )
    told = places.join(reasons, on=list(PROVENANCE), how="left", nulls_equal=True)
    return told.with_columns(pl.col(REASON).fill_null("the whole sheet was rejected: see rejects.csv"))


def rows_file(folder: Path, source: Source, sheet: str) -> Path:
    """Where rejected rows of a sheet (or a text file) go: named like it, and never outside `folder`."""
    parts = [_safe(part) for part in Path(source.name).with_suffix("").parts if part not in ("/", "..", ".")]
    below = Path("rows", *parts) if source.is_text else Path("rows", *parts, _safe(sheet))
    return folder / below.with_name(f"{below.name}.csv")


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip(". ") or "_"
