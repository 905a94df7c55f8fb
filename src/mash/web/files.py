"""Tables as files that people open in a spreadsheet: nothing in them is run as a formula."""

import csv
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import IO

import xlsxwriter

from mash.framework.harmless import harmless_text

#: Kinds of file, and what each is called in a response.
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: What a cell of a workbook can hold.
_LONGEST = 32_767


def write(kind: str, file: IO[bytes], rows: Iterator[list[str]]) -> int:
    """Write rows of text, the first with the names of the columns, to a file that stays open. Gives how many
    rows there are beside that first one.
    """
    writers: dict[str, Callable[[IO[bytes], Iterator[list[str]]], int]] = {"csv": _csv, "xlsx": _xlsx}
    return writers[kind](file, rows)


def _csv(file: IO[bytes], rows: Iterator[list[str]]) -> int:
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    written = csv.writer(text)
    lengths = [written.writerow([harmless_text(cell) for cell in row]) for row in rows]
    text.flush()
    text.detach()
    return len(lengths) - 1


def _xlsx(file: IO[bytes], rows: Iterator[list[str]]) -> int:
    """A row at a time goes to the disk: memory does not grow with the table."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet("Entries"), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 7, 24)
        number = 0
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell[:_LONGEST], None if number else bold)
    return number
