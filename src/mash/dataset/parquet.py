"""Parquet files of contract tables, written so that the same rows give the same bytes."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from mash.dataset.contract import TABLES

ROW_GROUP = 122_880
_MOST_THREADS = 4
_THREAD_MB = 128
_TYPES: dict[type[pl.DataType], pa.DataType] = {
    pl.String: pa.string(),
    pl.Datetime: pa.timestamp("us", "UTC"),
    pl.Date: pa.date32(),
    pl.Boolean: pa.bool_(),
    pl.Int64: pa.int64(),
    pl.Float64: pa.float64(),
}


class ParquetError(ValueError):
    """Rows are not a table of the contract; the message says how."""


def arrow_schema(table: str) -> pa.Schema:
    """The contract's columns of a table as Arrow types."""
    return pa.schema([(name, _TYPES[type(c.dtype)]) for name, c in TABLES[table].columns().items()])


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB that spills into `folder`, in UTC, without extensions to fetch.

    Its memory does not grow with the rows: each thread gets the least that the widest sort was seen to need.
    """
    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    connection = duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": f"{max(2, threads) * _THREAD_MB}MB",
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")  # it would stand among what --json prints
    return connection


def parquet_files(path: Path) -> list[Path]:
    """The Parquet files that `path` (a file or a folder) means, in code order."""
    return sorted(path.rglob("*.parquet")) if path.is_dir() else [path]


def scan(files: list[Path], *options: str) -> str:
    """SQL that reads Parquet files, at least one."""
    paths = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    chosen = ", ".join(["hive_partitioning = false", "union_by_name = true", *options])
    return f"read_parquet([{paths}], {chosen})"


def write_sorted(table: str, rows: Path | pl.DataFrame | pl.LazyFrame | None, file: Path) -> int:
    """Write a contract table sorted by its key, whatever the order of `rows`; the number of rows."""
    schema = arrow_schema(table)
    with tempfile.TemporaryDirectory(prefix=".sort-", dir=file.parent) as folder:
        source = _source(rows, Path(folder))
        count = 0
        with pq.ParquetWriter(file, schema, compression="zstd", compression_level=3) as writer:
            for batch in _sorted(table, source, schema, Path(folder)) if source else ():
                writer.write_table(batch, row_group_size=ROW_GROUP)
                count += batch.num_rows
    return count


def _source(rows: Path | pl.DataFrame | pl.LazyFrame | None, folder: Path) -> list[Path]:
    if rows is None:
        return []
    if isinstance(rows, Path):
        return parquet_files(rows)
    rows.lazy().sink_parquet(folder / "given.parquet", compression="lz4")
    return [folder / "given.parquet"]


def _sorted(table: str, source: list[Path], schema: pa.Schema, folder: Path) -> Iterator[pa.Table]:
    keys = TABLES[table].primary_key()
    order = ", ".join(
        f'"{name}" NULLS FIRST' for name in [*keys, *(n for n in schema.names if n not in keys)]
    )
    columns = ", ".join(f'"{name}"' for name in schema.names)
    with connect(folder) as connection:
        try:
            ordered = connection.sql(f"SELECT {columns} FROM {scan(source)} ORDER BY {order}")
            # exact row groups, so that the bytes do not depend on how the sort was shared out
            held: list[pa.RecordBatch] = []
            for batch in ordered.to_arrow_reader(ROW_GROUP):
                held.append(batch)
                if sum(b.num_rows for b in held) >= ROW_GROUP:
                    whole = pa.Table.from_batches(held).cast(schema)
                    yield whole.slice(0, ROW_GROUP)
                    held = whole.slice(ROW_GROUP).to_batches()
            if held:
                yield pa.Table.from_batches(held).cast(schema)
        except (duckdb.Error, pa.ArrowException) as error:
            raise ParquetError(f"{table} cannot be written as the contract has it: {error}") from None
