"""The other engine: Spark, on this machine or on many. It takes Java 17 or 21 from the system."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from mash.engine.backend import raw_select, sql_of
from mash.engine.tables import raw_name, raw_schema

_TYPES = {
    "string": "STRING",
    "int64": "BIGINT",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "float64": "DOUBLE",
    "quote": "`",
}


#: Names the cluster; without it Spark runs on two cores of this machine.
MASTER_VARIABLE = "MASH_SPARK_MASTER"
_HERE = "local[2]"
#: What a Spark on this machine alone is told: it is reached from nowhere else, and its tables are few.
_ALONE = {
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


class NoJava(RuntimeError):
    """Spark was asked for and there is no Java to run it."""


class Spark:
    """Spark SQL over the dataset's Parquet files; intermediate tables are cached."""

    def __init__(self, master: str | None = None, **options: str) -> None:
        if shutil.which("java") is None:
            raise NoJava(
                "Spark needs Java 17 or 21 and none is on the PATH. Install it (on Debian: "
                "openjdk-17-jre-headless) or leave --engine spark out: DuckDB gives the same figures."
            )
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the first python3 on the PATH
        from pyspark.sql import SparkSession

        ibis.pyspark  # noqa: B018  # makes Ibis load the options that its Spark compiler reads
        master = master or os.environ.get(MASTER_VARIABLE, _HERE)
        builder = (
            SparkSession.builder.master(master)
            .appName("mash")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.catalogImplementation", "in-memory")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.log.level", "ERROR")
        )
        alone = _ALONE if master.partition("[")[0] == "local" else {}
        for option, value in (alone | options).items():
            builder = builder.config(option, value)
        self._session = builder.getOrCreate()
        self._names: list[str] = []
        self._made: list[str] = []

    def load(self, table: str, files: Sequence[Path]) -> None:
        """Hold a contract table's Parquet files as `raw_<table>`; no file = an empty table."""
        name = raw_name(table)
        self._names.append(name)
        if not files:
            columns = ", ".join(
                f"CAST(NULL AS {_TYPES[kind]}) AS `{c}`" for c, kind in raw_schema(table).items()
            )
            self._view(name, f"SELECT {columns} WHERE false")
            return
        self._session.read.parquet(*[str(path) for path in files]).createOrReplaceTempView(f"file_{table}")
        columns = raw_select(
            table,
            micros="unix_micros({})",
            london_date="to_date(from_utc_timestamp({}, 'Europe/London'))",
            types=_TYPES,
        )
        self._view(name, f"SELECT {columns} FROM file_{table}")

    def put(self, name: str, columns: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
        """Hold a small table of our own making."""
        kinds = ", ".join(f"`{column}` {_TYPES[kind]}" for column, kind in columns.items())
        values = [tuple(row[column] for column in columns) for row in rows]
        self._session.createDataFrame(values, schema=kinds).createOrReplaceTempView(name)
        self._made.append(name)

    def define(self, name: str, expression: ir.Table, *, keep: bool) -> None:
        """Give an expression a name; `keep` computes it once and holds the rows."""
        self._view(name, self._sql(expression))
        self._made.append(name)
        if keep:
            self._session.catalog.cacheTable(name)

    def run(self, expression: ir.Table) -> list[dict[str, Any]]:
        """The rows of an expression, in no particular order."""
        return [row.asDict() for row in self._session.sql(self._sql(expression)).collect()]

    def forget(self) -> None:
        """Let go of what was put and defined; the dataset's tables stay."""
        self._session.catalog.clearCache()
        while self._made:
            self._session.catalog.dropTempView(self._made.pop())

    def close(self) -> None:
        """Let go of the tables. The session itself stays for the next question of this process."""
        self.forget()
        while self._names:
            self._session.catalog.dropTempView(self._names.pop())

    def _view(self, name: str, sql: str) -> None:
        self._session.sql(sql).createOrReplaceTempView(name)

    @staticmethod
    def _sql(expression: ir.Table) -> str:
        return sql_of(expression, "pyspark")
