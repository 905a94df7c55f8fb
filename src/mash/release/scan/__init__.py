"""Every file of a release is read back before it goes out: does it hide, run, fetch or name anything?

Spreadsheets with hidden sheets and pivot caches have identified thousands of people (field.md). So what was
written is opened as what it is, not as what was meant. One file a kind of file; `scan` chooses by its name.
"""

from collections.abc import Iterable
from pathlib import Path

from mash.release.scan.csvs import scan_csv
from mash.release.scan.finding import Finding
from mash.release.scan.names import Names
from mash.release.scan.pages import scan_html, scan_svg
from mash.release.scan.pdfs import scan_pdf
from mash.release.scan.workbooks import scan_xlsx
from mash.release.scan.zips import scan_zip

__all__ = ["Finding", "scan"]


def scan(path: Path, names: Iterable[str] = ()) -> list[Finding]:
    """What is wrong with a file of a release; empty when nothing is.

    `names`: words that must not stand in it anywhere – names of people, canaries –, found whatever their
    case and spacing. A kind of file that is not known is itself a finding. Raises OSError.
    """
    return scan_content(path.name, path.read_bytes(), Names(names))


def scan_content(file: str, content: bytes, names: Names) -> list[Finding]:
    """The same of a file in memory; members of a ZIP come here again."""
    kind = file.rpartition(".")[2].lower()
    if kind == "xlsx":
        return scan_xlsx(file, content, names)
    if kind == "pdf":
        return scan_pdf(file, content, names)
    if kind in ("html", "htm"):
        return scan_html(file, content, names)
    if kind == "svg":
        return scan_svg(file, content, names)
    if kind == "csv":
        return scan_csv(file, content, names)
    if kind in ("txt", "json"):
        return names.findings(file, "text", content.decode("utf-8", "replace"))
    if kind == "zip":
        return scan_zip(file, content, names, scan_content)
    return [
        Finding(file, "name", f"a file of a kind that is not known (.{kind}): nobody can say what it holds")
    ]
