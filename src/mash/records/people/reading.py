"""What is read of people: one with all its records, and search by name or number. Each view is noted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import Q

from mash.framework.london import spelt
from mash.partnership.principal import Principal
from mash.records.people import names
from mash.records.people.models import Address, FamilyLink, Identifier, Merge, Name, Person
from mash.trail.record import note

MOST_FOUND = 50


@dataclass
class Whole:
    """A person with everything that is known of any of its records."""

    person: Person
    records: list[Person]
    names: list[Name]
    identifiers: list[Identifier]
    addresses: list[Address]
    family: list[tuple[FamilyLink, str]]  # with what the relative is called
    merges: list[Merge]
    shown: set[UUID] = field(default_factory=set)  # protected addresses shown on request

    @property
    def title(self) -> str:
        """The name they are called by first."""
        return next((str(name) for name in self.names), "Name not known")

    @property
    def births(self) -> list[str]:
        """Dates of birth, as the records have them."""
        days = {record.date_of_birth for record in self.records if record.date_of_birth}
        return [spelt(day) for day in sorted(days)]

    def show_address(self, by: Principal, pk: str) -> None:
        """Show a protected address; the trail says so."""
        for address in self.addresses:
            if str(address.pk) == pk and address.protected:
                note("viewed the protected address of", "person", self.person.pk, address=pk)
                self.shown.add(address.pk)


def open_person(by: Principal, pk: UUID, *, alone: bool = False) -> Whole:
    """Open a person with all their records, or one record `alone`; the trail says that they were viewed.

    Raises DoesNotExist where one sees none.
    """
    person: Person = Person.objects.seen_by(by).get(pk=pk)
    note("viewed", "person", person.pk)
    same = {"pk": pk} if alone else {"cluster": person.cluster}
    records = list(Person.objects.seen_by(by).filter(**same).order_by("entered_at"))
    of = {"person__in": records}
    family = list(FamilyLink.objects.seen_by(by).filter(**of).select_related("relative"))
    called = _called(by, [link.relative for link in family])
    return Whole(
        person=person,
        records=records,
        names=list(Name.objects.seen_by(by).filter(**of).select_related("agency")),
        identifiers=list(Identifier.objects.seen_by(by).filter(**of).select_related("agency")),
        addresses=list(Address.objects.seen_by(by).filter(**of).select_related("agency")),
        family=[(link, called[link.relative_id]) for link in family],
        merges=list(
            Merge.objects.seen_by(by)
            .filter(Q(first__in=records) | Q(second__in=records), undone_at=None)
            .select_related("account")
        ),
    )


def search(by: Principal, words: str) -> list[tuple[Person, str]]:
    """People seen by `by` whose number it is, or whose names have words that begin so. Each is noted."""
    rows = Person.objects.seen_by(by)
    number = "".join(words.split()).replace("-", "").upper()
    same = Identifier._base_manager.filter(value=number).values_list("person", flat=True)
    people = list(rows.filter(pk__in=list(same[:MOST_FOUND])))
    if sought := names.words(words):
        people += [one for one in rows.filter(pk__in=_named(sought)) if one not in people]
    clusters: dict[UUID, Person] = {}
    for person in people:
        clusters.setdefault(person.cluster, person)
    for person in clusters.values():
        note("found by search", "person", person.pk)
    called = _called(by, clusters.values())
    return [(person, called[person.pk]) for person in clusters.values()]


def _named(words: list[str]) -> list[UUID]:
    """People whose names have words that begin so, of those whom the database lets one see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_people_named(%s, %s)", [words, MOST_FOUND])
        return [one for (one,) in cursor.fetchall()]


def _called(by: Principal, people: Iterable[Person]) -> dict[UUID, str]:
    """What each of these people is called first, by id."""
    called = {person.pk: "" for person in people}
    for name in Name.objects.seen_by(by).filter(person__in=list(called)):
        called[name.person_id] = called[name.person_id] or str(name)
    return {pk: name or "Name not known" for pk, name in called.items()}
