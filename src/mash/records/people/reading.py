"""What is read of people: one with all its records, and search by name or number. Each view is noted."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from mash.partnership.principal import Principal
from mash.records.people import names
from mash.records.people.models import Address, FamilyLink, Identifier, Merge, Name, NameWord, Person
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
        return [f"{day.day} {day:%B %Y}" for day in sorted(days)]

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
    return Whole(
        person=person,
        records=records,
        names=list(Name.objects.seen_by(by).filter(**of).select_related("agency")),
        identifiers=list(Identifier.objects.seen_by(by).filter(**of).select_related("agency")),
        addresses=list(Address.objects.seen_by(by).filter(**of).select_related("agency")),
        family=[
            (link, _called(by, link.relative))
            for link in FamilyLink.objects.seen_by(by).filter(**of).select_related("relative")
        ],
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
    same = Identifier._base_manager.filter(value=number).values("person")
    by_name = rows
    sought = names.words(words)
    for word in sought:
        begins = NameWord._base_manager.filter(word__gte=word, word__lt=word + "\U0010ffff").values("person")
        by_name = by_name.filter(pk__in=begins)
    people = list(rows.filter(pk__in=same)[:MOST_FOUND])
    if sought:
        people += [one for one in by_name[:MOST_FOUND] if one not in people]
    clusters: dict[UUID, Person] = {}
    for person in people:
        clusters.setdefault(person.cluster, person)
    found = [(person, _called(by, person)) for person in clusters.values()]
    for person, _ in found:
        note("found by search", "person", person.pk)
    return found


def _called(by: Principal, person: Person) -> str:
    name = Name.objects.seen_by(by).filter(person=person).first()
    return str(name) if name else "Name not known"
