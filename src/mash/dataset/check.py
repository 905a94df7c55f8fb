"""Check a dataset or an extract against the contract: rows in, accepted, rejected, and every fault."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mash.dataset.by_hub import COMMON, by_hub, once
from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.dataset.csv_ import CsvError
from mash.dataset.faults import Faults, fault_frame
from mash.dataset.files import FolderError, TableFiles, columns_of, pieces, table_files
from mash.dataset.integrity import Counts, enforce
from mash.dataset.manifest import MANIFEST, ManifestError
from mash.dataset.staging import Staging
from mash.dataset.store import DatasetError, compare_with_manifest
from mash.dataset.workplace import workplace

IDENTITIES = "a dataset holds no identities: take this table away and import the extract it came from"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Checked:
    """What was found: whether it was taken for an extract, counts by table (that has rows), faults."""

    is_extract: bool
    counts: Mapping[str, Counts]
    faults: Faults


def check(folder: Path, progress: Progress | None = None) -> Checked:
    """Read every table of `folder` (Parquet or CSV) and apply every rule of the contract.

    An extract, unlike a dataset, may have identities, instants in London time and tables that point to
    ones it does not hold. Nothing is written into `folder`. Raises FolderError where it holds no table.
    `progress` is told (table, step, steps).
    """
    found = table_files(folder)
    extract = is_extract(folder, found)
    faults = Faults()
    if not extract and "people" in found:
        del found["people"]

        faults.append(fault_frame([{"table": "people", "rule": IDENTITIES}]))
    steps = len(found) + len(EXTRACT_TABLES if extract else TABLES)
    tell = progress or (lambda table, step, of: None)
    if not extract:
        _as_written(folder, faults)
    laid_out = bool(by_hub({table: tables.files for table, tables in found.items()}, folder))
    with workplace() as work:
        staging = Staging(work / "staged", faults, extract=extract)
        for number, (table, files) in enumerate(found.items()):
            tell(table, number, steps)
            stage(staging, files, folder, common=laid_out and table in COMMON)
        counts = enforce(
            staging.folder,
            extract=extract,
            faults=faults,
            complete=not extract,
            progress=lambda table, step, of: tell(table, len(found) + step, steps),
        )
        if {table: count.rows_in for table, count in counts.items()} != dict(+staging.rows_in):
            raise AssertionError("rows were lost between reading and checking")
    return Checked(extract, counts, faults)


def stage(staging: Staging, files: TableFiles, folder: Path, *, common: bool = False) -> None:
    """Stage every row of a table; a file that cannot be read is one fault, and the others go on.

    `common`: the table is one of reference of a dataset laid out by hub; a row that hubs have alike is one.
    """
    try:
        if common:
            rows = [piece.rows for piece in pieces(files, folder)]
            if rows:
                staging.add(files.table, once(files.table, pl.concat(rows, how="diagonal_relaxed")))
            return
        for piece in pieces(files, folder):
            staging.add(files.table, piece.rows)
            staging.reject(files.table, piece.ragged, piece.faults)
    except (CsvError, FolderError) as error:
        file, _, why = str(error).partition(": ")
        staging.refuse(file, files.table, why)


def is_extract(folder: Path, found: Mapping[str, TableFiles]) -> bool:
    """True for what an agency hands in: people, or subjects by person_id; else CSV without `dataset.json`."""
    if (folder / MANIFEST).exists():
        return False
    if "people" in found:
        return True
    if "subjects" in found:
        return "person_key" not in columns_of(found["subjects"])
    return any(files.is_csv for files in found.values())


def _as_written(folder: Path, faults: Faults) -> None:
    try:
        compare_with_manifest(folder)
    except (DatasetError, ManifestError) as error:
        faults.append(fault_frame([{"file": MANIFEST, "rule": str(error)}]))
