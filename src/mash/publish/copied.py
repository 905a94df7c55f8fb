"""Read what leaves out of the database: PostgreSQL copies rows as CSV, and Polars reads them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl
from django.db import connection, models
from django.db.models import F, Q

from mash.dataset.contract import TABLES

#: Bytes that are read at once.
_AT_ONCE = 64_000_000
#: How PostgreSQL writes each kind of value, whatever the server's settings of dates and zones: instants in
#: microseconds and days since the beginning of 1970.
_WRITTEN: dict[type[pl.DataType], str] = {
    pl.String: "{}",
    pl.Int64: "{}",
    pl.Float64: "{}",
    pl.Boolean: "{}::int",
    pl.Date: "{} - date '1970-01-01'",
    pl.Datetime: "(extract(epoch FROM {}) * 1000000)::bigint",
}
#: What is read of them, where that is not what is wanted.
_READ = {pl.Boolean: pl.Int8(), pl.Date: pl.Int32(), pl.Datetime: pl.Int64()}


def copied(table: str, record: type[models.Model], columns: Mapping[str, Any], where: Q) -> pl.DataFrame:
    """The rows of a record, those that `where` lets out, as a table of the contract (spec/dataset.md).

    `columns`: what each column of the contract is of the record. Instants are in UTC, to the microsecond;
    rows are in no order. Raises ProgrammingError where the database does not let this role read a column.
    """
    said = {f"leaves_{column}": F(of) if isinstance(of, str) else of for column, of in columns.items()}
    values = record._base_manager.filter(where).order_by().annotate(**said).values_list(*said)
    query, given = values.query.sql_with_params()
    wanted = {column: TABLES[table].columns()[column].dtype for column in columns}
    written = ", ".join(
        _WRITTEN[of.base_type()].format(f'"leaves_{column}"') for column, of in wanted.items()
    )
    found = [pl.DataFrame(schema=wanted)]
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY (SELECT {written} FROM ({query}) AS it) TO STDOUT (FORMAT csv)", given) as rows,
    ):
        found += [_read(piece, wanted) for piece in _pieces(rows)]
    return pl.concat(found)


def _pieces(rows: Iterable[Any]) -> Iterator[bytes]:
    """Rows put together, as many as are read at once; PostgreSQL sends each on its own."""
    piece = bytearray()
    for row in rows:
        piece += row
        if len(piece) >= _AT_ONCE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _read(piece: bytes, wanted: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Rows as the contract has them; nothing at all is null, and an empty text in quotation marks is not."""
    plain = {column: _READ.get(of.base_type(), of) for column, of in wanted.items()}
    return pl.read_csv(piece, has_header=False, schema=plain).cast(pl.Schema(wanted))
