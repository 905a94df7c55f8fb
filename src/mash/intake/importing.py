"""Import: extracts in, a dataset without names out; nothing is lost, and what is not taken is named.

read → map → type → rules across rows → link and pseudonymise → write. Rows in = accepted + rejected
holds for every table and is asserted.
"""

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from mash.dataset.contract import EXTRACT_TABLES, REFERENCE_TABLES, TABLES
from mash.dataset.faults import PROVENANCE, Faults
from mash.dataset.integrity import Counts, enforce
from mash.dataset.staging import Staging
from mash.dataset.store import write
from mash.intake.apply import REASON, apply
from mash.intake.mapping import Feed, Mapping
from mash.intake.persons import pseudonymised
from mash.intake.readers import ReadError
from mash.intake.rejects import write_rejects
from mash.intake.sources import CsvError, Part, Source, find, parts

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Imported:
    """What an import did: rows read by file and sheet, counts by table, faults, labels queued."""

    read: dict[str, int]
    counts: dict[str, Counts]
    faults: Faults
    queued: Counter[tuple[str, str, str]]
    rejects: Path
    doubtful: int

    def summary(self) -> dict[str, Any]:
        """The counts as plain data."""
        return {
            "read": self.read,
            "tables": {table: vars(count) for table, count in self.counts.items()},
            "faults": self.faults.faults,
            "warnings": self.faults.warnings,
            "queued_labels": len(self.queued),
            "doubtful_people": self.doubtful,
        }


def import_extracts(
    paths: list[Path],
    mapping: Mapping,
    out: Path,
    key: bytes,
    *,
    as_at: datetime | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Import files and folders into the new dataset folder `out`, rejects into `<out>.rejects`.

    A fault in one file or table never stops the others. Raises ReadError where nothing can be read,
    DatasetError where `out` exists already.
    """
    tell = progress or (lambda step, done, of: None)
    sources = find(paths)
    faults, queued, read = Faults(), Counter[tuple[str, str, str]](), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="mash-import-") as work:
        staging = Staging(Path(work) / "staged", faults, extract=True)
        staging.folder.mkdir()
        _add_reference(staging, mapping)
        steps = len(sources) + 3
        for number, source in enumerate(sources):
            tell(source.name, number, steps)
            _read(source, mapping, key, staging, queued, read)
        tell("rules", len(sources), steps)
        counts = enforce(staging.folder, extract=True, faults=faults)
        tell("people", len(sources) + 1, steps)
        subjects, twice, doubtful = pseudonymised(staging.folder, key, {s.name: s.extract for s in sources})
        faults.append(twice)
        if "subjects" in counts:
            counts["subjects"] = _fewer(counts["subjects"], len(twice))
            _keep_rejected(staging.folder, twice)
        _assert_sums(staging.rows_in, counts)
        tell("dataset", len(sources) + 2, steps)
        tables: dict[str, Path | pl.DataFrame] = {
            table: staging.folder / table for table in TABLES if (staging.folder / table).is_dir()
        }
        write(out, tables | {"subjects": subjects}, as_at=as_at, source=_told(sources, mapping))
        done = Imported(dict(read), counts, faults, queued, out.with_name(out.name + ".rejects"), doubtful)
        write_rejects(done.rejects, staging.folder, faults, queued, sources, mapping, done.summary())
        tell("done", steps, steps)
        return done


def _read(
    source: Source,
    mapping: Mapping,
    key: bytes,
    staging: Staging,
    queued: Counter[tuple[str, str, str]],
    read: Counter[str],
) -> None:
    """One file into the staging folder; a file that cannot be read is one fault."""
    try:
        any_feed = False
        seen: set[tuple[str | None, ...]] = set()
        for part in parts(source, mapping):
            feeds = mapping.feeds_of(part.sheet)
            any_feed = any_feed or bool(feeds)
            name = source.name if source.path.suffix.lower() == ".csv" else f"{source.name} [{part.sheet}]"
            if feeds:
                read[name] += len(part.rows) + len(part.ragged)
            for feed in feeds:
                _stage(feed, part, key, staging, queued, seen)
        if not any_feed:
            staging.refuse(
                source.name,
                None,
                f"the mapping {mapping.name} reads nothing of this file: it knows none of its sheets",
            )
    except (ReadError, CsvError) as error:
        said = str(error).removeprefix(f"{source.name}: ").removeprefix(f"{source.path}: ")
        staging.refuse(source.name, None, said)


def _stage(
    feed: Feed,
    part: Part,
    key: bytes,
    staging: Staging,
    queued: Counter[tuple[str, str, str]],
    seen: set[tuple[str | None, ...]],
) -> None:
    """A part's rows into one table; `seen` holds the rows of this file that a feed takes only once."""
    applied = apply(feed, part.rows.drop(REASON, strict=False), key)
    queued.update(applied.queued)
    if len(applied.aside):
        staging.reject(feed.table, applied.aside, applied.faults)
    if len(part.ragged):
        staging.reject(feed.table, part.ragged, part.faults.with_columns(pl.lit(feed.table).alias("table")))
    staging.add(feed.table, _first_of_each(feed, applied.rows, seen) if feed.once else applied.rows)


def _first_of_each(feed: Feed, rows: pl.DataFrame, seen: set[tuple[str | None, ...]]) -> pl.DataFrame:
    fresh = []
    for values in rows.drop(*PROVENANCE).iter_rows():
        fresh.append((feed.table, *values) not in seen)
        seen.add((feed.table, *values))
    return rows.filter(pl.Series(fresh, dtype=pl.Boolean))


def _add_reference(staging: Staging, mapping: Mapping) -> None:
    """Reference rows that come with the mapping, as if they had been handed in with it."""
    for table in REFERENCE_TABLES:
        rows = mapping.reference.get(table, [])
        if rows:
            frame = pl.DataFrame(
                rows, schema=dict.fromkeys(EXTRACT_TABLES[table].column_names(), pl.String())
            )
            frame = frame.with_row_index("_row", offset=1).with_columns(
                pl.lit(mapping.name).alias("_file"),
                pl.lit("reference").alias("_sheet"),
                pl.col("_row").cast(pl.Int64),
            )
            staging.add(table, frame)


def _fewer(counts: Counts, taken_out: int) -> Counts:
    return Counts(counts.rows_in, counts.accepted - taken_out, counts.rejected + taken_out)


def _keep_rejected(folder: Path, twice: pl.DataFrame) -> None:
    if twice.is_empty():
        return
    rejected = folder / "subjects.rejected"
    rejected.mkdir(exist_ok=True)
    twice.select(_file="file", _sheet="sheet", _row="row").write_parquet(rejected / "twice.parquet")


def _assert_sums(rows_in: Counter[str], counts: dict[str, Counts]) -> None:
    for table, rows in rows_in.items():
        count = counts.get(table, Counts(0, 0, 0))
        if rows != count.accepted + count.rejected:
            raise AssertionError(
                f"{table}: {rows} rows in, {count.accepted} accepted + {count.rejected} rejected"
            )


def _told(sources: list[Source], mapping: Mapping) -> str:
    return f"imported with {Path(mapping.name).name}: " + ", ".join(source.name for source in sources)
