"""A mapping applied to rows of text: the contract's columns come out, and labels that nobody knows."""

import hmac
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import polars as pl

from mash.dataset.faults import FAULT_SCHEMA, PROVENANCE, WARNING, fault_frame
from mash.intake.labels import label_list
from mash.intake.mapping import Column, Feed, Spellings
from mash.intake.moments import moment, no_date
from mash.intake.names import plain

#: A column that a rejects file carries and a later import passes over.
REASON = "reject_reason"
#: What spreadsheets show where a formula failed; no value.
_FAILED = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!")
_QUEUED = "no list knows for certain what this label means; it waits in queue.csv"
_FAILED_RULE = "a formula failed here: read as empty"

Queue = Counter[tuple[str, str, str]]


class ApplyError(Exception):
    """The mapping does not fit the sheet; the message says why and how to mend it."""


@dataclass(frozen=True)
class Applied:
    """Rows under the contract's column names; those with an unknown label or date; faults; labels."""

    rows: pl.DataFrame
    aside: pl.DataFrame
    faults: pl.DataFrame
    queued: Queue


def apply(feed: Feed, rows: pl.DataFrame, key: bytes, dated: Mapping[str, Column]) -> Applied:
    """`rows` (text with provenance) as rows of the feed's table; `queued` counts (column, label, candidates).

    `key` makes the ids that the mapping builds from a row's columns; dates among these (`dated`, by header)
    count as the day that they mean, however it is written. A label is never guessed: where its
    lists do not know it, or know it to be ambiguous, the row is set aside and the label queued for a person.
    Raises ApplyError where two headers are one by the mapping, none is known to it, or ids are made of one
    that is not there.
    """
    sheet = _SheetOfText(feed, rows, dated)
    made: list[pl.Series] = []
    queued: Queue = Counter()
    faults: list[pl.DataFrame] = []
    aside = pl.repeat(False, len(rows), eager=True)
    for name, column in feed.columns.items():
        values = sheet.values(column, key)
        if values is None:
            continue  # the header is not there: the contract says whether that matters
        faults.append(sheet.failed(name, values))
        values = values.set(values.is_in(_FAILED), None)
        if column.labels:
            meant = _by_value(values, partial(_resolved, column))
            unknown = values.is_not_null() & meant.is_null()
            for label in values.filter(unknown):
                queued[sheet.header(column), label, " | ".join(_candidates(column, label))] += 1
            faults.append(sheet.told(sheet.header(column), values, unknown, _QUEUED))
            aside = aside | unknown
            values = meant
        if column.codes:
            values = _by_value(values, partial(_translated, column))
        if column.dates:
            read = _by_value(values, partial(_moment, column))
            unreadable = values.is_not_null() & read.is_null()
            faults.append(sheet.told(sheet.header(column), values, unreadable, no_date(column.dates)))
            aside = aside | unreadable
            values = read
        made.append(_finished(values, column).alias(name))
    mapped = pl.DataFrame([*made, *[rows[name] for name in PROVENANCE]])
    every = pl.concat([fault_frame(), *faults])
    return Applied(mapped.filter(~aside), mapped.filter(aside), every, queued)


