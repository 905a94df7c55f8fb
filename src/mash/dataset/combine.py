"""Datasets of several hubs → one, laid out by hub (by_hub.py): checked first, written whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from mash.dataset.aside import aside
from mash.dataset.by_hub import by_hub, hub_names, place
from mash.dataset.check import check
from mash.dataset.clashes import CODES, PEOPLE, RECORDS, clashes, own_columns
from mash.dataset.contract import CONTRACT_VERSION, TABLES
from mash.dataset.faults import FAULT, WARNING, Faults, fault_frame
from mash.dataset.files import FolderError, table_files
from mash.dataset.manifest import MANIFEST, Manifest, TableEntry, combined, write_manifest
from mash.dataset.parquet import parquet_files, write_sorted
from mash.dataset.store import Dataset, DatasetError, open_dataset, sha256

#: What `own` may name beside tables and people: all tables of records.
ALL_RECORDS = "records"
#: Stands between a hub's code and a code or id that is its own.
BETWEEN = ":"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Combined:
    """What came of it: the dataset's description, None where faults kept it from being written; the hubs'
    names by code; faults and warnings.
    """

    manifest: Manifest | None
    hubs: Mapping[str, str]
    faults: Faults


def tables_named(own: Collection[str]) -> frozenset[str]:
    """The tables, and people, that `own` names. Raises DatasetError where one has no codes or ids."""
    unknown = sorted(set(own) - {*CODES, *RECORDS, ALL_RECORDS, PEOPLE})
    if unknown:
        raise DatasetError(
            f"{', '.join(unknown)}: no codes or ids to keep apart; there are {', '.join(CODES)}, {PEOPLE} "
            f"(their pseudonyms), {ALL_RECORDS} (all of the following), {', '.join(RECORDS)}"
        )
    return frozenset(own) - {ALL_RECORDS} | (frozenset(RECORDS) if ALL_RECORDS in own else frozenset())


def combine(
    folders: Sequence[Path], out: Path, *, own: Collection[str] = (), progress: Progress | None = None
) -> Combined:
    """Write the datasets of several hubs, one each, as the new dataset `out`, laid out by hub.

    `own` names tables (`records`: all of records; `people`: pseudonyms) whose codes or ids get the hub's code
    in front; else a code that several hubs have must be the same thing in each. Every dataset is checked
    against the contract, then all against each other. What stays as it was is copied byte by byte. Raises
    DatasetError where `out` is there or a dataset cannot be read at all; other faults are told in what is
    returned, and then nothing is written. `progress` is told (what, step, steps).
    """
    if out.exists():
        raise DatasetError(f"{out} exists already and a dataset is never changed; name a new folder")
    if len(folders) < 2:
        raise DatasetError("name the datasets of at least two hubs")
    apart = tables_named(own)
    tell = progress or (lambda step, done, of: None)
    steps = 2 * len(folders) + 1
    faults = Faults()
    opened: dict[str, Dataset] = {}
    names: dict[str, str] = {}
    for number, folder in enumerate(folders):
        tell(f"checking {folder.name}", number, steps)
        found = _hub_of(folder, faults)
        if found:
            hub, name, dataset = found
            if hub in opened:
                words = f"{opened[hub].path} and {folder} are both of this hub; name one of them"
                _tell(faults, "hubs", "hub_id", hub, words)
            opened[hub], names[hub] = dataset, name
    hubs = {hub: opened[hub].files for hub in sorted(opened)}
    with tempfile.TemporaryDirectory(prefix="mash-combine-") as work:
        tell("comparing", len(folders), steps)
        if BETWEEN in "".join(hubs) and apart:
            words = f"a hub's code must not hold {BETWEEN!r} where it stands before others (--own)"
            _tell(faults, "hubs", "hub_id", next(hub for hub in hubs if BETWEEN in hub), words)
        faults.append(fault_frame(list(clashes(hubs, apart, Path(work)))))
        _moments(opened, faults)
        if faults.faults:
            return Combined(None, names, faults)
    with aside(out) as folder:
        for number, hub in enumerate(hubs):
            tell(f"writing {hub}", len(folders) + 1 + number, steps)
            for table in TABLES:
                _write(folder / place(table, hub), table, hub, opened[hub], apart)
        manifest = _described(folder, {hub: opened[hub] for hub in hubs})
        write_manifest(folder, manifest)
    return Combined(manifest, names, faults)


def _hub_of(folder: Path, faults: Faults) -> tuple[str, str, Dataset] | None:
    """The hub of a dataset, its name and the dataset opened; None where faults, which are told, forbid it."""
    try:
        if by_hub({table: tables.files for table, tables in table_files(folder).items()}, folder):
            raise DatasetError(f"{folder} is combined already; name the datasets that the hubs handed in")
        checked = check(folder)
    except FolderError as error:
        raise DatasetError(str(error)) from None
    if checked.is_extract:
        raise DatasetError(f"{folder} is an extract; make a dataset of it first with `mash import`")
    told = pl.DataFrame(checked.faults.first, schema=fault_frame().schema)
    faults.append(told.filter(severity=FAULT).with_columns(file=pl.lit(f"{folder}/") + pl.col("file")))
    if checked.faults.faults:
        words = f"faults in all: {checked.faults.faults:,}; `mash check {folder}` tells each, mend them first"
        faults.append(fault_frame([{"file": str(folder), "rule": words}]))
        return None
    dataset = open_dataset(folder)
    hubs = hub_names(dataset.files)
    if len(hubs) != 1:
        words = (
            f"{folder} holds {len(hubs)} hubs: name a dataset of one hub each, as nothing says which hub a "
            "complaint, a survey or a lesson is of"
        )
        _tell(faults, "hubs", "hub_id", None, words)
        return None
    [(hub, name)] = hubs.items()
    return hub, name, dataset


def _tell(faults: Faults, table: str, column: str, value: str | None, rule: str) -> None:
    faults.append(fault_frame([{"table": table, "column": column, "value": value, "rule": rule}]))


def _moments(opened: Mapping[str, Dataset], faults: Faults) -> None:
    """Warn where the datasets are of different moments."""
    moments = {hub: one.manifest.as_at for hub, one in opened.items() if one.manifest and one.manifest.as_at}
    if len(set(moments.values())) > 1:
        first, last = (pick(moments, key=lambda hub: (_instant(moments[hub]), hub)) for pick in (min, max))
        words = (
            f"the datasets are of different moments, from {moments[first]} ({first}) to {moments[last]} "
            f"({last}): ask nothing later than the first, or what a hub had not yet recorded looks undecided"
        )
        faults.append(fault_frame([{"file": MANIFEST, "rule": words, "severity": WARNING}]))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _write(file: Path, table: str, hub: str, dataset: Dataset, own: Collection[str]) -> None:
    """A hub's part of a table; as it was handed in, where it is one file that was written by us."""
    file.parent.mkdir(parents=True, exist_ok=True)
    files = dataset.files.get(table, [])
    columns = own_columns(table, own)
    if dataset.manifest and not columns and files == [dataset.path / f"{table}.parquet"]:
        shutil.copyfile(files[0], file)
        return
    rows = None
    if files:
        names = list(TABLES[table].columns())
        rows = pl.scan_parquet(files).select(names)
        rows = rows.with_columns((pl.lit(hub + BETWEEN) + pl.col(column)).alias(column) for column in columns)
    write_sorted(table, rows, file)


def _described(folder: Path, opened: Mapping[str, Dataset]) -> Manifest:
    entries = {}
    for table in TABLES:
        files = parquet_files(folder / table)
        hashes = {file.relative_to(folder).as_posix(): sha256(file) for file in files}
        rows = sum(pl.scan_parquet(file).select(pl.len()).collect().item() for file in files)
        entries[table] = TableEntry(table, rows, combined(hashes))
    moments = [one.manifest.as_at if one.manifest else None for one in opened.values()]
    known = [moment for moment in moments if moment]
    as_at = min(known, key=_instant) if len(known) == len(moments) else None
    of = ", ".join(f"{hub} ({one.sha256[:12]})" for hub, one in opened.items())
    return Manifest(CONTRACT_VERSION, as_at, list(opened), f"combined of {of}", entries)
