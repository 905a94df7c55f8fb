"""A mapping applied to rows of text: the contract's columns come out, and labels that nobody knows."""

import hmac
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from mash.dataset.faults import PROVENANCE, fault_frame
from mash.intake.labels import label_list
from mash.intake.mapping import Column, Feed, plain

#: A column that a rejects file carries and a later import passes over.
REASON = "reject_reason"
_EXCEL_DAY_0 = date(1899, 12, 30)


@dataclass(frozen=True)
class Applied:
    """Rows under the contract's column names; rows whose label is not known, their faults and the labels."""

    rows: pl.DataFrame
    aside: pl.DataFrame
    faults: pl.DataFrame
    queued: Counter[tuple[str, str, str]]


def apply(feed: Feed, rows: pl.DataFrame, key: bytes) -> Applied:
    """`rows` (text with provenance) as rows of the feed's table; `queued` counts (column, label, candidates).

    `key` makes the ids that the mapping builds from a row's columns.

    A label is never guessed: where its list does not know it, or knows it to be ambiguous, the row is set
    aside and the label queued for a person.
    """
    headers = {plain(name): name for name in rows.columns if name not in PROVENANCE}
    made: list[pl.Series] = []
    unknown: dict[str, pl.Series] = {}
    for name, column in feed.columns.items():
        values = _source(column, headers, rows, key)
        if values is None:
            continue  # the header is not there: the contract says whether that matters
        if column.labels:
            resolved = _by_value(values, _resolver(column))
            unknown[name] = values.filter(values.is_not_null() & resolved.is_null())
            values = resolved
        for wanted, change in _changes(column):
            if wanted:
                values = _by_value(values, change)
        if column.default is not None:
            values = values.fill_null(column.default)
        made.append(values.alias(name))
    mapped = pl.DataFrame([*made, *[rows[name] for name in PROVENANCE]])
    return _set_aside(feed, rows, mapped, unknown)


def _source(column: Column, headers: dict[str, str], rows: pl.DataFrame, key: bytes) -> pl.Series | None:
    if column.make:
        return _made(column.make, headers, rows, key)
    if column.value is not None:
        return pl.Series([column.value], dtype=pl.String).new_from_index(0, len(rows))
    found = [headers[plain(header)] for header in column.headers if plain(header) in headers]
    if not found:
        blank = pl.Series([None], dtype=pl.String).new_from_index(0, len(rows))
        return None if column.default is None else blank
    values = rows[found[0]].cast(pl.String).str.strip_chars()
    return values.set(values == "", None)


def _changes(column: Column) -> list[tuple[bool, Callable[[str], str | None]]]:
    codes = column.codes
    return [
        (bool(codes), lambda text: codes.get(text.casefold(), text)),
        (bool(column.dates), lambda text: _moment(text, column)),
    ]


def _resolver(column: Column) -> Callable[[str], str | None]:
    known = label_list(column.labels or "")
    return known.code if column.national else known.resolve


def _by_value(values: pl.Series, change: Callable[[str], str | None]) -> pl.Series:
    """Each distinct text changed once."""
    distinct = values.drop_nulls().unique().to_list()
    changed = [change(text) for text in distinct]
    return values.replace_strict(distinct, changed, default=None, return_dtype=pl.String)


def _moment(text: str, column: Column) -> str | None:
    """A date or instant in one of the mapping's formats, as ISO 8601; text that fits none stays."""
    for form in column.dates:
        if form == "excel":
            found = _of_serial(text)
        else:
            try:
                found = datetime.strptime(text, form)  # noqa: DTZ007  # its zone is the mapping's to say
            except ValueError:
                found = None
        if found is None:
            continue
        if column.zone:
            return found.replace(tzinfo=ZoneInfo(column.zone)).isoformat()
        return found.date().isoformat() if "%H" not in form else found.isoformat()
    return text


def _of_serial(text: str) -> datetime | None:
    """An Excel serial number of the 1900 system as a moment; None where it is none."""
    try:
        days = float(text)
    except ValueError:
        return None
    if not 61 <= days < 2_958_466:  # from March 1900, before which Excel's calendar is off, to the year 9999
        return None
    return datetime.combine(_EXCEL_DAY_0, datetime.min.time()) + timedelta(days=days)


def _made(sources: tuple[str, ...], headers: dict[str, str], rows: pl.DataFrame, key: bytes) -> pl.Series:
    """An id made of a row's identifying columns: the same row has the same id in every import.

    Keyed like a pseudonym, so that nobody can find the columns again by trying.
    """
    found = [headers[plain(source)] for source in sources if plain(source) in headers]
    whole = rows.select(pl.concat_str([pl.col(name).fill_null("") for name in found], separator="\x1f"))
    return whole.to_series().map_elements(
        lambda text: hmac.new(key, text.encode(), "sha256").hexdigest()[:32], return_dtype=pl.String
    )


def _set_aside(
    feed: Feed, rows: pl.DataFrame, mapped: pl.DataFrame, unknown: dict[str, pl.Series]
) -> Applied:
    queued: Counter[tuple[str, str, str]] = Counter()
    bad = pl.Series([False]).new_from_index(0, len(rows))
    faults = []
    headers = {plain(name): name for name in rows.columns}
    for name, labels in unknown.items():
        if labels.is_empty():
            continue
        known = label_list(feed.columns[name].labels or "")
        source = next(headers[plain(h)] for h in feed.columns[name].headers if plain(h) in headers)
        wrong = mapped[name].is_null() & rows[source].is_in(labels.unique().implode())
        bad = bad | wrong
        for label in labels.to_list():
            queued[source, label, " | ".join(known.candidates(label))] += 1
        for row in rows.filter(wrong).iter_rows(named=True):
            faults.append(
                {
                    "file": row["_file"],
                    "sheet": row["_sheet"],
                    "row": row["_row"],
                    "table": feed.table,
                    "column": source,
                    "value": row[source],
                    "rule": "no list knows for certain what this label means; it waits in queue.csv",
                }
            )
    return Applied(mapped.filter(~bad), rows.filter(bad), fault_frame(faults), queued)
