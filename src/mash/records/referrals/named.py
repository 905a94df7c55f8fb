"""Who is named in a referral, and what else is known to find them by: for an agency that looks them up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mash.partnership.principal import Principal
from mash.records.people.models import Address, Identifier, Name, Person
from mash.records.referrals.models import Subject


@dataclass(frozen=True)
class Named:
    """Somebody named, with the names, numbers and addresses of all records found to be of them."""

    subject: Subject
    names: list[Name]
    numbers: list[Identifier]
    addresses: list[Address]


def to_find_by(by: Principal, subjects: Iterable[Subject]) -> list[Named]:
    """Each subject (read with its person) as `by` may see them; the same name or number once."""
    named = list(subjects)
    clusters = [subject.person.cluster for subject in named]
    people = dict(Person.objects.seen_by(by).filter(cluster__in=clusters).values_list("pk", "cluster"))

    def of(record: type[Name] | type[Identifier] | type[Address]) -> dict[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = {cluster: [] for cluster in clusters}
        for row in record.objects.of_seen(person__in=list(people)):
            found[people[row.person_id]].append(row)
        return found

    names, numbers, addresses = of(Name), of(Identifier), of(Address)
    return [
        Named(one, _once(names[at]), _once(numbers[at]), addresses[at])
        for one, at in zip(named, clusters, strict=True)
    ]


def _once(rows: list[Any]) -> list[Any]:
    return [row for _, row in sorted({str(row): row for row in rows}.items())]
