"""Words in a piece that could be somebody else's name: those of the record, and what looks like one."""

import re
from collections.abc import Iterable

from mash.records.evidence.finding import KINDS, found
from mash.records.people.names import words as folded

OTHERS = {"other": "Somebody else in the record", "staff": "Somebody who worked on it"}
#: What the finder of evidence finds that could lead to somebody.
_LEADS = ("name", "contact", "postcode")
#: Shorter words of names stand in any text.
_SHORTEST = 3


def names_in(text: str, names: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The words, as they stand in the text, and why each could be of somebody else. `names`: of whom (`own`,
    `other`, `staff`) and the name; the person's own words are nobody else's.
    """
    whose: dict[str, str] = {}
    for of in ("staff", "other", "own"):  # the last one wins
        whose |= {word: of for kind, name in names if kind == of for word in folded(name)}
    hits: dict[str, str] = {}
    for word in re.findall(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", text):
        name = word.removesuffix("’s").removesuffix("'s")
        of = next((whose[part] for part in folded(name) if part in whose), "")
        if of in OTHERS and len(name) >= _SHORTEST:
            hits.setdefault(name, OTHERS[of])
    for one in found(text):
        parts = folded(one.words)
        if one.kind in _LEADS and not all(part in whose for part in parts):
            hits.setdefault(one.words, f"{KINDS[one.kind]}, perhaps")
    return [[words, why] for words, why in hits.items()]
