"""The only writers of people. Nothing here merges by itself: a person says that two records are of one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q

from mash.framework.london import now
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.people import identifiers, names
from mash.records.people.models import (
    Address,
    FamilyLink,
    Identifier,
    KnownDifferent,
    Merge,
    Name,
    NameWord,
    Person,
)
from mash.records.writing import fault, kept
from mash.trail.record import note


@dataclass(frozen=True)
class Particulars:
    """What somebody says of a person: any of it may be missing."""

    given_names: str = ""
    family_name: str = ""
    other_names: str = ""
    date_of_birth: date | None = None
    expected_date_of_birth: date | None = None
    sex: str = "unknown"
    numbers: dict[str, str] = field(default_factory=dict)  # kind of identifier → number as written
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    protected: bool = False


def enter_person(*, by: Principal, said: Particulars) -> Person:
    """Make a record of a person from what somebody of an agency says. Only a human matches it.

    Raises ValidationError, by field, where a number cannot be one.
    """
    person = Person(
        date_of_birth=said.date_of_birth,
        expected_date_of_birth=said.expected_date_of_birth,
        sex=said.sex,
        entered_at=now(),
        agency_id=by.agency_id,
    )
    person.cluster = person.pk
    kept(person)
    if said.given_names or said.family_name:
        _name(by, person, said.given_names, said.family_name, "current")
    if said.other_names:
        _name(by, person, "", said.other_names, "alias")
    for kind, number in said.numbers.items():
        if number.strip():
            _identify(by, person, kind, number)
    if said.address or said.postcode or said.telephone:
        _said_of(
            Address(
                person=person,
                lines=said.address or "not known",
                postcode=said.postcode.upper().strip(),
                telephone=said.telephone,
                protected=said.protected,
            ),
            by,
        )
    note("entered", "person", person.pk)
    return person


def add_name(
    *, by: Principal, person: Person, given_names: str, family_name: str, kind: str = "current"
) -> Name:
    """Add a name that a person has, had or uses. Raises ValidationError where none is given."""
    _matches(by)
    if not f"{given_names}{family_name}".strip():
        raise fault(given_names="Give a name.")
    name = _name(by, person, given_names, family_name, kind)
    note("added a name", "person", person.pk, kind=kind)
    return name


def add_identifier(*, by: Principal, person: Person, kind: str, number: str) -> Identifier:
    """Add a number by which a person is known. Raises ValidationError where it cannot be one, or is there."""
    _matches(by)
    made = _identify(by, person, kind, number)
    note("added a number", "person", person.pk, kind=kind)
    return made


def add_address(
    *,
    by: Principal,
    person: Person,
    lines: str,
    postcode: str = "",
    telephone: str = "",
    protected: bool = False,
    until: date | None = None,
) -> Address:
    """Add where somebody lives or lived."""
    _matches(by)
    found: Address = _said_of(
        Address(
            person=person,
            lines=lines,
            postcode=postcode.upper().strip(),
            telephone=telephone,
            protected=protected,
            until=until,
        ),
        by,
    )
    note("added an address", "person", person.pk, protected=protected)
    return found


def link_family(*, by: Principal, person: Person, relative: Person, relation: str) -> FamilyLink:
    """Say what `relative` is to `person`. Raises ValidationError where that is said already."""
    _matches(by)
    said = FamilyLink._base_manager.filter(person=person, relative=relative, relation=relation)
    if said.exists():
        raise fault(relative="That is recorded already.")
    found: FamilyLink = _said_of(FamilyLink(person=person, relative=relative, relation=relation), by)
    note("linked family", "person", person.pk, relative=str(relative.pk), relation=relation)
    return found


def merge(*, by: Principal, first: Person, second: Person, reason: str) -> Merge:
    """Say that two records are of one person. Both keep all that stands in them.

    Raises ValidationError where they are one already, or where two of the records that would come together
    are known to be of different people.
    """
    _matches(by)
    _hold(first, second)
    if first.cluster == second.cluster:
        raise fault(reason="These two records are already known to be of one person.")
    ours, theirs = _records_of(first), _records_of(second)
    if KnownDifferent._base_manager.filter(
        Q(first__in=ours, second__in=theirs) | Q(first__in=theirs, second__in=ours)
    ).exists():
        raise fault(reason="Somebody has said that these are two different people. Take that back first.")
    made = kept(
        Merge(
            first=first,
            second=second,
            at=now(),
            account_id=by.account_id,
            agency_id=by.agency_id,
            reason=reason,
        )
    )
    _together(Person._base_manager.filter(Q(pk__in=ours) | Q(pk__in=theirs)))
    note("merged", "person", first.pk, other=str(second.pk))
    return made


def unmerge(*, by: Principal, made: Merge, reason: str) -> None:
    """Take a merge apart: both sides are again what the other merges make of them."""
    if not by.may(P.MERGE_REVIEW):
        _matches(by)
    if made.undone_at is not None:
        raise fault(reason="This merge has been taken apart already.")
    if not reason.strip():
        raise fault(reason="Say why.")
    _hold(made.first, made.second)
    records = _records_of(made.first)
    made.undone_at, made.undone_by_id, made.undone_reason = now(), by.account_id, reason
    made.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    _together(Person._base_manager.filter(pk__in=records))
    note("unmerged", "person", made.first_id, other=str(made.second_id))


def know_different(*, by: Principal, first: Person, second: Person, reason: str) -> KnownDifferent:
    """Say that two records are of two people; they are not offered as a match again."""
    _matches(by)
    if first.cluster == second.cluster:
        raise fault(reason="These records are merged. Take the merge apart first.")
    made = kept(
        KnownDifferent(
            first=first,
            second=second,
            at=now(),
            account_id=by.account_id,
            agency_id=by.agency_id,
            reason=reason,
        )
    )
    note("known to be different", "person", first.pk, other=str(second.pk))
    return made


def _name(by: Principal, person: Person, given_names: str, family_name: str, kind: str) -> Name:
    name: Name = _said_of(
        Name(person=person, kind=kind, given_names=given_names.strip(), family_name=family_name.strip()), by
    )
    words = names.words(f"{given_names} {family_name}")
    NameWord._base_manager.bulk_create([NameWord(person=person, name=name, word=word) for word in words])
    return name


def _identify(by: Principal, person: Person, kind: str, number: str) -> Identifier:
    """A number of a person, in one way of writing. Told by the field of its kind where it cannot be one."""
    try:
        value = identifiers.plain(kind, number)
    except ValueError as error:
        raise fault(**{kind: str(error)}) from error
    there = Identifier._base_manager.filter(person=person, kind=kind, value=value, agency=by.agency_id)
    if there.exists():
        raise fault(**{kind: "Your agency has recorded this number already."})
    found: Identifier = _said_of(Identifier(person=person, kind=kind, value=value), by)
    return found


def _matches(by: Principal) -> None:
    if not by.may(P.PERSON_MATCH):
        raise PermissionDenied


def _said_of(row, by: Principal):  # type: ignore[no-untyped-def]
    """Write what an agency says of a person."""
    row.agency_id, row.entered_at = by.agency_id, now()
    return kept(row)


def _hold(*people: Person) -> None:
    """Have merges of the same clusters come one after another, and read them as they stand."""
    clusters = {person.cluster for person in people}
    list(Person._base_manager.select_for_update().filter(cluster__in=clusters).order_by("pk"))
    for person in people:
        person.refresh_from_db(fields=["cluster"])


def _records_of(person: Person) -> list[UUID]:
    return list(Person._base_manager.filter(cluster=person.cluster).values_list("pk", flat=True))


def _together(people: Iterable[Person]) -> None:
    """Give each person the cluster that the standing merges make: the smallest id that they reach."""
    records = [person.pk for person in people]
    leads = {pk: pk for pk in records}

    def end(pk: UUID) -> UUID:
        while leads[pk] != pk:
            pk = leads[pk]
        return pk

    standing = Merge._base_manager.filter(undone_at=None, first__in=records, second__in=records)
    for first, second in standing.values_list("first", "second"):
        low, high = sorted((end(first), end(second)), key=str)
        leads[high] = low
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_put_together(%s, %s)", [list(records), [end(pk) for pk in records]])
