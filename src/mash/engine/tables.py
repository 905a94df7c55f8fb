"""The tables a measure is written against: unbound Ibis tables, the same for every engine.

Inside the engine an instant is a whole number of microseconds since 1970-01-01T00:00Z, so that
differences are exact and no engine's idea of time zones can slip in; a date is a date. Beside an
instant that decides membership of a window stands its London date (`received_on`, `raised_on` …).
"""

from collections.abc import Iterator, Mapping

import dataframely as dy
import ibis
import ibis.expr.types as ir

from mash.dataset.contract import TABLES

#: Instants whose London date is wanted, by table: instant → name of the date column.
LONDON_DATES: dict[str, dict[str, str]] = {
    "referrals": {"received_at": "received_on"},
    "ratings": {"rated_at": "rated_on"},
    "escalations": {"raised_at": "raised_on"},
    "invitations": {"sent_at": "sent_on"},
    "complaints": {"received_at": "received_on"},
}

_TYPES: dict[type[dy.Column], str] = {
    dy.String: "string",
    dy.Datetime: "int64",
    dy.Date: "date",
    dy.Bool: "boolean",
    dy.Int64: "int64",
    dy.Float64: "float64",
}


def raw_schema(table: str) -> dict[str, str]:
    """Column → Ibis type of a contract table as the engines hold it, London dates included."""
    columns = {name: _TYPES[type(column)] for name, column in TABLES[table].columns().items()}
    return columns | dict.fromkeys(LONDON_DATES.get(table, {}).values(), "date")


def instants(table: str) -> list[str]:
    """The instant columns of a contract table."""
    return [name for name, column in TABLES[table].columns().items() if isinstance(column, dy.Datetime)]


def raw_name(table: str) -> str:
    """Name under which an engine holds a contract table as it stands in the dataset."""
    return f"raw_{table}"


def raw_tables() -> "Tables":
    """Unbound tables as they stand in the dataset, before as-at is applied."""
    return Tables({table: ibis.table(raw_schema(table), name=raw_name(table)) for table in TABLES})


class Tables(Mapping[str, ir.Table]):
    """Tables by name, also as attributes: `t.referrals`."""

    def __init__(self, tables: Mapping[str, ir.Table]) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> ir.Table:
        return self._tables[name]

    def __getattr__(self, name: str) -> ir.Table:
        try:
            return self._tables[name]
        except KeyError:
            raise AttributeError(f"there is no table {name!r}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)
