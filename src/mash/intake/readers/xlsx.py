"""Excel workbooks: the sheets as frames of text with the row numbers that Excel shows.

Values only: a formula's cached result is read, nothing is ever evaluated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msoffcrypto
import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, XmlError, ZipError

from mash.dataset.faults import PROVENANCE
from mash.intake.readers.limits import ReadError, check_zip

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What Excel shows where a formula failed; no value.
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA")
_MOST_SHEETS = 200
_HEADER_WITHIN = 20


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows as text, columns named as in its header, with provenance."""

    name: str
    rows: pl.DataFrame


def read_xlsx(path: Path) -> Iterator[Sheet]:
    """The sheets of a workbook that have a header. Raises ReadError in words where it cannot be read."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == _OLE:
        raise ReadError(_why_ole(path))
    check_zip(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for name in workbook.sheet_names[:_MOST_SHEETS]:
                found = _sheet(path, workbook.get_sheet_by_name(name))
                if found is not None:
                    yield found
    except PasswordError:
        raise ReadError(
            f"{path.name}: the workbook has a password; take it off and hand it in again"
        ) from None
    except (CalamineError, XmlError, ZipError) as error:
        raise ReadError(
            f"{path.name}: the workbook is damaged ({error}); open it in Excel, save it again, hand that in"
        ) from None


def _why_ole(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            locked = bool(msoffcrypto.OfficeFile(stream).is_encrypted())
    except Exception:  # the library raises whatever a damaged container makes it stumble on
        locked = False
    if locked:
        return f"{path.name}: the workbook has a password; take it off and hand it in again"
    return f"{path.name}: this is an Excel workbook of before 2007 (.xls); save it as .xlsx and hand that in"


def _sheet(path: Path, sheet: CalamineSheet) -> Sheet | None:
    rows = sheet.to_python(skip_empty_area=False)
    texts = [[_text(value) for value in row] for row in rows]
    start = next((i for i, row in enumerate(texts[:_HEADER_WITHIN]) if sum(map(bool, row)) >= 2), None)
    if start is None:
        return None
    header = [cell or "" for cell in texts[start]]
    width = max((i + 1 for i, name in enumerate(header) if name), default=0)
    for i, name in enumerate(header[:width]):
        if name and header.index(name) != i:
            raise ReadError(
                f"{path.name}: in sheet {sheet.name} the columns {column_letter(header.index(name))} and "
                f"{column_letter(i)} are both called {name!r}; name each column once"
            )
    keep = [i for i in range(width) if header[i]]
    records = [
        {header[i]: row[i] if i < len(row) else None for i in keep}
        | {"_file": path.name, "_sheet": sheet.name, "_row": number}
        for number, row in enumerate(texts[start + 1 :], start=start + 2)
        if any(row[i] for i in keep if i < len(row))
    ]
    schema = {header[i]: pl.String() for i in keep} | PROVENANCE
    return Sheet(sheet.name, pl.DataFrame(records, schema=schema, orient="row"))


def _text(value: Any) -> str | None:
    """A cell as text; what Excel shows for a failed formula is empty."""
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
    text = str(value).replace("\xa0", " ").strip()
    return None if not text or text in _ERRORS else text


def column_letter(index: int) -> str:
    """The letter that Excel shows for the column number `index`, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
