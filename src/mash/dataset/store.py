"""A dataset on disk: written once, sorted and hashed; opened only if its files are the ones written.

A dataset is a folder of one Parquet file (or folder of files) per table and `dataset.json`.
"""

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from mash.dataset.aside import aside
from mash.dataset.by_hub import by_hub, means_twice, said_once
from mash.dataset.contract import CONTRACT_VERSION, TABLES
from mash.dataset.csv_ import CsvError
from mash.dataset.faults import FAULT, WARNING, Faults, line
from mash.dataset.files import FolderError, table_files
from mash.dataset.manifest import (
    MANIFEST,
    Manifest,
    ManifestError,
    TableEntry,
    combined,
    read_manifest,
    write_manifest,
)
from mash.dataset.opening import as_contract
from mash.dataset.parquet import ParquetError, write_sorted


class DatasetError(ValueError):
    """The dataset cannot be written or opened; the message says why and how to mend it."""


def write(
    out: Path,
    tables: Mapping[str, Path | pl.DataFrame | pl.LazyFrame],
    *,
    as_at: datetime | None,
    source: str,
) -> Manifest:
    """Write the new dataset folder `out`: every contract table, sorted by its key, and `dataset.json`.

    A table is a frame, or a Parquet file or folder of Parquet files, in the contract's types; columns
    that the contract does not have (provenance, identities) are left behind, tables not given are empty.
    `as_at` (with an offset) is the instant at which the records were taken. The same rows in any order
    give the same bytes. Raises DatasetError where `out` exists or a table lacks a column.
    """
    if out.exists():
        raise DatasetError(f"{out} exists already and a dataset is never changed; name a new folder")
    unknown = sorted(set(tables) - set(TABLES))
    if unknown:
        raise DatasetError(f"the contract has no table {', '.join(unknown)}")
    entries: dict[str, TableEntry] = {}
    with aside(out) as folder:
        for table in TABLES:
            file = folder / f"{table}.parquet"
            try:
                rows = write_sorted(table, tables.get(table), file)
            except ParquetError as error:
                raise DatasetError(str(error)) from None
            entries[table] = TableEntry(file.name, rows, sha256(file))
        hubs = pl.read_parquet(folder / "hubs.parquet")["hub_id"].to_list()
        moment = as_at.astimezone(UTC).isoformat() if as_at else None
        manifest = Manifest(CONTRACT_VERSION, moment, hubs, source, entries)
        write_manifest(folder, manifest)
    return manifest


@dataclass(frozen=True)
class Dataset:
    """An open dataset: Parquet files by table in the contract's types, and the hash that figures name.

    A table without files is empty. Files may lie in a working folder that goes with this object.
    `hubs`: the parts of a dataset that is laid out by hub, by hub; none of any other. A part is all of its
    hub's dataset, reference tables and registers included, under the hash by which the hub knows it.
    """

    path: Path
    files: Mapping[str, list[Path]]
    sha256: str
    manifest: Manifest | None
    warnings: list[str]
    hubs: Mapping[str, "Dataset"] = field(default_factory=dict)
    work: "_Work | None" = field(default=None, repr=False)


