"""What leaves retention for the dataset: nothing. No measure asks for it."""

from django.db import models

from mash.records.leaving import OF_THE_WORK, Leaves
from mash.records.retention.models import (
    Destruction,
    DestructionCertificate,
    DestructionRecord,
    RetentionHold,
    RetentionRule,
    RetentionStep,
)

LEAVES: tuple[Leaves, ...] = ()
STAYS: dict[type[models.Model], dict[str, str]] = {
    record: {one.name: OF_THE_WORK for one in record._meta.concrete_fields}
    for record in (
        RetentionRule,
        RetentionStep,
        RetentionHold,
        Destruction,
        DestructionRecord,
        DestructionCertificate,
    )
}
