"""Staged tables as DuckDB sees them: views over Parquet, and rows taken out of them."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import dataframely as dy
import polars as pl
import pyarrow as pa

from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.dataset.faults import FAULT_COLUMNS, PROVENANCE, Faults
from mash.dataset.parquet import connect, scan

_SQL_TYPES: dict[type[dy.Column], str] = {
    dy.String: "VARCHAR",
    dy.Datetime: "TIMESTAMPTZ",
    dy.Date: "DATE",
    dy.Bool: "BOOLEAN",
    dy.Int64: "BIGINT",
    dy.Float64: "DOUBLE",
}
_BATCH_ROWS = 100_000


class Staged:
    """The tables of a staging folder (see `staging`), each a view `<table>` with its rejected rows beside.

    A view has the contract's columns, provenance, and `_part`, `_n`: where the row stands in the folder,
    which is the order in which rows were loaded.
    """

    def __init__(self, folder: Path, *, extract: bool, faults: Faults) -> None:
        self.folder = folder
        self.extract = extract
        self.schemas: Mapping[str, type[dy.Schema]] = EXTRACT_TABLES if extract else TABLES
        self.faults = faults
        self._work = Path(tempfile.mkdtemp(prefix=".enforce-", dir=folder))
        self.sql = connect(self._work)
        for table in self.schemas:
            self._view(table)

    def close(self) -> None:
        """Let go of the connection and its working files."""
        self.sql.close()
        shutil.rmtree(self._work, ignore_errors=True)

    def has(self, table: str) -> bool:
        """True where any row of the table was handed in, good or not."""
        return bool(self._files(table) or self._files(f"{table}.rejected"))

    def count(self, name: str) -> int:
        """Rows of `<table>` or `<table>.rejected`."""
        files = self._files(name)
        found = self.sql.sql(f"SELECT count(*) FROM {scan(files)}").fetchone() if files else None
        return int(found[0]) if found else 0

    def rejected_keys(self, table: str, column: str) -> str | None:
        """SQL of the values that `column` has in rows of the table set aside so far; None where none were."""
        files = self._files(f"{table}.rejected")
        if not files:
            return None
        source = scan(files)
        names = {row[0] for row in self.sql.sql(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        return f'SELECT DISTINCT trim("{column}") AS id FROM {source}' if column in names else None

    def take_out(self, table: str, found: str) -> int:
        """Set aside the rows that the query `found` names, telling each fault; how many rows.

        The query gives _part, _n, column, value, rule, severity; a row may come several times.
        """
        self.sql.execute(f"CREATE OR REPLACE TEMP TABLE bad AS {found}")
        rows = self.sql.sql("SELECT count(DISTINCT (_part, _n)) FROM bad").fetchone()
        if rows is None or rows[0] == 0:
            return 0
        self._tell(table)
        columns = ", ".join(f'"{name}"' for name in [*self.schemas[table].columns(), *PROVENANCE])
        matched = f'SELECT {columns} FROM "{table}" {{}} JOIN bad USING (_part, _n)'
        aside = self.folder / f"{table}.rejected"
        aside.mkdir(exist_ok=True)
        as_text = ", ".join(
            name if name == "_row" else f'CAST("{name}" AS VARCHAR) AS "{name}"'
            for name in [*self.schemas[table].columns(), *PROVENANCE]
        )
        number = len(list(aside.iterdir()))
        self._copy(f"SELECT {as_text} FROM ({matched.format('SEMI')})", aside / f"{number:08d}.parquet")
        kept = self._work / f"{table}.parquet"
        self._copy(matched.format("ANTI"), kept)
        for file in self._files(table):
            file.unlink()
        kept.rename(self.folder / table / "00000000.parquet")
        self._view(table)
        return int(rows[0])

    def _tell(self, table: str) -> None:
        query = (
            f"SELECT t._file AS file, t._sheet AS sheet, t._row AS row, '{table}' AS table, b.\"column\", "
            f'b.value, b.rule, b.severity FROM bad b JOIN "{table}" t USING (_part, _n) '
            'ORDER BY _part, _n, b."column"'
        )
        for batch in self.sql.sql(query).to_arrow_reader(_BATCH_ROWS):
            told = pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch])))
            self.faults.append(told.select(FAULT_COLUMNS))

    def _copy(self, query: str, file: Path) -> None:
        path = str(file).replace("'", "''")
        self.sql.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION lz4_raw)")

    def _view(self, table: str) -> None:
        files = self._files(table)
        columns = self.schemas[table].columns()
        if files:
            names = ", ".join(f'"{name}"' for name in [*columns, *PROVENANCE])
            source = scan(files, "filename = true, file_row_number = true")
            query = f"SELECT {names}, filename AS _part, file_row_number AS _n FROM {source}"
        else:
            types = {name: _SQL_TYPES[type(column)] for name, column in columns.items()}
            types |= {
                "_file": "VARCHAR",
                "_sheet": "VARCHAR",
                "_row": "BIGINT",
                "_part": "VARCHAR",
                "_n": "BIGINT",
            }
            nothing = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in types.items())
            query = f"SELECT {nothing} WHERE false"
        self.sql.execute(f'CREATE OR REPLACE TEMP VIEW "{table}" AS {query}')

    def _files(self, name: str) -> list[Path]:
        return sorted((self.folder / name).glob("*.parquet"))


def quoted(text: str) -> str:
    """Text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def as_text(expression: str) -> str:
    """SQL of a value as text."""
    return f"CAST({expression} AS VARCHAR)"
