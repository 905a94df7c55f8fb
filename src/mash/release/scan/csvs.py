"""A CSV: no cell that a spreadsheet would run, no name."""

import csv
import io
import re

from mash.framework.harmless import RUN
from mash.release.scan.finding import Finding
from mash.release.scan.names import Names


def scan_csv(file: str, content: bytes, names: Names) -> list[Finding]:
    """What is wrong with a CSV."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return [Finding(file, f"byte {error.start}", "not UTF-8, so nobody can say what it holds")]
    found = []
    for line, row in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
        for cell in row:
            if re.match(RUN, cell) and not cell.startswith("'") and not _number(cell):
                found.append(
                    Finding(file, f"line {line}", f"a spreadsheet would run this cell: {cell[:60]!r}")
                )
    return found + names.findings(file, "text", text)


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
