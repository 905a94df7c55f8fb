"""Labels: what local names of referral sources mean, by lists kept as data. Nothing is ever guessed.

A label is looked up as it is written, then without what is mere decoration: case, punctuation and the
list codes that systems put in front (`q) 6:`, `7 -`, `(CS)`). A number inside a label decides nothing:
`7 - Police` and `Police` are the same label, and neither is code 7.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

_QUOTES = re.compile(r"[‘’“”\"']")
_FRONT = (
    re.compile(r"^\(?[a-z]{0,2}\)\s*"),  # q)  (cs)
    re.compile(r"^\[?\(?\d{1,3}\s?[a-z]?\)?\]?\s*[:.\-–)]\s*"),  # 6:  1a -  02)
    re.compile(r"^\d{1,2}[a-z]?\s+(?=[a-z(])"),  # 2b Education
)
_BEHIND = re.compile(r"\s*[\[(]\d{1,2}[a-z]?[\])]\s*$")  # [3f]
_MARKS = re.compile(r"[^\w&+]+")


class LabelError(ValueError):
    """The list of labels cannot be used; the message says why."""


@dataclass(frozen=True)
class LabelList:
    """Labels as written (`exact`) and without decoration (`plain`), each with the codes it may mean."""

    exact: dict[str, tuple[str, ...]]
    plain: dict[str, tuple[str, ...]]
    codes: dict[str, str]

    def candidates(self, label: str) -> tuple[str, ...]:
        """What a label may mean: one code where it is known for certain, several where it is ambiguous."""
        return self.exact.get(label.strip()) or self.plain.get(undecorated(label), ())

    def resolve(self, label: str) -> str | None:
        """What a label means for certain; None where no list knows it or it is ambiguous."""
        found = self.candidates(label)
        return found[0] if len(found) == 1 else None

    def code(self, code: str) -> str | None:
        """What a national code means, for columns that are known to hold codes; never for free labels."""
        return self.codes.get(code.strip().casefold())


def undecorated(label: str) -> str:
    """A label without case, punctuation and the list codes that systems put in front of it."""
    text = _QUOTES.sub("", unicodedata.normalize("NFKC", label)).casefold().strip()
    before = None
    while text != before:
        before = text
        for pattern in _FRONT:
            text = pattern.sub("", text)
    return _MARKS.sub(" ", _BEHIND.sub("", text)).strip()


@cache
def label_list(name: str) -> LabelList:
    """A list that is shipped, by name, or one of an analyst's own, by path. Raises LabelError."""
    shipped = resources.files("mash.intake") / "lists" / f"{name}.toml"
    path = shipped if shipped.is_file() else Path(name)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LabelError(f"the list of labels {name!r} cannot be read: {error}") from None
    plain: dict[str, tuple[str, ...]] = {}
    for code, labels in data.get("labels", {}).items():
        for label in labels:
            plain[undecorated(label)] = (*plain.get(undecorated(label), ()), code)
    for label, codes in data.get("ambiguous", {}).items():
        plain[undecorated(label)] = tuple(codes)
    exact = {
        label: (codes,) if isinstance(codes, str) else tuple(codes)
        for label, codes in data.get("exact", {}).items()
    }
    return LabelList(exact, plain, {code.casefold(): meant for code, meant in data.get("codes", {}).items()})
