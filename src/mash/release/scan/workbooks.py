"""A workbook, opened as the ZIP of XML that it is: nothing hidden, nothing that runs, nobody's name.

What may be in it is listed, not what may not: a part of a kind that is not known is a finding.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from mash.release.scan.finding import Finding
from mash.release.scan.names import Names

#: Parts that a workbook of figures needs.
_KNOWN = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml"
    r"|xl/(workbook|styles|sharedStrings|metadata)\.xml|xl/_rels/workbook\.xml\.rels|xl/theme/theme\d+\.xml"
    r"|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/tables/table\d+\.xml"
)
#: Known kinds of part that give people away, and what they are.
_TOLD = (
    ("comments", "comments"),
    ("threadedComment", "comments"),
    ("persons/", "names of commenting people"),
    ("pivotCache", "the cache of a pivot table: all the records behind it"),
    ("pivotTable", "a pivot table"),
    ("externalLink", "a link to another workbook"),
    ("customXml", "custom XML"),
    ("vbaProject", "a macro"),
    ("docProps/custom", "custom properties"),
    ("embeddings/", "an embedded file"),
    ("connections", "a connection to a source of data"),
    ("queryTable", "a query"),
    ("calcChain", "a chain of formulas"),
)
_PRINT = {"_xlnm.Print_Area", "_xlnm.Print_Titles"}
_PEOPLE = {"creator", "lastModifiedBy", "Manager", "Company"}
_RUNS = {"f": "a formula", "formula": "a formula of a format", "formula1": "a formula of a check"}


def scan_xlsx(file: str, content: bytes, names: Names) -> list[Finding]:
    """What is wrong with a workbook."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        return [Finding(file, "file", "not a workbook, so nobody can say what it holds")]
    found = [Finding(file, "file", "a comment on the archive")] if archive.comment else []
    with archive:
        for part in archive.namelist():
            if not _KNOWN.fullmatch(part):
                found.append(Finding(file, part, _told(part)))
            if not part.endswith((".xml", ".rels")):
                continue
            try:
                root = fromstring(archive.read(part))
            except (ParseError, DefusedXmlException):
                found.append(Finding(file, part, "not plain XML, so nobody can say what it holds"))
                continue
            found += [Finding(file, part, what) for what in dict.fromkeys(_wrong(part, root))]
            found += names.findings(file, part, " ".join(_texts(root)))
    return found


def _told(part: str) -> str:
    return next((what for name, what in _TOLD if name in part), "a part of a kind that is not known")


def _wrong(part: str, root: Element) -> Iterator[str]:
    """What is wrong inside a part."""
    for element in root.iter():
        name = _local(element.tag)
        if name == "sheet" and element.get("state", "visible") != "visible":
            yield f"the sheet {element.get('name')!r} is {element.get('state')}"
        if name == "definedName" and (element.get("name") not in _PRINT or element.get("hidden")):
            yield f"a defined name: {element.get('name')!r}"
        if name in ("row", "col") and element.get("hidden") in ("1", "true"):
            yield f"a hidden {'row' if name == 'row' else 'column'}"
        if name in _RUNS and part.startswith("xl/"):
            yield _RUNS[name]
        if name in _PEOPLE and part.startswith("docProps/") and (element.text or "").strip():
            yield f"it says whose it is ({name}): {element.text}"
        if name == "Relationship" and element.get("TargetMode") == "External":
            yield f"a link to outside: {element.get('Target')}"


def _texts(root: Element) -> Iterator[str]:
    """Every text and every attribute of a part."""
    for element in root.iter():
        # the runs of one string are one text: a name may change its font half way
        if _local(element.tag) in ("si", "is"):
            yield "".join(element.itertext())
        elif element.text:
            yield element.text
        yield from element.attrib.values()


def _local(tag: str) -> str:
    return str(tag).rpartition("}")[2]
