"""The other process: reads one workbook or XML file under limits, writes Parquet files and `book.json`.

    python -m mash.intake.readers.child FILE FOLDER < wanted.json

A file made to fill the memory takes this process with it and not the import.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from mash.intake.readers.limits import MOST_MEMORY, MOST_SECONDS, ReadError
from mash.intake.readers.wanted import Book, Wanted

BOOK, ERROR = "book.json", "error.txt"


def main(file: Path, folder: Path, wanted: Wanted) -> None:
    """Read `file` into `folder`; a file that cannot be read leaves `error.txt` there."""
    limit_this_process()
    from mash.intake.readers.xlsx import read_xlsx
    from mash.intake.readers.xml import read_xml

    try:
        book = (read_xml if wanted.record else read_xlsx)(file, folder, wanted)
    except ReadError as error:
        (folder / ERROR).write_text(str(error), encoding="utf-8")
    else:
        (folder / BOOK).write_text(as_json(book), encoding="utf-8")


def limit_this_process(seconds: int = MOST_SECONDS) -> None:
    """No more memory and time than the largest real file needs; on systems that know such limits."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def as_json(book: Book) -> str:
    """A book as text for the other side."""
    return json.dumps(asdict(book), default=str)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Wanted(**json.load(sys.stdin)))
