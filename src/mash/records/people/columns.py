"""People leave as pseudonyms of their clusters, with the referrals that name them; all else stays."""

from django.db import models

from mash.records.leaving import NAMES_SOMEBODY, OF_THE_WORK, Leaves
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

LEAVES: tuple[Leaves, ...] = ()
STAYS: dict[type[models.Model], dict[str, str]] = {
    Person: {
        "id": "it would tell records apart that are one person",
        "cluster": "it leaves as a keyed pseudonym, with the referral (referrals/columns.py)",
        "date_of_birth": NAMES_SOMEBODY,
        "expected_date_of_birth": NAMES_SOMEBODY,
        "sex": "it leaves as the referral has it",
        "entered_at": OF_THE_WORK,
        "agency": OF_THE_WORK,
        "version": OF_THE_WORK,
    },
    **{
        record: dict.fromkeys((one.name for one in record._meta.concrete_fields), NAMES_SOMEBODY)
        for record in (Name, NameWord, Identifier, Address, FamilyLink, KnownDifferent, Merge)
    },
}
