"""A dataset laid out by hub, `<table>/hub_id=<hub>/…`: which files are whose, and what hubs say alike.

Every table lies there by hub, also those that have no column for it: so each hub's part is a whole dataset.
A row of a reference table that several hubs have alike stands in the part of each and is one row.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import polars as pl

from mash.dataset.contract import TABLES
from mash.dataset.files import partition

#: Reference tables in which several hubs may have the same row.
COMMON = ("agencies", "cohorts", "risks", "outcomes", "closed_days")


def place(table: str, hub: str) -> Path:
    """Where a hub's part of a table lies within the dataset."""
    return Path(table) / f"hub_id={quote(hub, safe='')}" / "part.parquet"


def by_hub(files: Mapping[str, Sequence[Path]], *roots: Path) -> dict[str, dict[str, list[Path]]]:
    """Hub → table → its files; nothing where any table is not laid out by hub. Files lie below the roots."""
    hubs: dict[str, dict[str, list[Path]]] = {}
    for table, its in files.items():
        for file in its:
            root = next(root for root in roots if file.is_relative_to(root))
            hub = partition(file, root).get("hub_id")
            if hub is None:
                return {}
            hubs.setdefault(hub, {}).setdefault(table, []).append(file)
    return {hub: hubs[hub] for hub in sorted(hubs)}


def hub_names(files: Mapping[str, Sequence[Path]]) -> dict[str, str]:
    """The hubs of a dataset's files: code → name."""
    rows = [pl.read_parquet(file, columns=["hub_id", "name"]) for file in files.get("hubs", ())]
    return dict(pl.concat(rows).sort("hub_id").iter_rows()) if rows else {}


def once(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a common reference table, each once. A day is closed whatever each hub calls the reason."""
    columns = list(TABLES[table].columns())
    alike = ["date"] if table == "closed_days" else [name for name in columns if name in rows.columns]
    return rows.unique(alike, keep="first", maintain_order=True)


def said_once(files: Mapping[str, list[Path]], work: Path) -> dict[str, list[Path]]:
    """The common reference tables of all hubs together, in the contract's types, as files in `work`."""
    found = {}
    for table in COMMON:
        if len(files.get(table, [])) > 1:
            columns = list(TABLES[table].columns())
            rows = pl.concat([pl.read_parquet(file, columns=columns) for file in files[table]])
            found[table] = [work / f"{table}.parquet"]
            once(table, rows).write_parquet(found[table][0])
    return found


def means_twice(table: str, file: Path) -> str | None:
    """A code of a common reference table that hubs use for different things; None where none is."""
    keys = TABLES[table].primary_key()
    rows = pl.read_parquet(file, columns=keys)
    twice = rows.filter(rows.is_duplicated())
    return None if twice.is_empty() else str(twice.row(0)[0])
