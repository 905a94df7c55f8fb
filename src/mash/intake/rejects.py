"""What was not taken: every fault in words, rows to mend and hand in again, labels for a person to decide."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl

from mash.dataset.faults import PROVENANCE, Faults
from mash.intake.apply import REASON
from mash.intake.mapping import Mapping
from mash.intake.sources import Source, parts

FAULTS_CSV, QUEUE_CSV, REPORT_JSON = "rejects.csv", "queue.csv", "report.json"


def write_rejects(
    folder: Path,
    staging: Path,
    faults: Faults,
    queued: Counter[tuple[str, str, str]],
    sources: list[Source],
    mapping: Mapping,
    report: dict[str, Any],
) -> None:
    """Write `folder`: rejects.csv, queue.csv, report.json, and one file of rejected rows a sheet or CSV file.

    A file of rejected rows has the source's own columns and name, and a column `reject_reason` that a
    later import passes over.
    """
    folder.mkdir(parents=True)
    faults.write_csv(folder / FAULTS_CSV)
    with (folder / QUEUE_CSV).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["column", "label", "rows", "candidates"])
        for (column, label, candidates), count in sorted(queued.items()):
            writer.writerow([column, label, count, candidates])
    (folder / REPORT_JSON).write_text(
        json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    _rejected_rows(folder, staging, sources, mapping)


def _rejected_rows(folder: Path, staging: Path, sources: list[Source], mapping: Mapping) -> None:
    """The rejected rows as they stood in their files, read a second time."""
    rejected = sorted(staging.glob("*.rejected/*.parquet"))
    if not rejected:
        return
    rows = pl.concat([pl.read_parquet(part, columns=list(PROVENANCE)) for part in rejected]).unique()
    reasons = (
        pl.read_csv(folder / FAULTS_CSV, infer_schema=False)
        .filter(pl.col("row").is_not_null() & (pl.col("severity") != "warning"))
        .group_by("file", pl.col("row").cast(pl.Int64).alias("_row"), "sheet")
        .agg(
            pl.concat_str([pl.col("column").fill_null(""), pl.lit(": "), "rule"])
            .unique()
            .sort()
            .str.join("; ")
            .alias(REASON)
        )
    )
    wanted = rows.join(
        reasons,
        left_on=["_file", "_sheet", "_row"],
        right_on=["file", "sheet", "_row"],
        how="left",
        nulls_equal=True,
    )
    by_name = {source.name: source for source in sources}
    for (name,), of_file in wanted.group_by("_file"):
        source = by_name[str(name)]
        for number, part in enumerate(parts(source, mapping)):
            whole = pl.concat([part.rows, part.ragged], how="diagonal").drop(REASON, strict=False)
            found = whole.join(of_file, on=["_row"], how="inner", suffix="_of").filter(
                pl.col("_sheet").eq_missing(pl.col("_sheet_of"))
            )
            if found.is_empty():
                continue
            columns = [column for column in whole.columns if column not in PROVENANCE]
            below = Path(source.name.lstrip("/"))
            is_csv = source.path.suffix.lower() == ".csv"
            out = folder / "rows" / (below if is_csv else below.with_suffix("") / f"{part.sheet}.csv")
            out.parent.mkdir(parents=True, exist_ok=True)
            with out.open("ab") as stream:
                found.sort("_row").select(*columns, REASON).write_csv(
                    stream, include_header=number == 0 or stream.tell() == 0
                )
