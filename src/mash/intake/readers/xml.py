"""XML: each record as a row of text, with what its parent says. No entity resolved, nothing fetched."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from mash.dataset.faults import PROVENANCE
from mash.intake.readers.limits import MOST_XML, ReadError
from mash.intake.readers.pieces import Pieces
from mash.intake.readers.wanted import Book, Sheet, Wanted

Leaves = dict[str, str | None]


def read_xml(path: Path, folder: Path, wanted: Wanted) -> Book:
    """Every element `wanted.record` as a row: its leaf elements, the first of each name, and those of the
    `wanted.parent` around it that lie outside records. `_row` is the line in the file.

    Namespaces do not matter. Raises ReadError in words where the file is no well-formed XML, has a
    document type (through which entities attack), or has no such record.
    """
    root = _root(path)
    rows = list(_records(root, wanted))
    if not rows:
        raise ReadError(
            f"{path.name}: there is no element {wanted.record} in it; is it the right kind of file?"
        )
    columns = list(dict.fromkeys(name for _, row in rows for name in row if name not in PROVENANCE))
    pieces = Pieces(folder, "records", columns)
    for line, row in rows:
        pieces.add((*(row.get(name) for name in columns), path.name, None, line))
    pieces.close()
    taken = next((leaf.text for leaf in root.iter() if _name(leaf) == wanted.as_at), None)
    return Book([Sheet(str(wanted.record), pieces.files)], [], taken)


def _root(path: Path) -> etree._Element:
    if path.stat().st_size > MOST_XML:
        raise ReadError(f"{path.name}: larger than {MOST_XML >> 20} MB; hand it in in parts")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        tree = etree.parse(str(path), parser)
    except (etree.XMLSyntaxError, UnicodeError, OSError) as error:
        why = " ".join(str(error).split())
        raise ReadError(f"{path.name}: not well-formed XML, or cut off on its way: {why}") from None
    if tree.docinfo.doctype:
        raise ReadError(
            f"{path.name}: a document type (<!DOCTYPE …>) stands in it; take it out and hand it in again"
        )
    return tree.getroot()


def _records(root: etree._Element, wanted: Wanted) -> Iterator[tuple[int, Leaves]]:
    """The line and the leaves of each record, those of its parent before its own."""
    above: Leaves = {}
    for element in root.iter():
        if _name(element) == wanted.parent:
            above = dict(_leaves(element, wanted.record))
        elif _name(element) == wanted.record:
            inside = any(_name(around) == wanted.parent for around in element.iterancestors())
            yield element.sourceline, (above if inside else {}) | dict(_leaves(element, None))


def _leaves(element: etree._Element, without: str | None) -> Iterator[tuple[str, str | None]]:
    """Names and texts of the elements that hold no others, the first of each name."""
    seen = set()
    todo = list(reversed(element))
    while todo:
        child = todo.pop()
        name = _name(child)
        if name is None or name == without:
            continue
        inner = [grandchild for grandchild in child if _name(grandchild)]
        if inner:
            todo.extend(reversed(inner))
        elif name not in seen:
            seen.add(name)
            yield name, (child.text or "").strip() or None


def _name(element: etree._Element) -> str | None:
    """An element's name without its namespace; None for comments and the like."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else None
