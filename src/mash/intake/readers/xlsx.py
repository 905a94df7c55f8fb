"""Excel workbooks: the sheets as rows of text with the row numbers that Excel shows.

Values only: a formula's cached result is read, nothing is ever evaluated.
"""

from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msoffcrypto
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from mash.dataset.csv_ import column_called
from mash.intake.names import named_like, plain
from mash.intake.readers.limits import ReadError, check_zip
from mash.intake.readers.pieces import Pieces
from mash.intake.readers.wanted import Book, Sheet, Wanted

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SHEETS = 200
_HEADER_WITHIN = 20
#: Columns kept behind the last that has a name: people write notes beside their table.
_BEYOND = 10

Texts = list[str | None]


def read_xlsx(path: Path, folder: Path, wanted: Wanted) -> Book:
    """The wanted sheets. Raises ReadError where the file cannot be read."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == _OLE:
        raise ReadError(_why_ole(path))
    check_zip(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            names = workbook.sheet_names
            if len(names) > _MOST_SHEETS:
                raise ReadError(
                    f"{path.name}: it has {len(names)} sheets, and {_MOST_SHEETS} is the most; split it up"
                )
            chosen = [name for name in names if named_like(name, wanted.sheets)]
            sheets = [
                _sheet(path, workbook.get_sheet_by_name(name), folder, number, wanted)
                for number, name in enumerate(chosen)
            ]
    except CalamineError as error:
        raise ReadError(
            f"{path.name}: the workbook is damaged ({error}); open it in Excel, save it again, hand that in"
        ) from None
    return Book(sheets, [name for name in names if name not in chosen])


def _why_ole(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            locked = bool(msoffcrypto.OfficeFile(stream).is_encrypted())
    except Exception:  # the library raises whatever a damaged container makes it stumble on
        locked = False
    if locked:
        return f"{path.name}: the workbook has a password; take it off and hand it in again"
    return f"{path.name}: this is an Excel workbook of before 2007 (.xls); save it as .xlsx and hand that in"


def _sheet(path: Path, sheet: CalamineSheet, folder: Path, number: int, wanted: Wanted) -> Sheet:
    rows = enumerate((_texts(row) for row in sheet.iter_rows()), start=1)
    first = list(islice(rows, _HEADER_WITHIN))
    at = _header_row([texts for _, texts in first], wanted.headers)
    if at is None:
        trouble = f"no row of its first {_HEADER_WITHIN} is a header; put the columns' names above the rows"
        if not any(any(texts) for _, texts in chain(first, rows)):
            trouble = "the sheet is empty; leave it out, or give it a header"
        return Sheet(sheet.name, [], trouble)
    header = first[at][1]
    left = sheet.start[1] if sheet.start else 0  # rows begin at the sheet's first column in use
    twice = next((i for i, name in enumerate(header) if name and header.index(name) != i), None)
    if twice is not None:
        letters = f"{column_letter(left + header.index(header[twice]))} and {column_letter(left + twice)}"
        trouble = f"the columns {letters} are both called {header[twice]!r}; name each column once"
        return Sheet(sheet.name, [], trouble)
    named = [i for i, name in enumerate(header) if name]
    columns = range(min(named[-1] + 1 + _BEYOND, len(header)))
    names = [column_called(header[i], column_letter(left + i)) for i in columns]
    pieces = Pieces(folder, f"sheet{number:03d}", names)
    for row, texts in chain(first[at + 1 :], rows):
        if any(texts[i] for i in named):
            pieces.add((*(texts[i] for i in columns), path.name, sheet.name, row))
    pieces.close()
    return Sheet(sheet.name, pieces.files)


def _header_row(rows: list[Texts], known: list[str]) -> int | None:
    """The row with the most headers that the mapping knows; without any, the first with two cells filled."""
    wanted = {plain(name) for name in known}
    fits = [len({plain(cell) for cell in row if cell} & wanted) for row in rows]
    if any(fits):
        return fits.index(max(fits))
    return next((i for i, row in enumerate(rows) if sum(map(bool, row)) >= 2), None)


def _texts(row: list[Any]) -> Texts:
    return [_text(value) for value in row]


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value.total_seconds() / 3600)
    return str(value).replace("\xa0", " ").strip() or None


def column_letter(index: int) -> str:
    """The letter that Excel shows for the column number `index`, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
