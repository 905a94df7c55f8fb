"""What an engine must do: hold the dataset's tables, run Ibis expressions, keep intermediate tables."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from mash.engine.tables import LONDON_DATES, instants, raw_schema


class Backend(Protocol):
    """An engine. Instants are handed over as microseconds, tables under the names they are given."""

    def load(self, table: str, files: Sequence[Path]) -> None:
        """Hold a contract table's Parquet files as `raw_<table>`; no file = an empty table."""

    def put(self, name: str, columns: Mapping[str, str], rows: list[dict[str, Any]]) -> None:
        """Hold a small table of our own making."""

    def define(self, name: str, expression: ir.Table, *, keep: bool) -> None:
        """Give an expression a name; `keep` computes it once and holds the rows."""

    def run(self, expression: ir.Table) -> list[dict[str, Any]]:
        """The rows of an expression, in no particular order."""

    def forget(self) -> None:
        """Let go of what was put and defined; the dataset's tables stay."""

    def close(self) -> None:
        """Let go of everything."""


def sql_of(expression: ir.Table, dialect: str) -> str:
    """An expression as SQL of an engine."""
    return _sql(expression.op(), dialect)


@lru_cache(maxsize=512)  # another dataset's answer to a question takes the same SQL, and Ibis takes its time
def _sql(operation: ops.Relation, dialect: str) -> str:
    return str(ibis.to_sql(operation.to_expr(), dialect=dialect))


def raw_select(table: str, *, micros: str, london_date: str, types: Mapping[str, str]) -> str:
    """The columns of `raw_<table>` in SQL: instants as microseconds, London dates beside them.

    `micros` and `london_date` are patterns with `{}` for the column, `types` the engine's type names.
    """
    moments = instants(table)
    columns = []
    for name, kind in raw_schema(table).items():
        if name in moments:
            columns.append(f"{micros.format(_quoted(name, types))} AS {_quoted(name, types)}")
        elif kind != "date" or name not in LONDON_DATES.get(table, {}).values():
            columns.append(f"CAST({_quoted(name, types)} AS {types[kind]}) AS {_quoted(name, types)}")
    for moment, day in LONDON_DATES.get(table, {}).items():
        columns.append(f"{london_date.format(_quoted(moment, types))} AS {_quoted(day, types)}")
    return ", ".join(columns)


def _quoted(name: str, types: Mapping[str, str]) -> str:
    quote = types["quote"]
    return f"{quote}{name}{quote}"
