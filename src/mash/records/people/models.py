"""A person and what is known of them. Each statement says which agency made it and when.

Records found to be of one person keep all that stands in them: they share a `cluster`, which follows from the
merges that stand, so taking one apart restores exactly what was there. Whoever looks at a person looks at all
records of the cluster.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from mash.partnership.models import Account, Agency
from mash.partnership.principal import Principal
from mash.records.people import need_to_know as rules
from mash.records.seen import Record

IDENTIFIERS = {
    "nhs_number": "NHS number",
    "upn": "Unique pupil number",
    "police_id": "Police id",
    "social_care_id": "Social care id",
}
NAME_KINDS = {"current": "Name", "former": "Former name", "alias": "Also known as"}
SEXES = {"female": "Female", "male": "Male", "other": "Other", "unknown": "Not known"}
RELATIONS = {
    "parent": "Parent",
    "child": "Child",
    "sibling": "Brother or sister",
    "partner": "Partner",
    "former_partner": "Former partner",
    "carer": "Carer",
    "cared_for": "Person cared for",
    "other": "Other family",
}


def _choices(of: dict[str, str]) -> list[tuple[str, str]]:
    return list(of.items())


class Person(Record):
    """One record of a person. Empty means unknown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    date_of_birth = models.DateField("date of birth", null=True, blank=True)
    expected_date_of_birth = models.DateField("expected date of birth", null=True, blank=True)
    sex = models.CharField("sex", max_length=10, choices=_choices(SEXES), default="unknown")
    cluster = models.UUIDField("one person, one cluster", editable=False)
    entered_at = models.DateTimeField("when entered")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "people"
        indexes = (
            models.Index("date_of_birth", name="person_by_birth"),
            models.Index("cluster", name="person_by_cluster"),
        )
        constraints = (models.CheckConstraint(condition=Q(sex__in=tuple(SEXES)), name="person_sex_known"),)

    def __str__(self) -> str:
        return f"person {self.pk}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See need_to_know.py."""
        return rules.person(principal)


class OfPerson(Record):
    """Something that an agency says of a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("when entered")

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See need_to_know.py."""
        return rules.of_person(principal)


class Name(OfPerson):
    """A name that a person has, had or uses. `words` are what a search compares: see names.py."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    kind = models.CharField("kind", max_length=10, choices=_choices(NAME_KINDS), default="current")
    given_names = models.CharField("given names", max_length=200, blank=True)
    family_name = models.CharField("family name", max_length=200, blank=True)

    class Meta:
        ordering = ("kind", "-entered_at")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=tuple(NAME_KINDS)), name="name_kind_known"),
            models.CheckConstraint(condition=~Q(given_names="", family_name=""), name="name_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()


class NameWord(Record):
    """One word of a name, folded, for searching by its beginning."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="name_words")
    name = models.ForeignKey(Name, models.CASCADE, related_name="+")
    word = models.CharField(max_length=100, db_collation="C")

    class Meta:
        indexes = (models.Index("word", "person", name="name_word"),)

    def __str__(self) -> str:
        return self.word

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See need_to_know.py."""
        return rules.of_person(principal)


class Identifier(OfPerson):
    """A number by which an agency or the nation knows a person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")
    kind = models.CharField("kind", max_length=20, choices=_choices(IDENTIFIERS))
    value = models.CharField("number", max_length=40)

    class Meta:
        ordering = ("kind", "entered_at")
        indexes = (models.Index("value", "kind", name="identifier_by_value"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=tuple(IDENTIFIERS)), name="identifier_kind_known"),
            models.UniqueConstraint("person", "kind", "value", "agency", name="identifier_once"),
        )

    def __str__(self) -> str:
        return f"{IDENTIFIERS[self.kind]} {self.value}"


class Address(OfPerson):
    """Where somebody lives or lived. A protected address never leaves the record, and shows on request."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    lines = models.TextField("address", max_length=500)
    postcode = models.CharField("postcode", max_length=10, blank=True)
    telephone = models.CharField("telephone", max_length=30, blank=True)
    protected = models.BooleanField("protected: it would be a danger if it became known", default=False)
    until = models.DateField("lived there until; empty = still", null=True, blank=True)

    class Meta:
        ordering = (F("until").desc(nulls_first=True), "-entered_at")
        verbose_name_plural = "addresses"
        indexes = (models.Index("postcode", name="address_by_postcode"),)

    def __str__(self) -> str:
        return "protected address" if self.protected else f"{self.lines}, {self.postcode}"


class FamilyLink(OfPerson):
    """What one person is to another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="family")
    relative = models.ForeignKey(Person, models.CASCADE, related_name="+")
    relation = models.CharField("is the person's", max_length=20, choices=_choices(RELATIONS))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(relation__in=tuple(RELATIONS)), name="family_relation_known"),
            models.CheckConstraint(condition=~Q(person=F("relative")), name="family_of_two"),
            models.UniqueConstraint("person", "relative", "relation", name="family_link_once"),
        )

    def __str__(self) -> str:
        return RELATIONS[self.relation]


class Between(Record):
    """Something that a person decided about two records."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reason = models.TextField("why", max_length=2000)

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See need_to_know.py."""
        return rules.between(principal)


class KnownDifferent(Between):
    """Two records known to be of two people, however alike: never offered as a match again."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(first=F("second")), name="known_different_two"),
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), name="known_different_once"
            ),
        )

    def __str__(self) -> str:
        return "known to be different"


class Merge(Between):
    """Somebody's decision that two records are of one person, and perhaps that it was wrong."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    undone_at = models.DateTimeField("when taken apart", null=True, blank=True)
    undone_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.TextField("why taken apart", max_length=2000, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(condition=~Q(first=F("second")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason="")),
                name="merge_undone_says_who_and_why",
            ),
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                condition=Q(undone_at=None),
                name="merge_stands_once",
            ),
        )

    def __str__(self) -> str:
        return "merge" if self.undone_at is None else "merge, taken apart"
