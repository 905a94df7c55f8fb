"""Which files of a folder are which table, and their rows as they stand: Parquet, Hive-partitioned, CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.dataset.csv_ import CsvError, Piece, csv_pieces
from mash.dataset.faults import PROVENANCE, fault_frame

_BATCH_ROWS = 100_000


class FolderError(ValueError):
    """The folder is no dataset and no extract; the message says why and how to mend it."""


@dataclass(frozen=True)
class TableFiles:
    """The files of one table: all Parquet, or one CSV."""

    table: str
    files: list[Path]

    @property
    def is_csv(self) -> bool:
        """True where the table is a CSV file."""
        return self.files[0].suffix.lower() == ".csv"


def table_files(folder: Path) -> dict[str, TableFiles]:
    """The tables that a folder has, by name: `<table>.parquet`, `<table>.csv` or a folder `<table>/`.

    Raises FolderError where there is no folder, no table in it, or a table twice.
    """
    if not folder.is_dir():
        raise FolderError(f"{folder} is not a folder; name the folder that holds the tables")
    found: dict[str, TableFiles] = {}
    for table in EXTRACT_TABLES:
        choices = [[f] for f in (folder / f"{table}.parquet", folder / f"{table}.csv") if f.is_file()]
        parts = sorted((folder / table).rglob("*.parquet")) if (folder / table).is_dir() else []
        choices += [parts] if parts else []
        if len(choices) > 1:
            names = ", ".join(str(choice[0].relative_to(folder)) for choice in choices)
            raise FolderError(f"{folder}: the table {table} is there more than once ({names}); keep one")
        if choices:
            found[table] = TableFiles(table, choices[0])
    if not found:
        raise FolderError(
            f"{folder} holds no table: there is no file like referrals.parquet or referrals.csv"
        )
    return found


def pieces(tables: TableFiles, folder: Path) -> Iterator[Piece]:
    """A table's rows with provenance, in pieces; `_file` is the name within the folder."""
    for file in tables.files:
        name = str(file.relative_to(folder))
        if tables.is_csv:
            yield from csv_pieces(file, name, tables.table)
        else:
            yield from _parquet_pieces(file, name, _carried(tables.table, file, folder))


def columns_of(tables: TableFiles) -> list[str]:
    """The columns that a table's first file names; none where it cannot be read."""
    try:
        if tables.is_csv:
            piece = next(csv_pieces(tables.files[0], tables.files[0].name, tables.table))
            return [name for name in piece.rows.columns if name not in PROVENANCE]
        return list(pq.read_schema(tables.files[0]).names)
    except (CsvError, pa.ArrowException):
        return []


def partition(file: Path, folder: Path) -> dict[str, str]:
    """Values that a Hive-partitioned path carries, `hub_id=north/part-0.parquet`."""
    parts = (part.split("=", 1) for part in file.relative_to(folder).parent.parts if "=" in part)
    return {key: unquote(value) for key, value in parts}


def _carried(table: str, file: Path, folder: Path) -> dict[str, str]:
    """Values of the path that are columns of the table: complaints have none for the hub they lie under."""
    columns = TABLES[table].columns() if table in TABLES else ()
    return {key: value for key, value in partition(file, folder).items() if key in columns}


def _parquet_pieces(file: Path, name: str, carried: dict[str, str]) -> Iterator[Piece]:
    try:
        with pq.ParquetFile(file) as parquet:
            row = 1
            for batch in parquet.iter_batches(_BATCH_ROWS):
                rows = pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch])))
                absent = {key: value for key, value in carried.items() if key not in rows.columns}
                rows = rows.with_columns(
                    *(pl.lit(value).alias(key) for key, value in absent.items()),
                    pl.lit(name).alias("_file"),
                    pl.lit(None, dtype=pl.String()).alias("_sheet"),
                    pl.int_range(row, row + len(rows), dtype=pl.Int64).alias("_row"),
                )
                yield Piece(rows, rows.clear().select(*PROVENANCE), fault_frame())
                row += len(rows)
    except pa.ArrowException as error:
        raise FolderError(f"{name} is not a Parquet file that can be read ({error}); write it anew") from None
