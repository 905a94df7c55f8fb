"""The files that somebody hands in: found, told apart, and read sheet by sheet as frames of text."""

import csv
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from mash.dataset.csv_ import CsvError, csv_pieces
from mash.dataset.faults import PROVENANCE, fault_frame
from mash.intake.mapping import Mapping
from mash.intake.readers import ReadError, read_xlsx, read_xml

KNOWN = (".csv", ".xlsx", ".xml", ".txt", ".tsv")
_SAMPLE = 1 << 16


@dataclass(frozen=True)
class Source:
    """A file handed in, by the name that people know it under."""

    path: Path
    name: str

    @property
    def extract(self) -> str:
        """Files of one folder are one extract; a workbook or an XML file is one by itself."""
        folder = self.name.rpartition("/")[0]
        return folder if self.path.suffix.lower() == ".csv" else self.name


@dataclass(frozen=True)
class Part:
    """Rows of one sheet, or of a CSV file under its own name; `ragged` did not fit the header."""

    sheet: str
    rows: pl.DataFrame
    ragged: pl.DataFrame
    faults: pl.DataFrame


def find(paths: list[Path]) -> list[Source]:
    """Every file handed in, folders searched through. Raises ReadError where there is none."""
    found: list[Source] = []
    for path in paths:
        if path.is_dir():
            files = sorted(
                file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in KNOWN
            )
            if not files:
                raise ReadError(f"{path} holds no file that can be read ({', '.join(KNOWN)})")
            found += [Source(file, file.relative_to(path.parent).as_posix()) for file in files]
        elif path.is_file():
            found.append(Source(path, path.name))
        else:
            raise ReadError(f"{path} is not there; name a file or a folder")
    names = [source.name for source in found]
    return [
        source if names.count(source.name) == 1 else Source(source.path, f"{source.path.as_posix()}")
        for source in found
    ]


def parts(source: Source, mapping: Mapping) -> Iterator[Part]:
    """The rows of a file, a piece at a time. Raises ReadError or CsvError where it cannot be read at all."""
    suffix = source.path.suffix.lower()
    nothing, fine = pl.DataFrame(schema=PROVENANCE), fault_frame()
    if suffix == ".xml":
        if not mapping.xml_record:
            raise ReadError(f"{source.name}: the mapping {mapping.name} says nothing of XML files")
        rows = read_xml(source.path, mapping.xml_record, mapping.xml_parent)
        yield Part(mapping.xml_record, _named(rows, source), nothing, fine)
    elif suffix in (".xlsx", ".xls", ".xlsm"):
        for sheet in read_xlsx(source.path):
            if mapping.feeds_of(sheet.name):
                yield Part(sheet.name, _named(sheet.rows, source), nothing, fine)
    elif suffix in KNOWN:
        with tempfile.TemporaryFile() as spare:
            stream = as_utf8_commas(source, spare)
            for piece in csv_pieces(stream, source.name, source.path.stem):
                yield Part(source.path.stem, piece.rows, piece.ragged, piece.faults)
    else:
        raise ReadError(
            f"{source.name}: {suffix or 'a file without an ending'} cannot be read; hand in CSV, XLSX or XML"
        )


def _named(rows: pl.DataFrame, source: Source) -> pl.DataFrame:
    return rows.with_columns(pl.lit(source.name).alias("_file"))


def as_utf8_commas(source: Source, spare: BinaryIO) -> Path | BinaryIO:
    """The file itself where it is UTF-8 with commas, else a copy made so in `spare`.

    UTF-16 is known by its byte-order mark; what is not UTF-8 is read as Windows-1252. Raises ReadError
    where bytes of value 0 show that it is no text.
    """
    with source.path.open("rb") as stream:
        head = stream.read(_SAMPLE)
    encoding = _encoding(source, head)
    first = head.decode(encoding, errors="ignore").lstrip("\ufeff\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    if encoding == "utf-8" and delimiter == ",":
        return source.path
    with source.path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as stream:
        out = io.TextIOWrapper(spare, encoding="utf-8", newline="")
        try:
            if delimiter == ",":
                for text in iter(lambda: stream.read(1 << 20), ""):
                    out.write(text.removeprefix("\ufeff"))
            else:
                csv.writer(out, lineterminator="\n").writerows(csv.reader(stream, delimiter=delimiter))
        except (UnicodeError, csv.Error) as error:
            raise ReadError(
                f"{source.name}: cannot be read as {encoding} text ({error}); save it as CSV UTF-8"
            ) from None
        out.flush()
        out.detach()
    spare.seek(0)
    return spare


def _encoding(source: Source, head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in head:
        raise ReadError(f"{source.name}: there are bytes in it that no text has; save it as CSV UTF-8")
    with source.path.open("rb") as stream:
        rest = b""
        while block := stream.read(1 << 20):
            try:
                (rest + block).decode("utf-8")
                rest = b""
            except UnicodeDecodeError as error:
                rest = (rest + block)[error.start :]
                if len(rest) > 3:
                    return "cp1252"
        return "cp1252" if rest else "utf-8"


__all__ = ["CsvError", "Part", "Source", "find", "parts"]
