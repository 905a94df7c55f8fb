"""How a cell of text becomes a value of the contract, as Polars expressions (spec: dataset.md, Conventions).

What cannot be read becomes null; the caller tells it from an empty cell by looking at the text.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from mash.framework.london import ZONE

_INSTANT = (
    r"^(\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](\d\d:[0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?"
    r" ?([Zz]|[+-][0-2]\d(?::?[0-5]\d)?)?)?$"
)
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")


# how programs write instants; nothing more to find out about such a column, and four times as fast
_PLAIN = r"^\d{4}-\d\d-\d\dT\d\d:[0-5]\d:[0-5]\d([+-][0-2]\d:[0-5]\d|Z)$"


@dataclass(frozen=True)
class Instants:
    """What is known of a column of instants: the UTC moment, and how it was written.

    `dated` = a date without a time; `floating` = a time without an offset; `repeated` and `missing` =
    floating and in the hour that a clock change repeats or leaves out.
    """

    moment: pl.Expr
    dated: pl.Expr
    floating: pl.Expr
    repeated: pl.Expr
    missing: pl.Expr


def stripped(column: str) -> pl.Expr:
    """The cell without surrounding white space (non-breaking spaces too); empty = null."""
    text = pl.col(column).str.strip_chars()
    return pl.when(text != "").then(text).alias(column)


def instants(column: str) -> Instants:
    """Text → UTC instants to the microsecond.

    Without an offset the time is London's: in the repeated hour of a clock change the first of the two,
    in the missing hour an hour later. A date alone is its midnight in London.
    """
    part = pl.col(column).str.extract_groups(_INSTANT).struct
    day, clock, second, fraction, offset = (part.field(str(n)) for n in range(1, 6))
    wall_text = pl.concat_str(day, pl.lit("T"), clock.fill_null("00:00"), pl.lit(":"), second.fill_null("00"))
    wall = wall_text.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us")
    micros = fraction.str.pad_end(6, "0").str.head(6).cast(pl.Int64).fill_null(0)
    wall = wall + pl.duration(microseconds=micros)
    hours = offset.str.slice(1, 2).cast(pl.Int64, strict=False)
    minutes = offset.str.tail(2).cast(pl.Int64, strict=False)
    shift = pl.when(offset.str.len_chars() > 3).then(hours * 60 + minutes).otherwise(hours * 60)
    shift = pl.when(offset.str.starts_with("-")).then(-shift).otherwise(shift).fill_null(0)
    floating_wall = pl.when(offset.is_null()).then(wall)
    first = _in_london(floating_wall, "earliest")
    last = _in_london(floating_wall, "latest")
    missing = floating_wall.is_not_null() & first.is_null()
    fixed = (wall - pl.duration(minutes=shift)).dt.replace_time_zone("UTC")
    # before the missing hour London stands at UTC, so the wall clock read as UTC is an hour forward
    moment = pl.when(offset.is_not_null() | missing).then(fixed).otherwise(first.dt.convert_time_zone("UTC"))
    return Instants(
        moment=moment,
        dated=day.is_not_null() & clock.is_null(),
        floating=clock.is_not_null() & offset.is_null(),
        repeated=(first != last).fill_null(False) & clock.is_not_null(),
        missing=missing,
    )


def all_plain(column: str) -> pl.Expr:
    """True where every instant of the column is written like 2026-03-29T01:30:00+00:00 (or Z)."""
    return pl.col(column).str.contains(_PLAIN).all()


def plain_instants(column: str) -> pl.Expr:
    """As `instants`, where `all_plain`: the moment."""
    return pl.col(column).str.to_datetime("%Y-%m-%dT%H:%M:%S%#z", strict=False, time_unit="us")


def _in_london(wall: pl.Expr, ambiguous: Literal["earliest", "latest"]) -> pl.Expr:
    return wall.dt.replace_time_zone(ZONE, ambiguous=ambiguous, non_existent="null")


def dates(column: str) -> pl.Expr:
    """Text → dates, `YYYY-MM-DD` only."""
    text = pl.col(column)
    return pl.when(text.str.contains(r"^\d{4}-\d\d-\d\d$")).then(text).str.to_date("%Y-%m-%d", strict=False)


def flags(column: str) -> pl.Expr:
    """Text → booleans: true/false, yes/no, 1/0 in any case."""
    text = pl.col(column).str.to_lowercase()
    return pl.when(text.is_in(_YES)).then(True).when(text.is_in(_NO)).then(False)


def wholes(column: str) -> pl.Expr:
    """Text → whole numbers; `3.0`, as spreadsheets write it, is 3."""
    return pl.col(column).str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)


def numbers(column: str) -> pl.Expr:
    """Text → decimal numbers with a point; a comma is not read."""
    return pl.col(column).cast(pl.Float64, strict=False)
