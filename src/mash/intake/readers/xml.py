"""XML: each record as a row of text, with what its parent says. No entity resolved, nothing fetched."""

from pathlib import Path

import polars as pl
from lxml import etree

from mash.dataset.faults import PROVENANCE
from mash.intake.readers.limits import MOST_XML, ReadError


def read_xml(path: Path, record: str, parent: str | None) -> pl.DataFrame:
    """Every element `record` as a row: its leaf elements, the first of each name, and those of the `parent`
    around it that lie outside records. `_row` is the line in the file.

    Namespaces do not matter. Raises ReadError in words where the file is no well-formed XML, has a
    document type (through which entities attack), or has no such record.
    """
    root = _root(path)
    rows = []
    for element in root.iter():
        if not isinstance(element.tag, str) or _name(element) != record:
            continue
        around = next((a for a in element.iterancestors() if _name(a) == parent), None)
        said = {} if around is None else _leaves(around, without=record)
        where = {"_file": path.name, "_sheet": None, "_row": element.sourceline}
        rows.append(said | _leaves(element) | where)
    if not rows:
        raise ReadError(f"{path.name}: there is no element {record} in it; is it the right kind of file?")
    columns = dict.fromkeys(name for row in rows for name in row if name not in PROVENANCE)
    schema = dict.fromkeys(columns, pl.String()) | PROVENANCE
    return pl.DataFrame(rows, schema=schema, orient="row")


def read_xml_header(path: Path, header: str = "Header") -> dict[str, str | None]:
    """The leaf elements of the file's header, such as ReferenceDate."""
    found = next((e for e in _root(path).iter() if isinstance(e.tag, str) and _name(e) == header), None)
    return {} if found is None else _leaves(found)


def _root(path: Path) -> etree._Element:
    if path.stat().st_size > MOST_XML:
        raise ReadError(f"{path.name}: larger than {MOST_XML >> 20} MB; hand it in in parts")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        tree = etree.parse(str(path), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{path.name}: not well-formed XML, or cut off on its way: {error.msg}") from None
    if tree.docinfo.doctype:
        raise ReadError(
            f"{path.name}: a document type (<!DOCTYPE …>) stands in it; take it out and hand it in again"
        )
    return tree.getroot()


def _leaves(element: etree._Element, without: str | None = None) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    todo = [child for child in element if isinstance(child.tag, str)]
    while todo:
        child = todo.pop(0)
        if _name(child) == without:
            continue
        inner = [grandchild for grandchild in child if isinstance(grandchild.tag, str)]
        if inner:
            todo = inner + todo
        elif _name(child) not in found:
            found[_name(child)] = (child.text or "").strip() or None
    return found


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
