"""The default engine: DuckDB in memory on one machine; what does not fit goes to a temporary folder."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mash.engine.backend import raw_select, sql_of
from mash.engine.tables import raw_name, raw_schema

_TYPES = {
    "string": "VARCHAR",
    "int64": "BIGINT",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "float64": "DOUBLE",
    "quote": '"',
}


def memory_limit() -> int:
    """Bytes that DuckDB may hold before it spills: 5 GB, but never more than half of the machine's memory."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(5 * 10**9, machine // 2)


class DuckDB:
    """DuckDB without network, extensions to fetch, or files beyond those it is given."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="mash-duckdb-"))
        self._clear = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._connection = duckdb.connect(
            ":memory:",  # what does not fit is spilled; written tables would cost twice the time
            config={
                "memory_limit": f"{memory_limit()}B",
                "temp_directory": str(folder),
                "preserve_insertion_order": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET enable_progress_bar = false")
        self._made: list[tuple[str, str]] = []

    def load(self, table: str, files: Sequence[Path]) -> None:
        """Hold a contract table's Parquet files as `raw_<table>`; no file = an empty table."""
        name = raw_name(table)
        if not files:
            columns = ", ".join(
                f'CAST(NULL AS {_TYPES[kind]}) AS "{c}"' for c, kind in raw_schema(table).items()
            )
            self._connection.execute(f'CREATE VIEW "{name}" AS SELECT {columns} WHERE false')
            return
        paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
        columns = raw_select(
            table,
            micros="epoch_us({})",
            london_date="CAST(timezone('Europe/London', {}) AS DATE)",
            types=_TYPES,
        )
        source = f"read_parquet([{paths}], hive_partitioning = false)"
        self._connection.execute(f'CREATE VIEW "{name}" AS SELECT {columns} FROM {source}')

    def put(self, name: str, columns: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
        """Hold a small table of our own making."""
        frame = pa.Table.from_pylist(rows, schema=ibis.schema(columns).to_pyarrow())
        self._connection.register("given", frame)
        self._connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
        self._connection.unregister("given")
        self._made.append(("TABLE", name))

    def define(self, name: str, expression: ir.Table, *, keep: bool) -> None:
        """Give an expression a name; `keep` computes it once and holds the rows."""
        kind = "TABLE" if keep else "VIEW"
        self._connection.execute(f'CREATE {kind} "{name}" AS {self._sql(expression)}')
        self._made.append((kind, name))

    def run(self, expression: ir.Table) -> list[dict[str, Any]]:
        """The rows of an expression, in no particular order."""
        found: list[dict[str, Any]] = (
            self._connection.execute(self._sql(expression)).to_arrow_table().to_pylist()
        )
        return found

    def forget(self) -> None:
        """Let go of what was put and defined; the dataset's tables stay."""
        while self._made:
            kind, name = self._made.pop()
            self._connection.execute(f'DROP {kind} "{name}"')

    def close(self) -> None:
        """Let go of everything, working files included."""
        self._connection.close()
        self._clear()

    @staticmethod
    def _sql(expression: ir.Table) -> str:
        return sql_of(expression, "duckdb")
