"""The row rules of a contract table, taken from its schema: one source for reading and documents."""

import inspect
from dataclasses import dataclass
from typing import Any

import dataframely as dy
import polars as pl

EMPTY = "must not be empty"


@dataclass(frozen=True)
class RowRule:
    """A rule over one row: the columns it looks at (the first is the one to blame), its words, its test.

    `holds` is true, or null where a column it needs is unknown, on a row that keeps the rule.
    """

    columns: tuple[str, ...]
    words: str
    holds: pl.Expr


def row_rules(schema: type[dy.Schema]) -> list[RowRule]:
    """Every rule that one row can break; that ids are unique is looked at across rows (integrity)."""
    found = []
    for name, column in schema.columns().items():
        for kind, holds in column.validation_rules(pl.col(name)).items():
            about = EMPTY if kind == "nullability" else words(column)
            found.append(RowRule((name,), about, holds))
    return found + table_rules(schema)


def table_rules(schema: type[dy.Schema]) -> list[RowRule]:
    """The rules that the schema itself declares over several columns; a rule's docstring is its words."""
    found = []
    for name in vars(schema):
        test = getattr(getattr(schema, name), "validation_fn", None)
        if test is not None:
            holds = test(schema)
            found.append(RowRule(tuple(holds.meta.root_names()), inspect.getdoc(test) or name, holds))
    return found


def words(column: dy.Column) -> str:
    """The column's own rule, in the words of a data clerk."""
    return str(_metadata(column)["rule"])


def _metadata(column: dy.Column) -> dict[str, Any]:
    return column.metadata or {}


def required(schema: type[dy.Schema]) -> list[str]:
    """Names of the columns that must be filled in."""
    return [name for name, column in schema.columns().items() if _metadata(column).get("required")]


def foreign_keys(schema: type[dy.Schema]) -> dict[str, str]:
    """Column → the table in which its value must exist."""
    return {
        name: _metadata(column)["fk"]
        for name, column in schema.columns().items()
        if _metadata(column).get("fk")
    }
