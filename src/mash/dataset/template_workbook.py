"""The templates as one workbook: a sheet a table, code columns with drop-downs, nothing hidden."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dataframely as dy
import xlsxwriter

from mash.dataset.contract import EXTRACT_TABLES, REFERENCE_TABLES
from mash.dataset.rules import foreign_keys, required, words

LAST_ROW = 10_000  # of the drop-downs
_READ_ME = (
    "One sheet a table. Fill in the sheets you have; leave the others as they are.",
    "Blue headings must be filled in, grey ones may stay empty. Do not rename sheets or columns.",
    "An empty cell means unknown. Never write 'unknown', 'n/a', 0 or a date that stands for one.",
    "Every row has an id of its own (first column of most sheets). Rows point to each other by ids.",
    "Date and time: 2026-03-29T01:30:00+00:00. Without the offset (+00:00) it is taken as London time.",
    "If only the date is known write 2026-03-29, and false under time_known: hours then stay undefined.",
    "Dates: 2026-03-29. True or false: true, false. Numbers: with a point, without spaces or signs.",
    "Cells with a list take only what stands in it. Agencies, cohorts, risks, outcomes: your hub's own",
    "codes, on their sheets; fill those in first. Risks, cohorts, outcomes and closed days hold defaults:",
    "change them. A code may not be * unknown unrated hub case other.",
    "people is the only sheet with identities. They are used to find one person's records and go no",
    "further: the dataset made from this workbook has none. Keep this workbook as you keep case files.",
)


def write_workbook(file: Path, reference: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Write the workbook with `reference` rows filled in; the same rows give the same bytes."""
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "MASH templates", "created": datetime(2026, 1, 1, tzinfo=UTC)})
        looks = {
            "must": book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1D70B8"}),
            "may": book.add_format({"bold": True, "bg_color": "#DBE1E5"}),
            # text, so that a spreadsheet neither drops leading zeros nor turns instants into numbers
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
        }
        _read_me(book, looks)
        for table, schema in EXTRACT_TABLES.items():
            _sheet(book, table, schema, reference.get(table, ()), looks)


def _read_me(book: Any, looks: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    sheet.write(0, 0, "How to fill in this workbook", looks["title"])
    for row, line in enumerate(_READ_ME, start=2):
        sheet.write(row, 0, line)
    first = len(_READ_ME) + 3
    sheet.write_row(first, 0, ["sheet", "what it holds"], looks["may"])
    for row, (table, schema) in enumerate(EXTRACT_TABLES.items(), start=first + 1):
        sheet.write_url(row, 0, f"internal:'{table}'!A1", string=table)
        sheet.write(row, 1, (schema.__doc__ or "").strip())


def _sheet(
    book: Any,
    table: str,
    schema: type[dy.Schema],
    rows: Sequence[Mapping[str, object]],
    looks: Mapping[str, Any],
) -> None:
    sheet = book.add_worksheet(table)
    sheet.freeze_panes(1, 0)
    must = required(schema)
    for number, (name, column) in enumerate(schema.columns().items()):
        look = "date" if isinstance(column, dy.Date) else "text"
        sheet.set_column(number, number, max(14, len(name) + 3), looks[look])
        sheet.write(0, number, name, looks["must" if name in must else "may"])
        sheet.data_validation(1, number, LAST_ROW, number, _validation(name, column, schema, name in must))
        for row, values in enumerate(rows, start=1):
            if values.get(name) is not None:
                sheet.write_string(row, number, str(values[name]))


def _validation(name: str, column: dy.Column, schema: type[dy.Schema], must: bool) -> dict[str, Any]:
    """A drop-down where the contract knows the values; for every column its rule, shown in the cell."""
    rule = ("Must be filled in; " if must else "May stay empty; ") + words(column)
    shown = {"input_title": name[:32], "input_message": f"{column.description or ''}. {rule}"[:255]}
    codes = (column.metadata or {}).get("codes")
    parent = foreign_keys(schema).get(name)
    if isinstance(column, dy.Bool):
        codes = ("true", "false")
    if codes:
        return shown | {"validate": "list", "source": list(codes), "error_message": rule[:255]}
    if parent in REFERENCE_TABLES:
        source = f"={parent}!$A$2:$A${LAST_ROW + 1}"
        # a warning only: the hub's codes may be kept elsewhere
        return shown | {"validate": "list", "source": source, "error_type": "warning", "error_message": rule}
    return shown | {"validate": "any"}