class _Work:
    """A working folder that is there as long as any dataset, or part of one, has files in it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mash-dataset-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


def open_dataset(path: Path) -> Dataset:
    """Open a dataset folder: ours, or Parquet or CSV tables that others wrote by the contract.

    With a `dataset.json` every file must have the hash that stands there; without one the hash is
    computed. Raises DatasetError, saying what to do, where that or anything else is not so, or where hubs
    mean different things by one code.
    """
    work = _Work()
    try:
        return _opened(path, work)
    except BaseException:
        shutil.rmtree(work.folder, ignore_errors=True)  # the error's traceback still holds it
        raise


def _opened(path: Path, work: _Work) -> Dataset:
    faults = Faults()
    try:
        found = {name: files for name, files in table_files(path).items() if name in TABLES}
        manifest, hashes = compare_with_manifest(path)
        files = {name: as_contract(tables, path, work.folder, faults) for name, tables in found.items()}
    except (FolderError, CsvError, ManifestError) as error:
        raise DatasetError(str(error)) from None
    if faults.faults:
        raise DatasetError(
            f"{path} breaks the contract in {faults.faults} places; `mash check` lists them. The first:\n"
            + "\n".join(line for line in _lines(faults, FAULT)[:5])
        )
    whole = combined({name: table_hash(tables.files, path, hashes) for name, tables in found.items()})
    hubs = _hubs(path, files, hashes, {name: tables.files for name, tables in found.items()}, work)
    if hubs:
        files |= _common(path, files, work.folder)
    return Dataset(path, files, whole, manifest, _lines(faults, WARNING), hubs, work)


def _hubs(
    path: Path,
    files: Mapping[str, list[Path]],
    hashes: Mapping[Path, str],
    given: Mapping[str, list[Path]],
    work: _Work,
) -> dict[str, Dataset]:
    """The part of each hub. `given`: the files as they stand in the folder, `files`: as they are read."""
    read = by_hub(files, work.folder, path)
    found = {}
    for hub, tables in by_hub(given, path).items():
        own = {
            table: hashes[its[0]] if len(its) == 1 else table_hash(its, path, hashes)
            for table, its in tables.items()
        }
        found[hub] = Dataset(path, read.get(hub, {}), combined(own), None, [], work=work)
    return found


def _common(path: Path, files: Mapping[str, list[Path]], work: Path) -> dict[str, list[Path]]:
    found = said_once(files, work)
    for table, its in found.items():
        if code := means_twice(table, its[0]):
            raise DatasetError(
                f"{path}: its hubs mean different things by {code!r} in {table}, so no figure of all of them "
                "would be right; combine their datasets again with `mash combine`, which says how to mend it"
            )
    return found


def compare_with_manifest(path: Path) -> tuple[Manifest | None, dict[Path, str]]:
    """The dataset's description, None where it has none, and the hash of each file as it stands now.

    Raises DatasetError where a file is not the one that was written.
    """
    manifest = read_manifest(path)
    found = {name: tables.files for name, tables in table_files(path).items() if name in TABLES}
    hashes = {file: sha256(file) for files in found.values() for file in files}
    if manifest is not None:
        _compare(path, manifest, {name: table_hash(files, path, hashes) for name, files in found.items()})
    return manifest, hashes


def table_hash(files: Sequence[Path], folder: Path, hashes: Mapping[Path, str]) -> str:
    """SHA-256 of a table in `folder`: of its file, or over those of its files where they are several or lie
    in folders of their own. `hashes`: that of each file.
    """
    if len(files) == 1 and files[0].parent == folder:
        return hashes[files[0]]
    return combined({file.relative_to(folder).as_posix(): hashes[file] for file in files})


def _compare(path: Path, manifest: Manifest, hashes: Mapping[str, str]) -> None:
    """A published dataset is immutable: its files are the ones that were written."""
    if manifest.contract_version.split(".")[0] != CONTRACT_VERSION.split(".")[0]:
        raise DatasetError(
            f"{path} follows version {manifest.contract_version} of the contract, this software reads "
            f"{CONTRACT_VERSION}; import the extracts again"
        )
    for table, entry in manifest.tables.items():
        if table not in hashes:
            raise DatasetError(
                f"{path}: {entry.file} is missing, but {MANIFEST} names it; fetch the dataset anew"
            )
        if hashes[table] != entry.sha256:
            raise DatasetError(
                f"{path}: {entry.file} was changed after the dataset was written (its SHA-256 is not the one "
                f"in {MANIFEST}); a dataset is never changed: fetch it anew or import the extracts again"
            )
    for table in sorted(set(hashes) - set(manifest.tables)):
        raise DatasetError(
            f"{path}: the table {table} was added later, {MANIFEST} does not name it; take it out"
        )


def _lines(faults: Faults, severity: str) -> list[str]:
    return [line(fault) for fault in faults.first if fault["severity"] == severity]


def sha256(file: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
