"""CSV in pieces: a file of any size as frames of text with row numbers, in flat memory.

UTF-8 (a byte-order mark is skipped), any line ends, quoted cells with line breaks in them.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import polars.selectors as cs
import pyarrow as pa
from pyarrow import csv as pa_csv

from mash.dataset.faults import PROVENANCE, fault_frame

BLOCK_BYTES = 8 << 20
#: No record is longer than this: where a block this long has no end of a record, a quotation mark is open.
_RECORD_BYTES = 64 << 20
#: Column of what a row has beyond the header's columns, as one CSV record.
SURPLUS = "(beyond the header)"
NO_TEXT = "there are bytes in it that no text has; save it as “CSV UTF-8”"
_BOM = b"\xef\xbb\xbf"


class CsvError(ValueError):
    """The file as a whole cannot be read; the message says why and how to mend it."""


@dataclass(frozen=True)
class Piece:
    """Rows of a CSV file as text with provenance; rows that do not fit the header, and their faults.

    `ragged` has the cells that there are, by the header's columns, with the same provenance; what goes
    beyond them is in SURPLUS.
    """

    rows: pl.DataFrame
    ragged: pl.DataFrame
    faults: pl.DataFrame


def csv_pieces(source: Path | BinaryIO, file: str, table: str) -> Iterator[Piece]:
    """The rows of a CSV file, a few megabytes at a time; `file` is its name in faults.

    `_row` is the line, 1 = the header, on which the row begins. Blank lines are no rows. A row with more
    or fewer cells than the header is a fault. Raises CsvError where the file is empty, not UTF-8, repeats
    a column or never closes a quotation mark. At least one piece comes, so that a header alone is seen.
    """
    if isinstance(source, Path):
        with source.open("rb") as handle:
            yield from _pieces(handle, file, table)
    else:
        yield from _pieces(source, file, table)


def _pieces(handle: BinaryIO, file: str, table: str) -> Iterator[Piece]:
    names: list[str] | None = None
    line = 1
    for block in _blocks(handle, file):
        body = block
        if names is None:
            end = _header_end(block)
            names, body = _header(block[:end], file), block[end:]
            line += _line_ends(block[:end])
        yield _piece(body, names, line, file, table)
        line += _line_ends(body)
    if names is None:
        raise CsvError(f"{file}: the file is empty; its first line must name the columns")


def _blocks(handle: BinaryIO, file: str) -> Iterator[bytes]:
    """The file's bytes, cut where a record ends."""
    rest, line = handle.read(3).removeprefix(_BOM), 1
    while chunk := handle.read(BLOCK_BYTES):
        rest += chunk
        cut = _record_end(rest)
        if cut:
            yield rest[:cut]
            line += _line_ends(rest[:cut])
            rest = rest[cut:]
        elif len(rest) > _RECORD_BYTES:
            break
    if rest.count(b'"') % 2:
        raise CsvError(f'{file}: a quotation mark (") on or after line {line} is never closed')
    if rest.strip():
        yield rest


def _record_end(data: bytes) -> int:
    """Just after the last line end that is not inside quotation marks; 0 where there is none."""
    end = len(data)
    inside = data.count(b'"') % 2
    while (found := data.rfind(_line_end(data), 0, end)) >= 0:
        inside ^= data.count(b'"', found, end) % 2
        if not inside:
            return found + 1
        end = found
    return 0


def _line_end(data: bytes) -> bytes:
    return b"\n" if b"\n" in data else b"\r"


def _line_ends(data: bytes) -> int:
    return data.count(_line_end(data))


def _header_end(block: bytes) -> int:
    """Just after the first line that is not blank, quoted line breaks included."""
    end = 0
    while (found := block.find(_line_end(block), end)) >= 0:
        end = found + 1
        if block[:end].strip() and block.count(b'"', 0, end) % 2 == 0:
            return end
    return len(block)


def _header(line: bytes, file: str) -> list[str]:
    text = io.StringIO(_decoded(line, file), newline="")
    try:
        names = [name.strip() for name in next(row for row in csv.reader(text) if row)]
    except csv.Error:  # a name of more than 128 KB
        raise CsvError(f"{file}: its first line does not name columns") from None
    if len(names) == 1 and (other := next((mark for mark in ";\t|" if mark in names[0]), None)):
        raise CsvError(f"{file}: its columns are separated by {other!r}; save it with commas between them")
    if "\x00" in "".join(names):
        raise CsvError(f"{file}: {NO_TEXT}")
    for name in filter(None, names):
        if names.count(name) > 1:
            raise CsvError(
                f"{file}: the column {name!r} stands {names.count(name)} times in the header; "
                "name each column once"
            )
    if not any(names):
        raise CsvError(f"{file}: its first line names no column")
    return [column_called(name, number) for number, name in enumerate(names, start=1)]


