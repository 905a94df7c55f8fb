"""What a file handed in may not exceed, so that no file can fill the machine."""

import zipfile
from pathlib import Path

#: All parts of a workbook unpacked; the largest real extracts seen are far below it.
MOST_UNPACKED = 500 << 20
#: How much smaller a part may be packed than unpacked; spreadsheets of text reach about 40.
MOST_RATIO = 200
MOST_PARTS = 10_000
#: An XML file as a whole.
MOST_XML = 200 << 20
#: What reading one file may take: address space in bytes, time in seconds.
MOST_MEMORY = 3 << 30
MOST_SECONDS = 600


class ReadError(Exception):
    """A file cannot be read; the message says which, why and how to mend it."""


def check_zip(path: Path) -> None:
    """Raise ReadError where a workbook is no zip, is cut off, or would unpack to more than is sane."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise ReadError(
            f"{path.name}: this is not a whole Excel workbook (.xlsx); it may have been cut off on its way. "
            "Open it in Excel, save it again and hand that in"
        ) from None
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1 << 16):
        raise ReadError(
            f"{path.name}: unpacked this file would take {unpacked >> 20:,} MB, more than a workbook "
            "of records has; hand in its sheets as CSV"
        )
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise ReadError(f"{path.name}: this is a zip file but no Excel workbook; hand in .xlsx, CSV or XML")
