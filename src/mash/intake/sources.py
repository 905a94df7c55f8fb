"""The files that somebody hands in: found, told apart, and read sheet by sheet as frames of text."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import polars.selectors as cs

from mash.dataset.csv_ import csv_pieces
from mash.dataset.faults import PROVENANCE, fault_frame
from mash.dataset.harmless import as_it_was
from mash.framework.harmless import text_as_it_was
from mash.intake.apply import REASON
from mash.intake.mapping import Mapping
from mash.intake.readers.apart import read_apart
from mash.intake.readers.limits import ReadError
from mash.intake.readers.text import as_utf8_commas
from mash.intake.readers.wanted import Wanted

_TEXT = (".csv", ".tsv", ".txt")
_BOOKS = (".xlsx", ".xlsm", ".xls")
KNOWN = (*_TEXT, *_BOOKS, ".xml")


@dataclass(frozen=True)
class Source:
    """A file handed in, by the name that people know it under."""

    path: Path
    name: str

    @property
    def is_text(self) -> bool:
        """True for CSV and its like, which are one table under the file's own name."""
        return self.path.suffix.lower() in _TEXT

    @property
    def extract(self) -> str:
        """Text files of one folder are one extract; a workbook or an XML file is one by itself."""
        return _written(self.path.parent) if self.is_text else self.name


@dataclass(frozen=True)
class Part:
    """Rows of one sheet, or of a text file under its own name; `ragged` did not fit the header.

    `trouble` says why a sheet could not be read. `as_at`: the date on which the file says it was taken.
    """

    sheet: str
    rows: pl.DataFrame
    ragged: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PROVENANCE))
    faults: pl.DataFrame = field(default_factory=fault_frame)
    trouble: str | None = None
    as_at: str | None = None


def find(paths: list[Path]) -> tuple[list[Source], list[str]]:
    """Every file handed in, folders searched through; and what in the folders is no file we know.

    Raises ReadError where there is none.
    """
    found: list[Source] = []
    passed_over: list[str] = []
    for path in paths:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.is_file() and _is_ours(file))
            known = [file for file in files if file.suffix.lower() in KNOWN]
            if not known:
                raise ReadError(f"{path} holds no file that can be read ({', '.join(KNOWN)})")
            found += [Source(file, _name(file, path)) for file in known]
            passed_over += [_name(file, path) for file in files if file not in known]
        elif path.is_file():
            found.append(Source(path, _written(Path(path.name))))
        else:
            raise ReadError(f"{path} is not there; name a file or a folder")
    names = [source.name for source in found]
    return [
        source if names.count(source.name) == 1 else Source(source.path, _written(source.path))
        for source in found
    ], passed_over


def _name(file: Path, folder: Path) -> str:
    return _written(file.relative_to(folder.parent))


def _written(path: Path) -> str:
    """A path as text that every file can hold, whatever bytes are in it."""
    return os.fsencode(path.as_posix()).decode("utf-8", errors="replace")


def _is_ours(file: Path) -> bool:
    """False for what systems leave beside files: hidden files, Office's locks."""
    return not file.name.startswith((".", "~$"))


def parts(source: Source, mapping: Mapping, work: Path) -> Iterator[Part]:
    """The rows of a file, a piece at a time; sheets that nobody asked for come without columns.

    What is read of workbooks and XML lies in `work`, and a second reading takes it from there. Raises
    ReadError or CsvError where the file cannot be read at all.
    """
    if source.is_text:
        with tempfile.TemporaryFile() as spare:
            stream = as_utf8_commas(source.path, spare)
            for piece in csv_pieces(stream, source.name, source.path.stem):
                rows, ragged = _as_handed_in(piece.rows), _as_handed_in(piece.ragged)
                yield Part(source.path.stem, rows, ragged, piece.faults)
    elif source.path.suffix.lower() in KNOWN:
        yield from _of_book(source, mapping, work)
    else:
        raise ReadError(
            f"{source.name}: {source.path.suffix or 'a file without an ending'} cannot be read; "
            "hand in CSV, XLSX or XML"
        )


def _as_handed_in(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as they were first handed in: a rejects file was made harmless for spreadsheets."""
    if REASON not in rows.columns:
        return rows
    return rows.with_columns(as_it_was(cs.string() - cs.by_name("_file"))).rename(text_as_it_was)


def _of_book(source: Source, mapping: Mapping, work: Path) -> Iterator[Part]:
    record = None
    if source.path.suffix.lower() == ".xml":
        if not mapping.xml.record:
            raise ReadError(f"{source.name}: the mapping {mapping.name} says nothing of XML files")
        record = mapping.xml.record
    wanted = Wanted(mapping.sheets, mapping.headers, record, mapping.xml.parent, mapping.xml.as_at)
    folder = work / hashlib.sha256(source.name.encode()).hexdigest()[:16]
    book = read_apart(source.path, folder, wanted)
    for sheet in book.sheets:
        for file in sheet.files:
            rows = pl.read_parquet(file).with_columns(pl.lit(source.name).alias("_file"))
            yield Part(sheet.name, rows, as_at=book.as_at)
        if sheet.trouble:
            yield Part(sheet.name, pl.DataFrame(schema=PROVENANCE), trouble=sheet.trouble)
    for name in book.passed_over:
        yield Part(name, pl.DataFrame(schema=PROVENANCE))