class _SheetOfText:
    """Rows under their file's own headers, looked up by the spellings of a mapping."""

    def __init__(self, feed: Feed, rows: pl.DataFrame, dated: Mapping[str, Column]) -> None:
        self.feed = feed
        self.rows = rows
        self.dated = dated
        self.headers: dict[str, str] = {}
        wanted = {plain(header) for header in feed.headers}
        for name in rows.columns:
            if name in PROVENANCE:
                continue
            other = self.headers.setdefault(plain(name), name)
            if other != name and plain(name) in wanted:
                raise ApplyError(
                    f"the columns {other!r} and {name!r} are one by the mapping: keep one of them"
                )
        if wanted and not wanted & set(self.headers):
            known = ", ".join(repr(header) for header in dict.fromkeys(feed.headers))
            raise ApplyError(f"none of its columns is one that the mapping knows; it knows {known}")

    def values(self, column: Column, key: bytes) -> pl.Series | None:
        """A column's texts as they stand in the file; None where its header is not there."""
        if column.make:
            return self._made(column.make, key)
        if column.value is not None:
            return pl.repeat(column.value, len(self.rows), dtype=pl.String(), eager=True)
        found = self._find(column.headers)
        if found is None and column.default is not None:
            return pl.repeat(None, len(self.rows), dtype=pl.String(), eager=True)
        return None if found is None else self._text(found)

    def header(self, column: Column) -> str:
        """The header under which the column stands in the file."""
        return self._find(column.headers) or "".join(column.headers[:1])

    def failed(self, name: str, values: pl.Series) -> pl.DataFrame:
        """A warning for every cell in which a formula failed."""
        return self.told(name, values, values.is_in(_FAILED), _FAILED_RULE, severity=WARNING)

    def told(self, column: str, values: pl.Series, bad: pl.Series, rule: str, **more: str) -> pl.DataFrame:
        """A fault for each of the rows that are `bad`."""
        if not bad.any():
            return fault_frame()
        told = {"table": self.feed.table, "column": column, "rule": rule, "severity": "fault"} | more
        where = {name.removeprefix("_"): pl.col(name) for name in PROVENANCE}
        literals = {name: pl.lit(text) for name, text in told.items()}
        frame = self.rows.with_columns(values.alias("value")).filter(bad)
        return frame.select(**where, value="value", **literals).select(*FAULT_SCHEMA)

    def _find(self, spellings: Spellings) -> str | None:
        return next((self.headers[plain(s)] for s in spellings if plain(s) in self.headers), None)

    def _text(self, header: str) -> pl.Series:
        text = self.rows[header].cast(pl.String).str.strip_chars()
        return text.set(text == "", None)

    def _meant(self, header: str) -> pl.Series:
        """A column's texts, dates in one way of writing."""
        text, column = self._text(header), self.dated.get(plain(header))
        if column is None:
            return text
        return _cut(_by_value(text, lambda day: _moment(column, day) or day), column)

    def _made(self, parts: tuple[Spellings, ...], key: bytes) -> pl.Series:
        """An id made of a row's identifying columns: the same row has the same id in every import.

        Keyed like a pseudonym, so that nobody finds the columns again by trying. A row that lacks one of
        them has no id: two such rows may be two records.
        """
        found = [self._find(spellings) for spellings in parts]
        lacking = [spellings[0] for spellings, header in zip(parts, found, strict=True) if header is None]
        if lacking:
            raise ApplyError(f"ids are made of its columns, and it has none called {', '.join(lacking)}")
        texts = [self._meant(header) for header in found if header is not None]
        texts = [text.set(text.is_in(_FAILED), None).alias(str(n)) for n, text in enumerate(texts)]
        whole = pl.DataFrame(texts).select(pl.concat_str(pl.all(), separator="\x1f")).to_series()
        return whole.map_elements(
            lambda text: hmac.digest(key, text.encode(), "sha256").hex()[:32], return_dtype=pl.String
        )


def _translated(column: Column, text: str) -> str:
    return column.codes.get(text.casefold(), text)


def _moment(column: Column, text: str) -> str | None:
    return moment(text, column.dates, column.zone)


def _finished(values: pl.Series, column: Column) -> pl.Series:
    """Moments cut to their day and empty cells filled, where the mapping says so."""
    values = _cut(values, column)
    return values if column.default is None else values.fill_null(column.default)


def _cut(values: pl.Series, column: Column) -> pl.Series:
    return values.str.replace(r"^(\d{4}-\d\d-\d\d)[T ]\d\d:?\d\d\S*$", "$1") if column.day else values


def _by_value(values: pl.Series, change: Callable[[str], str | None]) -> pl.Series:
    """Each distinct text changed once."""
    distinct = values.drop_nulls().unique().to_list()
    changed = [change(text) for text in distinct]
    return values.replace_strict(distinct, changed, default=None, return_dtype=pl.String)


def _resolved(column: Column, label: str) -> str | None:
    found = _candidates(column, label)
    return found[0] if len(found) == 1 else None


def _candidates(column: Column, label: str) -> tuple[str, ...]:
    """What the first list that knows the label says that it may mean."""
    for name in column.labels:
        known = label_list(name)
        code = known.code(label) if column.national else None
        found = known.candidates(label) if not column.national else (code,) if code else ()
        if found:
            return found
    return ()
