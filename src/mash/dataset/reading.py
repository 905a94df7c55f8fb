"""Rows as they were handed in → rows of the contract's types, and what is wrong with the others.

Whole columns at a time; the rules come from the schemas (spec: dataset.md, Conventions and Rules).
"""

from collections.abc import Mapping

import dataframely as dy
import polars as pl

from mash.dataset import cells
from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.dataset.faults import FAULT, FAULT_SCHEMA, PROVENANCE, WARNING, fault_frame
from mash.dataset.judgement import Test, judgement
from mash.dataset.rules import required


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
    columns = (EXTRACT_TABLES if extract else TABLES)[table].columns()
    absent = _absent(table, rows, extract)
    notes = _whole_file(table, rows, absent, columns)
    given = rows.select(*(_given(rows, name) for name in columns), *PROVENANCE)
    if absent or given.is_empty():
        nothing = [pl.lit(None, dtype=column.dtype).alias(name) for name, column in columns.items()]
        return given.select(*nothing, *PROVENANCE), pl.repeat(True, len(rows), eager=True), notes
    types = tuple(rows.schema.get(name, pl.String()) for name in columns)
    how = judgement(table, extract, types, _plain(given, columns))
    values = given.select(*how.values, *how.written, *PROVENANCE)
    # whether a cell was filled stands beside its value: filled and without a value, it could not be read
    filled = given.select(pl.col(name).is_not_null().alias(f"given:{name}") for name in columns)
    told = pl.concat([values, filled], how="horizontal").select(
        test.wrong.fill_null(False).alias(str(number)) for number, test in enumerate(how.tests)
    )
    values = values.select(*columns, *PROVENANCE)
    any_told = told.select(pl.any_horizontal(pl.all()).alias("any"))["any"]
    if not any_told.any():
        return values, any_told, notes
    severe = [str(number) for number, test in enumerate(how.tests) if test.severity == FAULT]
    aside = told.select(pl.any_horizontal(severe).alias("aside"))["aside"]
    faults = _tell(table, how.tests, given.filter(any_told), told.filter(any_told))
    return values, aside, pl.concat([notes, faults])


def _absent(table: str, rows: pl.DataFrame, extract: bool) -> list[str]:
    """Required columns that are not there and do not follow from others."""
    follows = {"time_known"} if extract and table == "referrals" else set()
    schema = (EXTRACT_TABLES if extract else TABLES)[table]
    return [name for name in required(schema) if name not in rows.columns and name not in follows]


def _given(rows: pl.DataFrame, name: str) -> pl.Expr:
    if name not in rows.columns:
        return pl.lit(None, dtype=pl.String()).alias(name)
    if rows.schema[name] == pl.String():
        return cells.stripped(name)
    return pl.col(name)


def _plain(given: pl.DataFrame, columns: dict[str, dy.Column]) -> frozenset[str]:
    texts = [
        name
        for name, column in columns.items()
        if isinstance(column, dy.Datetime) and given.schema[name] == pl.String()
    ]
    found = given.select(cells.all_plain(name) for name in texts).row(0) if texts else ()
    return frozenset(name for name, plain in zip(texts, found, strict=True) if plain)


def _tell(table: str, tests: list[Test], given: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """One line a row and fault, in the order of the rows."""
    lines = []
    for number, test in enumerate(tests):
        wrong = told[str(number)]
        if wrong.any():
            lines.append(
                given.filter(wrong).select(
                    file="_file",
                    sheet="_sheet",
                    row="_row",
                    table=pl.lit(table),
                    column=pl.lit(test.columns[0]),
                    value=_value(test.columns),
                    rule=pl.lit(test.rule),
                    severity=pl.lit(test.severity),
                )
            )
    every = pl.concat(lines).select(pl.col(name).cast(kind) for name, kind in FAULT_SCHEMA.items())
    return every.sort("row", maintain_order=True)


def _value(columns: tuple[str, ...]) -> pl.Expr:
    """The cell to blame, and in brackets the others that the rule looked at."""
    first, *others = (pl.col(name).cast(pl.String) for name in columns)
    if not others:
        return first
    rest = [
        pl.concat_str(pl.lit(f"{name} "), other.fill_null(""))
        for name, other in zip(columns[1:], others, strict=True)
    ]
    return pl.format("{} ({})", first.fill_null(""), pl.concat_str(rest, separator=", "))


def _whole_file(
    table: str, rows: pl.DataFrame, absent: list[str], columns: Mapping[str, dy.Column]
) -> pl.DataFrame:
    """What is to say of a file as a whole: columns it lacks, columns nobody knows, no time zone."""
    notes = [(name, "this column is required and is not in the file: add it", FAULT) for name in absent]
    for name, kind in rows.schema.items():
        if name not in columns and name not in PROVENANCE:
            notes.append((name, "the contract has no such column: it is left out", WARNING))
        if name in columns and isinstance(kind, pl.Datetime) and kind.time_zone is None:
            notes.append((name, "its instants have no time zone: read as UTC", WARNING))
    files = rows.select("_file", "_sheet").unique(maintain_order=True).rows() if notes else []
    return fault_frame(
        [
            {"file": file, "sheet": sheet, "table": table, "column": name, "rule": rule, "severity": severity}
            for file, sheet in files
            for name, rule, severity in notes
        ]
    )
