"""A PDF: nothing that runs, nothing attached or hidden, nobody's name; all its text is read.

Everything that can be reached from the document is walked through, so that a script counts wherever it
hangs: on the document, a page, a bookmark, a note or a field.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from mash.release.scan.finding import Finding
from mash.release.scan.names import Names

#: What may stand in a PDF as having made it.
_MAKERS = re.compile(r"Typst [\d.]+")
#: Text that is written but not drawn: text rendering mode 3.
_UNDRAWN = re.compile(rb"(?<![\d.])3\s+Tr\b")
#: Entries that give a document away, wherever they stand, and what they are.
_ENTRIES = {
    "/JS": "a script",
    "/JavaScript": "a script",
    "/OpenAction": "an action when it is opened",
    "/AA": "an action that starts by itself",
    "/AcroForm": "a form",
    "/OCProperties": "layers that can be hidden",
    "/EmbeddedFiles": "an embedded file",
    "/EF": "an embedded file",
    "/AF": "an attached file",
    "/Collection": "a portfolio of files",
    "/PieceInfo": "what the program that made it kept for itself",
}
#: Actions that run something or lead out of the document.
_ACTIONS = {
    "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/URI", "/Rendition", "/Movie", "/Sound",
}  # fmt: skip
#: Words for those who do not see the page, titles of bookmarks, notes.
_WORDS = ("/Alt", "/ActualText", "/E", "/Contents", "/Title", "/TU", "/T", "/V")


def scan_pdf(file: str, content: bytes, names: Names) -> list[Finding]:
    """What is wrong with a PDF."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return [Finding(file, "file", "encrypted, so nobody can say what it holds")]
        everything = list(_reachable(reader.root_object))
        found = [Finding(file, where, what) for where, what in dict.fromkeys(_wrong(reader, everything))]
        texts = [(f"page {i}", page.extract_text()) for i, page in enumerate(reader.pages, 1)]
        texts.append(("properties", " ".join(_properties(reader))))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        return [Finding(file, "file", f"cannot be read ({error}), so nobody can say what it holds")]
    if content.count(b"startxref") > 1:
        found.append(Finding(file, "file", "an earlier version of itself is kept in it"))
    said = (str(one[key]) for one in everything for key in _WORDS if isinstance(one.get(key), str))
    texts.append(("words behind the page", " ".join(said)))
    for where, text in texts:
        found += names.findings(file, where, text, broken=True)
    return found


def _reachable(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached, each once."""
    waiting: list[Any] = [root]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)


def _wrong(reader: PdfReader, everything: list[DictionaryObject]) -> Iterator[tuple[str, str]]:
    for one in everything:
        yield from (("document", what) for entry, what in _ENTRIES.items() if entry in one)
        if one.get("/S") in _ACTIONS:
            yield "document", f"an action that runs something or leads out ({one['/S']})"
        if (
            isinstance(one, StreamObject)
            and one.get("/Subtype") == "/Form"
            and _UNDRAWN.search(one.get_data())
        ):
            yield "document", "text that is written but not drawn"
    for i, page in enumerate(reader.pages, 1):
        for note in page.get("/Annots") or ():
            if note.get_object().get("/Subtype") != "/Link":
                yield f"page {i}", f"a note on the page ({note.get_object().get('/Subtype')})"
        contents = page.get_contents()
        if contents is not None and _UNDRAWN.search(contents.get_data()):
            yield f"page {i}", "text that is written but not drawn"
    for key, value in (reader.metadata or {}).items():
        if key == "/Author" or (key in ("/Creator", "/Producer") and not _MAKERS.fullmatch(str(value))):
            yield "properties", f"it says whose it is ({key}): {value}"
    author = re.search(r"<dc:creator>(.*?)</dc:creator>", _xmp(reader), re.DOTALL)
    if author and re.sub(r"<[^>]*>|\s", "", author[1]):
        yield "properties", "it says whose it is (dc:creator)"


def _xmp(reader: PdfReader) -> str:
    metadata = reader.root_object.get("/Metadata")
    return metadata.get_object().get_data().decode("utf-8", "replace") if metadata is not None else ""


def _properties(reader: PdfReader) -> Iterator[str]:
    yield from (str(value) for value in (reader.metadata or {}).values())
    yield re.sub(r"<[^>]*>", " ", _xmp(reader))
