"""One table out of a file that somebody hands in: a CSV, or the one sheet of a workbook that is meant."""

import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl

from mash.dataset.csv_ import CsvError
from mash.dataset.faults import PROVENANCE
from mash.intake.apply import REASON
from mash.intake.mapping import Column, Feed, Mapping, Xml
from mash.intake.names import named_like
from mash.intake.readers.limits import ReadError
from mash.intake.sources import Part, Source, parts

#: As many rows, and characters of a cell, as a table handed in on a page may have.
MOST_ROWS = 20_000
MOST_CELL = 20_000
_OWN = (*PROVENANCE, REASON)


@dataclass(frozen=True)
class Row:
    """A row as it stands in the file: its number there, its cells by header, and what is wrong with it as a
    row, such as more cells than the header has.
    """

    number: int
    cells: dict[str, str]
    wrong: str = ""


@dataclass(frozen=True)
class Table:
    """The headers of a file and its rows, in its order."""

    headers: list[str]
    rows: list[Row]


def one_table(path: Path, like: tuple[str, ...], headers: list[str]) -> Table:
    """The table in a CSV file or workbook. Of several sheets with rows the one that is named like one of
    `like` is meant; `headers` help to find the row of a sheet that names its columns.

    Raises ReadError, in words, where there is no such table or it is too long.
    """
    columns = {str(place): Column(headers=(header,)) for place, header in enumerate(headers)}
    mapping = Mapping("", False, (Feed("", ("*",), columns),), {}, Xml())
    with tempfile.TemporaryDirectory() as work:
        try:
            found = [part for part in parts(Source(path, path.name), mapping, Path(work)) if _has_rows(part)]
        except CsvError as error:
            raise ReadError(str(error)) from None
    sheets = list(dict.fromkeys(part.sheet for part in found))
    meant = [name for name in sheets if named_like(name, like)]
    if len(sheets) > 1 and len(meant) != 1:
        raise ReadError(
            f"{path.name}: {len(sheets)} of its sheets have rows ({', '.join(sheets)}). Name the one that is "
            f"meant “{like[0]}”, or hand in a file with that sheet alone"
        )
    chosen = [part for part in found if part.sheet in (meant or sheets)]
    trouble = next((part.trouble for part in chosen if part.trouble), None)
    if trouble:
        raise ReadError(f"{path.name}: {trouble}")
    rows = sorted((row for part in chosen for row in _rows(part)), key=lambda row: row.number)
    if not rows:
        raise ReadError(f"{path.name}: there is no row below the columns’ names")
    twice = next((one.number for one, other in pairwise(rows) if one.number == other.number), None)
    if twice is not None:
        raise ReadError(
            f"{path.name}: it has two rows with the number {twice}, so it is damaged; open it in a "
            "spreadsheet program and save it anew"
        )
    if len(rows) > MOST_ROWS:
        raise ReadError(
            f"{path.name}: it has {len(rows):,} rows, and {MOST_ROWS:,} is the most at once; split it up"
        )
    named = [name for part in chosen for name in part.rows.columns if name not in _OWN]
    return Table(list(dict.fromkeys(named)), rows)


def _has_rows(part: Part) -> bool:
    return bool(part.trouble) or not part.rows.is_empty() or not part.ragged.is_empty()


def _rows(part: Part) -> list[Row]:
    reasons = {
        line: f"{rule} ({column})" if column else rule
        for line, column, rule in part.faults.select("row", "column", "rule").iter_rows()
    }
    rows = [_row(values, "") for values in part.rows.iter_rows(named=True)]
    ragged = part.ragged.drop(pl.selectors.by_name("(beyond the header)", require_all=False))
    for values in ragged.iter_rows(named=True):
        rows.append(_row(values, reasons.get(values["_row"], "It does not have as many cells as the header")))
    return rows


def _row(values: dict[str, object], wrong: str) -> Row:
    cells = {name: str(value).strip() for name, value in values.items() if name not in _OWN and value}
    too_long = [name for name, value in cells.items() if len(value) > MOST_CELL]
    if too_long:
        wrong = f"“{too_long[0]}” has more than {MOST_CELL:,} characters"
    cells = {name: value[:MOST_CELL].replace("\0", "") for name, value in cells.items()}
    return Row(int(str(values["_row"])), cells, wrong)
