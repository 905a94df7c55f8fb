"""A page: no script, nothing fetched, nothing hidden in comments; its drawings are looked into."""

import base64
import binascii
import re
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

from mash.release.scan.finding import Finding
from mash.release.scan.names import Names

#: Elements that run, fetch, or send somewhere.
_NEVER = {"script", "iframe", "object", "embed", "applet", "form", "base", "link", "audio", "video", "portal"}
_FETCHES = {"src", "srcset", "poster", "data", "background", "xlink:href"}
_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]*)""", re.IGNORECASE)
_DATA = re.compile(r"data:image/(?:svg\+xml|png);base64,([A-Za-z0-9+/=\s]*)\Z")


def scan_html(file: str, content: bytes, names: Names) -> list[Finding]:
    """What is wrong with a page."""
    return _scan(file, content, names, svg=False)


def scan_svg(file: str, content: bytes, names: Names) -> list[Finding]:
    """What is wrong with a drawing."""
    return _scan(file, content, names, svg=True)


def _scan(file: str, content: bytes, names: Names, *, svg: bool) -> list[Finding]:
    reader = _Reader(svg)
    reader.feed(content.decode("utf-8", "replace"))
    reader.close()
    found = [Finding(file, where, what) for where, what in reader.wrong]
    found += names.findings(file, "text", " ".join(reader.texts))
    for number, drawing in enumerate(reader.drawings, 1):
        found += scan_svg(f"{file}, picture {number}", drawing, names)
    return found


class _Reader(HTMLParser):
    """Collects what is wrong, all texts and the drawings inside addresses."""

    def __init__(self, svg: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.drawings: list[bytes] = []
        self._svg = svg

    def _note(self, what: str) -> None:
        self.wrong.append((f"line {self.getpos()[0]}", what))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NEVER or (tag == "foreignobject" and self._svg):
            self._note(f"an element <{tag}>")
        if tag == "meta" and any(name == "http-equiv" for name, _ in attrs):
            self._note("an element <meta http-equiv>")
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self._note(f"a script in {name}")
        # a link may lead out, as nothing is fetched until it is followed; elsewhere an address is fetched
        fetched = name in _FETCHES or (name == "href" and tag != "a")
        if re.match(r"\s*(javascript|vbscript)\s*:", value, re.IGNORECASE):
            self._note(f"a script in {name}")
        elif fetched:
            self._address(value)
        if name == "hidden" or (name == "style" and re.search(r"display\s*:\s*none", value)):
            self._note(f"a hidden element <{tag}>")
        for address in _ADDRESS.findall(value) if name == "style" else ():
            self._address(address)
        if not value.startswith("data:"):
            self.texts.append(value)

    def _address(self, value: str) -> None:
        """An address that is fetched: only one that holds its content, or a part of the page itself."""
        held = _DATA.match(value)
        if held:
            try:
                content = base64.b64decode(held[1], validate=False)
            except binascii.Error:
                self._note("a picture that cannot be read")
                return
            if value.startswith("data:image/svg"):
                self.drawings.append(content)
        elif value.startswith("data:image/svg+xml"):
            self.drawings.append(unquote_to_bytes(value.partition(",")[2]))
        elif value and not value.startswith("#"):
            self._note(f"something to fetch: {value[:80]}")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.cdata_elem == "style":
            for address in _ADDRESS.findall(data):
                self._address(address)
            if "@import" in data:
                self._note("a style that is fetched (@import)")

    def handle_comment(self, data: str) -> None:
        self._note("a comment")
        self.texts.append(data)

    def unknown_decl(self, data: str) -> None:
        self.texts.append(data)
