"""What a reader is asked for, and what it hands over: plain data that goes to another process and back."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Wanted:
    """Sheets by pattern; headers by which a sheet's header row is known; of XML the element that is a record,
    the one around it that belongs to several, and the one that holds the date of the records."""

    sheets: list[str]
    headers: list[str]
    record: str | None = None
    parent: str | None = None
    as_at: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet that was read into Parquet files of text with provenance, or the sentence that says why not."""

    name: str
    files: list[Path]
    trouble: str | None = None


@dataclass(frozen=True)
class Book:
    """A file's sheets, the names of those that nobody asked for, and the day on which it was taken."""

    sheets: list[Sheet]
    passed_over: list[str]
    as_at: str | None = None
