"""Labels: what local names of referral sources mean, by lists kept as data. Nothing is ever guessed.

A label is looked up without what is mere decoration: case, punctuation, accents of a wrong encoding, and
numbers and list codes (`q) 6:`, `7 -`, `[3F]`). A number inside a label decides nothing: `7 - Police` and
`Police` are the same label, and neither is code 7. The list's own first lines say how it is looked up.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

_QUOTES = re.compile(r"[‘’“”\"'`´]")
_FRONT = re.compile(r"^\(?[a-z]{1,2}\)\s*")  # q)  (cs)
_MARKS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+[a-z]?")  # 6  1a
_KEYS = {"filler", "codes", "groups", "ambiguous", "spelled"}
_GROUP_KEYS = {"heads", "words", "names"}

Words = tuple[str, ...]


class LabelError(ValueError):
    """The list of labels cannot be used; the message says why."""


@dataclass(frozen=True)
class Group:
    """A group by its words: a label is in it with one of its `heads`, and no word that is not `known`."""

    heads: frozenset[Words]
    known: frozenset[str]

    def has(self, label: Words) -> bool:
        """Whether every word of a label is known to the group and at least one head is among them."""
        return self.known.issuperset(label) and any(
            label[start : start + len(head)] == head for head in self.heads for start in range(len(label))
        )


@dataclass(frozen=True)
class LabelList:
    """Labels as written (`spelled`), whole (`names`) and by their words (`groups`); national `codes`."""

    spelled: dict[str, str]
    names: dict[Words, Words]
    groups: dict[str, Group]
    codes: dict[str, str]

    def candidates(self, label: str) -> tuple[str, ...]:
        """What a label may mean: one code where it is known for certain, several where it is ambiguous."""
        if label.strip() in self.spelled:
            return (self.spelled[label.strip()],)
        words = undecorated(label)
        if words in self.names:
            return self.names[words]
        alone = self.code(words[0]) if len(words) == 1 else None
        return (alone,) if alone else tuple(code for code, group in self.groups.items() if group.has(words))

    def code(self, code: str) -> str | None:
        """What a national code means, for cells that hold a code and nothing else."""
        return self.codes.get(code.strip().casefold())


def undecorated(label: str) -> Words:
    """A label's words, without numbers and list codes unless there is nothing else."""
    text = _QUOTES.sub("", unicodedata.normalize("NFKC", _repaired(label))).casefold().strip()
    words = _MARKS.sub(" ", _FRONT.sub("", text)).split()
    return tuple(word for word in words if not _NUMBER.fullmatch(word)) or tuple(words)


def _repaired(text: str) -> str:
    """Undo what reading UTF-8 as Windows-1252, once or twice, did to a text (`childrenâ€™s`)."""
    for _ in range(2):
        try:
            text = text.encode("cp1252").decode("utf-8")
        except UnicodeError:
            break
    return text


@cache
def label_list(name: str) -> LabelList:
    """A list that is shipped, by name, or one of an analyst's own, by path. Raises LabelError."""
    shipped = resources.files("mash.intake") / "lists" / f"{name}.toml"
    path = shipped if shipped.is_file() else Path(name)
    try:
        return _list(name, tomllib.loads(path.read_text(encoding="utf-8")))
    except (TypeError, AttributeError):
        raise LabelError(
            f"the list of labels {name!r}: write each of heads, words and names as texts in square brackets"
        ) from None
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise LabelError(f"the list of labels {name!r} cannot be read: {error}") from None


def _list(name: str, data: dict[str, Any]) -> LabelList:
    _only(name, "the file", data, _KEYS)
    filler = data.get("filler", [])
    names: dict[Words, Words] = {}
    groups: dict[str, Group] = {}
    for code, group in data.get("groups", {}).items():
        _only(name, f"[groups.{code}]", group, _GROUP_KEYS)
        heads = frozenset(undecorated(head) for head in group.get("heads", []))
        words = {word for phrase in [*filler, *group.get("words", [])] for word in undecorated(phrase)}
        groups[code] = Group(heads, frozenset(words.union(*heads)))
        for whole in group.get("names", []):
            names[undecorated(whole)] = (*names.get(undecorated(whole), ()), code)
    for whole, codes in data.get("ambiguous", {}).items():
        names[undecorated(whole)] = tuple(codes)
    codes = {code.casefold(): meant for code, meant in data.get("codes", {}).items()}
    return LabelList(data.get("spelled", {}), names, groups, codes)


def _only(name: str, where: str, data: dict[str, Any], keys: set[str]) -> None:
    beyond = sorted(set(data) - keys)
    if beyond:
        raise LabelError(
            f"the list of labels {name!r}, {where}: {', '.join(beyond)} is not known here; "
            f"known are {', '.join(sorted(keys))}"
        )
