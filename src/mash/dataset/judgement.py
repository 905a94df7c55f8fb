"""How each column of a table is read, and every test made of a row: expressions built from the schemas."""

from dataclasses import dataclass
from functools import cache

import dataframely as dy
import polars as pl

from mash.dataset import cells
from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.dataset.faults import FAULT, WARNING
from mash.dataset.rules import EMPTY, RowRule, row_rules, words

OFFSET_NEEDED = "must be a date and time with an offset, like 2026-03-29T01:30:00+00:00"
REPEATED = "this hour came twice that night (clocks went back) and no offset says which: read as the first"
MISSING = "this hour did not exist that night (clocks went forward): read as an hour later"
NO_TIME = "time_known must be false (or empty) where received_at is a date without a time"


@dataclass(frozen=True)
class Test:
    """True on rows with something to tell: the columns it is about (the first is to blame), words, severity.

    `wrong` looks at the values read and, as `given:<column>`, at whether the cell was filled.
    """

    columns: tuple[str, ...]
    rule: str
    wrong: pl.Expr
    severity: str = FAULT


@dataclass(frozen=True)
class Judgement:
    """Values by column of the contract, more that is known of how a cell was written, and the tests."""

    values: list[pl.Expr]
    written: list[pl.Expr]
    tests: list[Test]


@cache
def judgement(table: str, extract: bool, types: tuple[pl.DataType, ...], plain: frozenset[str]) -> Judgement:
    """For columns of these types, in the contract's order; `plain` = where `cells.all_plain` holds."""
    columns = (EXTRACT_TABLES if extract else TABLES)[table].columns()
    values: dict[str, pl.Expr] = {}
    written: list[pl.Expr] = []
    unreadable: list[Test] = []
    loose: list[Test] = []
    for (name, column), given in zip(columns.items(), types, strict=True):
        values[name] = _value(name, column, given, name in plain)
        unreadable.append(Test((name,), words(column), pl.col(f"given:{name}") & pl.col(name).is_null()))
        if isinstance(column, dy.Datetime) and given == pl.String() and name not in plain:
            how = cells.instants(name)
            for word in ("dated", "floating", "repeated", "missing"):
                written.append(getattr(how, word).alias(f"{word}:{name}"))
            loose += _about_writing(name, extract)
    text = types[list(columns).index("received_at")] == pl.String() if "received_at" in columns else False
    if extract and table == "referrals" and text:
        loose += _time_known(values, "received_at" in plain)
    rules = [Test(rule.columns, rule.words, _breaks(rule)) for rule in row_rules(_schema(table, extract))]
    return Judgement(
        [value.alias(name) for name, value in values.items()], written, unreadable + loose + rules
    )


def _schema(table: str, extract: bool) -> type[dy.Schema]:
    return (EXTRACT_TABLES if extract else TABLES)[table]


def _value(name: str, column: dy.Column, given: pl.DataType, plain: bool) -> pl.Expr:
    if given != pl.String():
        return _cast(name, column, given)
    match column:
        case dy.Datetime():
            return cells.plain_instants(name) if plain else cells.instants(name).moment
        case dy.Date():
            return cells.dates(name)
        case dy.Bool():
            return cells.flags(name)
        case dy.Int64():
            return cells.wholes(name)
        case dy.Float64():
            return cells.numbers(name)
        case _:
            return pl.col(name)


def _cast(name: str, column: dy.Column, given: pl.DataType) -> pl.Expr:
    """Other physical types that Parquet files have; an instant without a zone is UTC there."""
    if isinstance(column, dy.Datetime) and isinstance(given, pl.Datetime) and given.time_zone is None:
        return pl.col(name).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    cast = pl.col(name).cast(column.dtype, strict=False)
    if isinstance(column, dy.Int64) and given.is_numeric():  # 2.5 is not 2
        return pl.when(cast.cast(pl.Float64) == pl.col(name).cast(pl.Float64)).then(cast)
    return cast


def _breaks(rule: RowRule) -> pl.Expr:
    if rule.words == EMPTY:  # a filled cell that could not be read is told as that
        return ~rule.holds & ~pl.col(f"given:{rule.columns[0]}")
    return ~rule.holds


def _about_writing(name: str, extract: bool) -> list[Test]:
    if not extract:
        loose = pl.col(name).is_not_null() & (pl.col(f"dated:{name}") | pl.col(f"floating:{name}"))
        return [Test((name,), OFFSET_NEEDED, loose)]
    return [
        Test((name,), REPEATED, pl.col(f"repeated:{name}"), WARNING),
        Test((name,), MISSING, pl.col(f"missing:{name}"), WARNING),
    ]


def _time_known(values: dict[str, pl.Expr], plain: bool) -> list[Test]:
    """An empty `time_known` follows from `received_at`; a filled one cannot claim a time there is not."""
    dated = pl.lit(False) if plain else cells.instants("received_at").dated
    follows = pl.col("time_known").is_null() & pl.col("received_at").is_not_null()
    values["time_known"] = pl.when(follows).then(~dated).otherwise(values["time_known"])
    if plain:
        return []
    wrong = pl.col("dated:received_at") & pl.col("time_known")
    return [Test(("time_known", "received_at"), NO_TIME, wrong)]
