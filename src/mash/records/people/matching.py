"""Who may this be? Likely matches on entry, each with its reasons for and against; a human decides.

Only among people whom the one who asks may see, and never two that are known to be different. Nothing here
merges. (Linking whole extracts is linkage/, with Splink; here are one person and minutes to decide.)
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from uuid import UUID

from django.db import connection
from django.db.models import Q

from mash.partnership.principal import Principal
from mash.records.people import names
from mash.records.people.models import (
    IDENTIFIERS,
    Address,
    Identifier,
    KnownDifferent,
    Name,
    Person,
)

#: Matches are offered from this much on; the weights below only order them.
ENOUGH = 4
MOST = 10
#: More candidates than this are no help.
_MOST_CANDIDATES = 400
_CHECKED = ("nhs_number", "upn")


@dataclass(frozen=True)
class Known:
    """A record of a person with what is compared."""

    person: Person
    names: tuple[str, ...]
    numbers: frozenset[tuple[str, str]]
    postcodes: frozenset[str]

    @property
    def birth(self) -> date | None:
        """Date of birth."""
        return self.person.date_of_birth


@dataclass(frozen=True)
class Match:
    """A likely match: the record, what speaks for it and what against, and how much that weighs."""

    known: Known
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    weight: int


def likely_matches(principal: Principal, person: Person) -> list[Match]:
    """People seen by `principal` who may be `person`, the likeliest first."""
    sought = _known([person])[0]
    different = _known_different(person)
    candidates = [
        one
        for one in _candidates(principal, sought)
        if one.cluster != person.cluster and one.pk not in different
    ]
    found = (_weighed(sought, known) for known in _known(candidates))
    offered = sorted(
        (match for match in found if match.weight >= ENOUGH),
        key=lambda match: (-match.weight, str(match.known.person.pk)),
    )
    seen: set[UUID] = set()
    best = []
    for match in offered:  # one record of each cluster stands for it
        if match.known.person.cluster not in seen:
            seen.add(match.known.person.cluster)
            best.append(match)
    return best[:MOST]


def known(people: Iterable[Person]) -> list[Known]:
    """Records with their names, numbers and postcodes."""
    return _known(list(people))


def _candidates(principal: Principal, sought: Known) -> list[Person]:
    """Records that share a number, a birth date (or one with day and month swapped), or a whole name and a
    postcode: with a name alone, or a postcode alone, nobody weighs enough.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM mash_people_like(%s::jsonb, %s::jsonb, %s::date[], %s, %s)",
            [
                json.dumps([names.words(name) for name in sought.names]),
                json.dumps([{"kind": kind, "value": value} for kind, value in sorted(sought.numbers)]),
                [sought.birth, *_swapped(sought.birth)] if sought.birth else [],
                sorted(sought.postcodes),
                _MOST_CANDIDATES,
            ],
        )
        ids = [pk for (pk,) in cursor]
    return list(Person.objects.seen_by(principal).filter(pk__in=ids)) if ids else []


def _known(people: list[Person]) -> list[Known]:
    ids = [person.pk for person in people]
    of: dict[UUID, tuple[list[str], set[tuple[str, str]], set[str]]] = {pk: ([], set(), set()) for pk in ids}
    for name in Name._base_manager.filter(person__in=ids):
        of[name.person_id][0].append(str(name))
    for number in Identifier._base_manager.filter(person__in=ids):
        of[number.person_id][1].add((number.kind, number.value))
    for address in Address._base_manager.filter(person__in=ids).exclude(postcode=""):
        of[address.person_id][2].add(address.postcode.replace(" ", ""))
    return [
        Known(person, tuple(found[0]), frozenset(found[1]), frozenset(found[2]))
        for person in people
        for found in (of[person.pk],)
    ]


def _known_different(person: Person) -> set[UUID]:
    """Records of the clusters that some record of this person's is known to differ from."""
    ours = Person._base_manager.filter(cluster=person.cluster).values("pk")
    pairs = KnownDifferent._base_manager.filter(Q(first__in=ours) | Q(second__in=ours))
    others = {one for pair in pairs.values_list("first__cluster", "second__cluster") for one in pair}
    clusters = others - {person.cluster}
    return set(Person._base_manager.filter(cluster__in=clusters).values_list("pk", flat=True))


def _weighed(sought: Known, other: Known) -> Match:
    reasons: list[str] = []
    against: list[str] = []
    weight = 0
    for kind, words in IDENTIFIERS.items():
        ours = {value for of, value in sought.numbers if of == kind}
        theirs = {value for of, value in other.numbers if of == kind}
        if ours & theirs:
            reasons.append(f"Same {_low(words)}")
            weight += 10 if kind in _CHECKED else 6
        elif ours and theirs and kind in _CHECKED:
            against.append(f"Different {_low(words)}")
            weight -= 6
    alike = max((_alike(a, b) for a in sought.names for b in other.names), default=0.0)
    if alike == 1:
        reasons.append("Same name")
        weight += 3
    elif alike >= 0.85:
        reasons.append("Similar name")
        weight += 2
    elif sought.names and other.names:
        against.append("Different name")
        weight -= 1
    if sought.birth and other.birth:
        if sought.birth == other.birth:
            reasons.append("Same date of birth")
            weight += 3
        elif other.birth in _swapped(sought.birth):
            reasons.append("Same date of birth with day and month swapped")
            weight += 2
        else:
            against.append("Different date of birth")
            weight -= 2
    if sought.postcodes & other.postcodes:
        reasons.append("Same postcode")
        weight += 2
    return Match(other, tuple(reasons), tuple(against), weight)


def _alike(one: str, other: str) -> float:
    """1 where two names have the same words, in any order; else how much of their letters agree."""
    first, second = sorted(names.words(one)), sorted(names.words(other))
    if first == second:
        return 1.0
    return min(SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).ratio(), 0.99)


def _swapped(birth: date) -> list[date]:
    return [date(birth.year, birth.day, birth.month)] if birth.day <= 12 and birth.day != birth.month else []


def _low(words: str) -> str:
    return words if words.startswith("NHS") else words[0].lower() + words[1:]
