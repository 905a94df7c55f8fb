"""Rows as they were handed in → rows of the contract's types, and what is wrong with the others.

Whole columns at a time; the rules come from the schemas (spec: dataset.md, Conventions and Rules).
"""

from dataclasses import dataclass
from functools import cache

import dataframely as dy
import polars as pl

from mash.dataset import cells
from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.dataset.faults import FAULT, FAULT_SCHEMA, PROVENANCE, WARNING, fault_frame
from mash.dataset.rules import RowRule, required, row_rules

OFFSET_NEEDED = "must be a date and time with an offset, like 2026-03-29T01:30:00+00:00"
REPEATED = "this hour came twice that night (clocks went back) and no offset says which: read as the first"
MISSING = "this hour did not exist that night (clocks went forward): read as an hour later"
NO_TIME = "time_known must be false (or empty) where received_at is a date without a time"


@dataclass(frozen=True)
class _Found:
    """A test that is true on rows with something to tell; the columns it is about, words and severity."""

    columns: tuple[str, ...]
    words: str
    wrong: pl.Expr
    severity: str = FAULT


def typed(table: str, rows: pl.DataFrame, *, extract: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of `table` in the contract's types with provenance, and the faults of the rows left out.

    `rows` has columns named as in the contract, any subset of them, as text (or, from Parquet, as other
    types that are cast), and `_file`, `_sheet`, `_row`. White space around a cell is dropped; an empty
    cell is unknown. A column that is missing is empty; where it is required, one fault names it and every
    row is set aside. In an extract an instant without an offset is London's, a date alone its midnight,
    and an empty `time_known` follows from whether `received_at` has a time; in a dataset an instant needs
    its offset. Faults have the columns of `faults.FAULT_COLUMNS`.
    """
    values, aside, faults = judged(table, rows, extract=extract)
    return values.filter(~aside), faults


def judged(table: str, rows: pl.DataFrame, *, extract: bool) -> tuple[pl.DataFrame, pl.Series, pl.DataFrame]:
    """As `typed`, but every row in its place: values, which of them are to be set aside, faults."""
    schema = (EXTRACT_TABLES if extract else TABLES)[table]
    columns = schema.columns()
    derived = {"time_known"} if extract and table == "referrals" else set()
    absent = [name for name in required(schema) if name not in rows.columns and name not in derived]
    notes = _whole_file(table, rows, absent, [c for c in rows.columns if c not in columns])
    given = rows.select(
        *(_given(rows, name) for name in columns),
        *PROVENANCE,
    )
    if absent or given.is_empty():
        types = {name: column.dtype for name, column in columns.items()}
        nothing = given.select(
            *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in types.items()), *PROVENANCE
        )
        return nothing, pl.repeat(True, len(rows), eager=True), notes
    reading = _reading(table, extract, tuple(rows.schema.get(name, pl.String()) for name in columns))
    values = given.select(*reading.values, *reading.asides, *PROVENANCE)
    tests = [found.wrong.fill_null(False).alias(str(n)) for n, found in enumerate(reading.found)]
    # what was given stands beside what was read: a filled cell without a value could not be read
    beside = given.select(pl.col(name).is_not_null().alias(f"given:{name}") for name in columns)
    told = pl.concat([values, beside], how="horizontal").select(tests)
    values = values.select(*columns, *PROVENANCE)
    any_told = told.select(pl.any_horizontal(pl.all()).alias("any"))["any"]
    if not any_told.any():
        return values, any_told, notes
    severe = [str(n) for n, found in enumerate(reading.found) if found.severity == FAULT]
    aside = told.select(pl.any_horizontal(severe).alias("aside"))["aside"]
    faults = _tell(table, reading.found, given.filter(any_told), told.filter(any_told))
    return values, aside, pl.concat([notes, faults])


@dataclass(frozen=True)
class _Reading:
    values: list[pl.Expr]
    asides: list[pl.Expr]
    found: list[_Found]


@cache
def _reading(table: str, extract: bool, types: tuple[pl.DataType, ...]) -> _Reading:
    """How each column of a table is read, and every test made of a row; built once per table and types."""
    schema = (EXTRACT_TABLES if extract else TABLES)[table]
    values, asides, unreadable = [], [], []
    notes: list[_Found] = []
    for (name, column), given in zip(schema.columns().items(), types, strict=True):
        value = _value(name, column, given)
        if isinstance(column, dy.Datetime) and given == pl.String():
            written = cells.instants(name)
            for word in ("dated", "floating", "repeated", "missing"):
                asides.append(getattr(written, word).alias(f"{word}:{name}"))
            notes += _about_writing(name, extract)
        values.append(value.alias(name))
        wrong = pl.col(f"given:{name}") & pl.col(name).is_null()
        unreadable.append(_Found((name,), _words(column), wrong))
    if extract and table == "referrals":
        values, extra = _time_known(values, types, list(schema.columns()))
        notes += extra
    broken = [_Found(rule.columns, rule.words, _breaks(rule)) for rule in row_rules(schema)]
    return _Reading(values, asides, unreadable + notes + broken)


def _given(rows: pl.DataFrame, name: str) -> pl.Expr:
    if name not in rows.columns:
        return pl.lit(None, dtype=pl.String()).alias(name)
    if rows.schema[name] == pl.String():
        return cells.stripped(name)
    return pl.col(name)


def _value(name: str, column: dy.Column, given: pl.DataType) -> pl.Expr:
    if given != pl.String():
        return _cast(name, column, given)
    match column:
        case dy.Datetime():
            return cells.instants(name).moment
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
    if isinstance(column, dy.Int64) and given.is_numeric():
        return pl.when(cast.cast(pl.Float64) == pl.col(name).cast(pl.Float64)).then(cast)
    return cast


def _words(column: dy.Column) -> str:
    return str((column.metadata or {})["rule"])


def _breaks(rule: RowRule) -> pl.Expr:
    holds = ~rule.holds
    if rule.words == "must not be empty":  # a filled cell that could not be read is told as that
        return holds & ~pl.col(f"given:{rule.columns[0]}")
    return holds


def _about_writing(name: str, extract: bool) -> list[_Found]:
    if not extract:
        loose = pl.col(name).is_not_null() & (pl.col(f"dated:{name}") | pl.col(f"floating:{name}"))
        return [_Found((name,), OFFSET_NEEDED, loose)]
    return [
        _Found((name,), REPEATED, pl.col(f"repeated:{name}"), WARNING),
        _Found((name,), MISSING, pl.col(f"missing:{name}"), WARNING),
    ]


def _time_known(
    values: list[pl.Expr], types: tuple[pl.DataType, ...], names: list[str]
) -> tuple[list[pl.Expr], list[_Found]]:
    """An empty `time_known` follows from `received_at`; one that claims a time there is not is a fault."""
    at = names.index("time_known")
    if types[names.index("received_at")] != pl.String():
        return values, []
    dated = cells.instants("received_at").dated
    empty = pl.col("time_known").is_null()
    filled = pl.when(empty & pl.col("received_at").is_not_null()).then(~dated).otherwise(values[at])
    wrong = pl.col("dated:received_at") & pl.col("time_known")
    return [*values[:at], filled.alias("time_known"), *values[at + 1 :]], [
        _Found(("time_known", "received_at"), NO_TIME, wrong)
    ]


def _tell(table: str, found: list[_Found], given: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """One line a row and fault, in the order of the rows."""
    lines = []
    for number, about in enumerate(found):
        wrong = told[str(number)]
        if wrong.any():
            first, *others = about.columns
            value = pl.col(first).cast(pl.String)
            if others:
                rest = [
                    pl.concat_str(pl.lit(f"{o} "), pl.col(o).cast(pl.String).fill_null("")) for o in others
                ]
                value = pl.format("{} ({})", value.fill_null(""), pl.concat_str(rest, separator=", "))
            lines.append(
                given.filter(wrong).select(
                    file="_file",
                    sheet="_sheet",
                    row="_row",
                    table=pl.lit(table),
                    column=pl.lit(first),
                    value=value,
                    rule=pl.lit(about.words),
                    severity=pl.lit(about.severity),
                )
            )
    return (
        pl.concat(lines)
        .select(pl.col(n).cast(t) for n, t in FAULT_SCHEMA.items())
        .sort("row", maintain_order=True)
    )


def _whole_file(table: str, rows: pl.DataFrame, absent: list[str], beyond: list[str]) -> pl.DataFrame:
    """What is to say of a file as a whole: columns it lacks, columns nobody knows."""
    notes = [(name, "this column is required and is not in the file: add it", FAULT) for name in absent]
    notes += [
        (name, "the contract has no such column: it is left out", WARNING)
        for name in beyond
        if name not in PROVENANCE
    ]
    files = rows.select("_file", "_sheet").unique(maintain_order=True).rows() if notes else []
    return fault_frame(
        [
            {"file": file, "sheet": sheet, "table": table, "column": name, "rule": rule, "severity": severity}
            for file, sheet in files
            for name, rule, severity in notes
        ]
    )
