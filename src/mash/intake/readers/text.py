"""Text files as others save them, made UTF-8 with commas: encodings and separators found out."""

import codecs
import csv
import io
import re
from pathlib import Path
from typing import BinaryIO

from mash.dataset.csv_ import NO_TEXT
from mash.intake.readers.limits import ReadError

_SAMPLE = 1 << 16
_BLOCK = 1 << 20
_UTF_8 = "utf-8"
#: A first line in which Excel says what separates the cells.
_SEPARATOR = re.compile("sep=(.)")


def as_utf8_commas(path: Path, spare: BinaryIO) -> Path | BinaryIO:
    """The file itself where it is UTF-8 with commas, else a copy made so in `spare`, line for line.

    UTF-16 is known by its byte-order mark or by its zero bytes; what is not UTF-8 is Windows-1252.
    Raises ReadError where bytes of value 0 show that it is no text.
    """
    encoding = _encoding(path)
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE).decode(encoding, errors="ignore")
    first = head.lstrip("\ufeff\r\n").replace("\r", "\n").partition("\n")[0]
    said = _SEPARATOR.fullmatch(first.strip(" "))
    delimiter = said[1] if said else max(",;\t", key=first.count)
    if encoding == _UTF_8 and delimiter == "," and not said:
        return path
    try:
        _copy(path, encoding, delimiter, spare, without_first=said is not None)
    except (UnicodeError, csv.Error) as error:
        raise ReadError(
            f"{path.name}: cannot be read as {encoding} text ({error}); save it as CSV UTF-8"
        ) from None
    spare.seek(0)
    if any(b"\x00" in block for block in iter(lambda: spare.read(_BLOCK), b"")):
        raise ReadError(f"{path.name}: {NO_TEXT}")
    spare.seek(0)
    return spare


def _copy(path: Path, encoding: str, delimiter: str, spare: BinaryIO, *, without_first: bool) -> None:
    out = io.TextIOWrapper(spare, encoding=_UTF_8, newline="")
    with path.open(encoding="utf-8-sig" if encoding == _UTF_8 else encoding, newline="") as stream:
        if without_first:
            stream.readline()
            out.write("\n")  # the rows keep their numbers
        if delimiter == ",":
            if (start := stream.read(1)) != "\ufeff":
                out.write(start)
            for block in iter(lambda: stream.read(_BLOCK), ""):
                out.write(block)
        else:
            # strict: a quotation mark that is never closed must not swallow the rows behind it
            rows = csv.reader(stream, delimiter=delimiter, strict=True)
            csv.writer(out, lineterminator="\n").writerows(rows)
    out.flush()
    out.detach()


def _encoding(path: Path) -> str:
    """The encoding of the whole file. Raises ReadError where it is no text."""
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
        if head.startswith(b"PK\x03\x04"):
            raise ReadError(f"{path.name}: this is a workbook or a zip file by another name; name it .xlsx")
        if found := _wide(head):
            return found
        stream.seek(0)
        utf_8, rest = True, b""
        while block := stream.read(_BLOCK):
            if b"\x00" in block:
                raise ReadError(f"{path.name}: {NO_TEXT}")
            if utf_8:
                utf_8, rest = _goes_on(rest + block)
        return _UTF_8 if utf_8 and not rest else "cp1252"


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32, by its mark or its zero bytes; None where it is neither."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # without a mark: in text of our alphabet nearly every other byte is zero, in no other text any
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) * 0.3 and min(even, odd) < len(head) * 0.01:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _goes_on(data: bytes) -> tuple[bool, bytes]:
    """Whether the bytes are UTF-8 so far, and those of a last character that is not whole yet."""
    try:
        data.decode(_UTF_8)
    except UnicodeDecodeError as error:
        rest = data[error.start :]
        return error.reason == "unexpected end of data", rest
    return True, b""
