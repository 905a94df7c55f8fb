"""What leaves agreements for the dataset: nothing. No measure asks for them."""

from django.db import models

from mash.records.agreements.models import Agreement, AgreementParty, AgreementStep
from mash.records.leaving import OF_THE_WORK, Leaves

LEAVES: tuple[Leaves, ...] = ()
STAYS: dict[type[models.Model], dict[str, str]] = {
    record: {one.name: OF_THE_WORK for one in record._meta.concrete_fields}
    for record in (Agreement, AgreementParty, AgreementStep)
}
