"""Workbooks and XML are read in a process of their own: no file can take the import down with it."""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from mash.intake.readers.child import BOOK, ERROR
from mash.intake.readers.limits import MOST_MEMORY, MOST_SECONDS, ReadError
from mash.intake.readers.wanted import Book, Sheet, Wanted


def read_apart(file: Path, folder: Path, wanted: Wanted) -> Book:
    """The wanted sheets of a workbook, or records of an XML file, as Parquet files in `folder`;
    where the folder is there already, what was read into it before.

    Raises ReadError in words where the file cannot be read, or not within `limits`.
    """
    if not folder.exists():
        folder.mkdir(parents=True)
        _read(file, folder, wanted)
    if (folder / ERROR).exists():
        raise ReadError((folder / ERROR).read_text(encoding="utf-8"))
    if not (folder / BOOK).exists():
        raise ReadError(
            f"{file.name}: reading it would take more than {MOST_MEMORY >> 30} GB of memory or "
            f"{MOST_SECONDS // 60} minutes, or the file is damaged; hand in its sheets as CSV"
        )
    book = json.loads((folder / BOOK).read_text(encoding="utf-8"))
    sheets = [
        Sheet(sheet["name"], [Path(name) for name in sheet["files"]], sheet["trouble"])
        for sheet in book["sheets"]
    ]
    return Book(sheets, book["passed_over"], book["as_at"])


def _read(file: Path, folder: Path, wanted: Wanted) -> None:
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, "-m", "mash.intake.readers.child", str(file.resolve()), str(folder)],
            input=json.dumps(asdict(wanted)),
            encoding="utf-8",
            capture_output=True,
            timeout=MOST_SECONDS,
            env=os.environ | {"POLARS_MAX_THREADS": "1"},
            check=False,
        )
