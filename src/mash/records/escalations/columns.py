"""What leaves a disagreement for the dataset."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import NullIf

from mash.records.escalations.models import Escalation, EscalationStep
from mash.records.leaving import NAMES_SOMEBODY, OF_THE_WORK, Leaves

LEAVES = (
    Leaves(
        "escalations",
        Escalation,
        {
            "escalation_id": "id",
            "referral_id": "referral_id",
            "raised_at": "raised_at",
            "raised_by": "raised_by_id",
            "about": "about_id",
            "reason": "reason",
            "stage": "stage",
            "resolved_at": "resolved_at",
            "resolution": NullIf("resolution", Value("")),
        },
        reads=("resolution",),
    ),
)
STAYS: dict[type[models.Model], dict[str, str]] = {
    Escalation: {"account": NAMES_SOMEBODY, "due_at": OF_THE_WORK, "version": OF_THE_WORK},
    EscalationStep: dict.fromkeys((one.name for one in EscalationStep._meta.concrete_fields), OF_THE_WORK),
}