def column_called(name: str | None, place: int | str) -> str:
    """A column under its name; under its place where it has none (spreadsheets leave such behind) or one
    that provenance needs for itself.
    """
    if not name:
        return f"(column {place}, without a name)"
    return f"(column {place}, called {name})" if name in PROVENANCE else name


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise CsvError(f"{file}: the file is not UTF-8; save it as “CSV UTF-8”") from None


def _piece(block: bytes, names: list[str], line: int, file: str, table: str) -> Piece:
    odd: list[Any] = []

    def set_aside(row: Any) -> str:
        odd.append(row)
        return "skip"

    found = _parsed(block, names, file, set_aside)
    records = found.num_rows + len(odd)
    rows = pl.DataFrame(pl.from_arrow(found))
    lines = pl.Series("_row", range(line, line + records), dtype=pl.Int64)
    numbers = [row.number - 1 for row in odd]
    regular = pl.Series(range(records), dtype=pl.Int64)
    if odd:
        regular = regular.filter(~regular.is_in(numbers))
    if b'"' in block and _line_ends(block) > records:
        lines = lines + _lines_inside(rows, regular, odd, records)
    where = {"_file": file, "_sheet": None}
    rows = rows.with_columns(*_literals(where), lines.gather(regular).alias("_row"))
    rows = rows.filter(~pl.all_horizontal(cs.by_name(*names).is_null()))  # a header may be "*"
    ragged = [
        _cells(names, row.text) | where | {"_row": lines[number]}
        for row, number in zip(odd, numbers, strict=True)
    ]
    faults = [
        {
            "file": file,
            "row": lines[number],
            "table": table,
            "value": row.text[:200],
            "rule": f"the row has {row.actual_columns} cells, the header {row.expected_columns}: "
            "put text that has a comma in it between quotation marks",
        }
        for row, number in zip(odd, numbers, strict=True)
    ]
    schema = dict.fromkeys(names, pl.String()) | PROVENANCE
    beyond = [SURPLUS] if any(SURPLUS in row for row in ragged) else []
    aside = pl.DataFrame(ragged, schema=schema | dict.fromkeys(beyond, pl.String()), orient="row")
    return Piece(rows[list(schema)], aside, fault_frame(faults))


def _cells(names: list[str], text: str) -> dict[str, Any]:
    """A record's cells by column; the text breaks lines inside cells too."""
    cells = next(csv.reader(io.StringIO(text, newline="")), [])
    surplus = io.StringIO()
    csv.writer(surplus, lineterminator="").writerow(cells[len(names) :])
    beyond = {SURPLUS: surplus.getvalue()} if len(cells) > len(names) else {}
    return dict(zip(names, cells, strict=False)) | beyond


def _literals(values: dict[str, Any]) -> list[pl.Expr]:
    return [pl.lit(value, dtype=pl.String()).alias(name) for name, value in values.items()]


def _parsed(block: bytes, names: list[str], file: str, set_aside: Any) -> pa.Table:
    if not block:
        return pa.table({name: pa.array([], pa.string()) for name in names})
    try:
        return pa_csv.read_csv(
            pa.BufferReader(block),
            # one thread: only then does pyarrow number the rows that do not fit
            read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(block) + 1),
            parse_options=pa_csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=set_aside
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid as error:
        _decoded(block, file)
        raise CsvError(f"{file}: cannot be read as CSV: {error}") from None


def _lines_inside(rows: pl.DataFrame, regular: pl.Series, odd: list[Any], records: int) -> pl.Series:
    """Lines to add to each record's number, because cells of earlier records hold line breaks."""
    breaks = rows.select(
        pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0).cast(pl.Int64))
    ).to_series()
    inside = pl.Series([0] * records, dtype=pl.Int64).scatter(regular, breaks)
    inside = inside.scatter([row.number - 1 for row in odd], [row.text.count("\n") for row in odd])
    return inside.cum_sum().shift(1, fill_value=0)
