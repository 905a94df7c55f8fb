"""The figures as a workbook: one sheet a statistic, numbers as numbers, and nothing that runs or hides.

No formula, macro, comment, hidden sheet, outside link or name of a person. A text that looks like a formula
stays a text. `scan` reads it back before a release.
"""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from mash.engine.results import Results
from mash.release.figures import HIDDEN, HIDDEN_TEXT, NAMED_BY, NOT_SHARES, RATES, Figures
from mash.release.pack.columns import meaning
from mash.release.pack.document import Document
from mash.release.pack.sources import source
from mash.release.table import heading

#: Excel's limit of a sheet's name.
LONGEST_NAME = 31
_HEADER_ROW = 4
_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def workbook(document: Document, results: Results) -> bytes:
    """The XLSX. Its date is as-at, so that the same figures give the same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _PLAIN)
    as_at = datetime.fromisoformat(results.about["as_at"]).astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": f"{document.title}, {document.period}", "created": as_at})
    form = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "bold": book.add_format({"bold": True}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "link": book.get_default_url_format(),
        "percent": book.add_format({"num_format": "0.0%"}),
        "count": book.add_format({"num_format": "#,##0"}),
        "number": book.add_format({"num_format": "#,##0.00"}),
        "right": book.add_format({"align": "right"}),
    }
    names = sheet_names([key for key, _ in document.statistics])
    _contents(book.add_worksheet("Contents"), document, results, names, form)
    _notes(book.add_worksheet("Notes"), document, form)
    for key, name in names.items():
        _sheet(book.add_worksheet(name), results, key, form)
    book.close()
    return stream.getvalue()


def sheet_names(keys: list[str]) -> dict[str, str]:
    """A sheet's name for each statistic: the measure's number and its own name, unique and short enough."""
    found: dict[str, str] = {}
    for key in keys:
        measure, _, statistic = key.partition("/")
        name = f"{measure.partition('_')[0]}_{statistic}"[:LONGEST_NAME]
        taken = {given.casefold() for given in found.values()} | {"contents", "notes"}
        for number in range(2, 100):
            if name.casefold() not in taken:
                break
            name = f"{name[: LONGEST_NAME - 3]}_{number}"
        found[key] = name
    return found


def _contents(
    sheet: Any, document: Document, results: Results, names: dict[str, str], form: Mapping[str, Any]
) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110, form["wrap"])
    sheet.write_string(0, 0, document.title, form["title"])
    lines = [("Hub", document.hub), ("Release", document.label), *document.facts]
    for row, (name, value) in enumerate(lines, 1):
        sheet.write_string(row, 0, name, form["bold"])
        sheet.write_string(row, 1, value, form["wrap"])
    first = len(lines) + 2
    sheet.write_string(first, 0, "Sheet", form["head"])
    sheet.write_string(first, 1, "What it says", form["head"])
    sheet.write_url(first + 1, 0, "internal:'Notes'!A1", form["link"], "Notes")
    sheet.write_string(first + 1, 1, "How to read the sheets, and how figures are protected", form["wrap"])
    definitions = dict(document.statistics)
    for row, (key, name) in enumerate(names.items(), first + 2):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", form["link"], name)
        sheet.write_string(row, 1, f"{key}: {' '.join(definitions[key])}".replace("`", ""), form["wrap"])


def _notes(sheet: Any, document: Document, form: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 120, form["wrap"])
    lines = [
        "Every sheet holds one statistic: its definition, where it comes from, a row of headings, the "
        "figures. An empty cell is not defined; a row * is the total. Rates are fractions, shown as "
        "percentages.",
        f"“{HIDDEN_TEXT}” stands where protection hides a count, or what would give it away.",
        *document.protection,
        *(f"{name}: {value}. {words}" for name, value, words in document.parameters),
    ]
    sheet.write_string(0, 0, "Notes", form["title"])
    for row, words in enumerate(lines, 1):
        sheet.write_string(row, 0, words, form["wrap"])


def _sheet(sheet: Any, results: Results, key: str, form: Mapping[str, Any]) -> None:
    """A statistic: title, source, definition, the way back, headings, rows."""
    measure, _, statistic = key.partition("/")
    figures = Figures(results, measure)
    rows = figures.rows(statistic)
    sheet.write_string(0, 0, key, form["title"])
    sheet.write_string(1, 0, source(results.about, [key], "all rows"))
    definition = results.about["statistics"][key]["definition"]
    sheet.write_string(2, 0, " ".join(definition.split()).replace("`", ""))
    sheet.write_url(3, 0, "internal:'Contents'!A1", form["link"], "Contents")
    at = 0
    for column in list(rows[0]) if rows else []:
        values = [row[column] for row in rows]
        if column in NAMED_BY:
            at = _column(sheet, at, f"{heading(column)} (code)", values, form["right"], form)
            at = _column(sheet, at, heading(column), [figures.name(column, v) for v in values], None, form)
        else:
            at = _column(sheet, at, heading(column), values, form[_form(key, column)], form)
    sheet.freeze_panes(_HEADER_ROW + 1, 0)


def _column(sheet: Any, at: int, title: str, values: list[Any], numbers: Any, form: Mapping[str, Any]) -> int:
    """Write a column and return the place of the next."""
    sheet.write_string(_HEADER_ROW, at, title, form["head"])
    for row, value in enumerate(values, _HEADER_ROW + 1):
        if value is HIDDEN:
            sheet.write_string(row, at, HIDDEN_TEXT, form["right"])
        elif isinstance(value, int | float):
            sheet.write_number(row, at, value, numbers)
        elif value is not None:
            sheet.write_string(row, at, value)
    longest = max((len(str(value)) for value in values if value is not HIDDEN), default=0)
    sheet.set_column(at, at, min(46, max(9, longest + 2, *(len(word) + 2 for word in title.split()))))
    return at + 1


def _form(key: str, column: str) -> str:
    if column in RATES and key not in NOT_SHARES:
        return "percent"
    return "count" if meaning(column)[0] == "count" else "number"
