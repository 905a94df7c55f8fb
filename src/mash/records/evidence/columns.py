"""What leaves the evidence library: what is published, and its uses. A draft and every text stay."""

from django.db import models
from django.db.models import Q

from mash.records.evidence.models import Evidence, EvidenceUse, EvidenceVersion, KeptWords
from mash.records.leaving import FREE_TEXT, NAMES_SOMEBODY, OF_THE_WORK, Leaves

LEAVES = (
    Leaves(
        "evidence",
        Evidence,
        {
            "evidence_id": "id",
            "kind": "kind",
            "cohort_id": "cohort_id",
            "theme": "theme",
            "published_on": "published_on",
        },
        where=Q(published_on__isnull=False),
    ),
    Leaves(
        "evidence_uses",
        EvidenceUse,
        {
            "use_id": "id",
            "evidence_id": "evidence_id",
            "agency_id": "agency_id",
            "requested_on": "requested_on",
            "supplied_on": "supplied_on",
            "purpose": "purpose",
        },
    ),
)
STAYS: dict[type[models.Model], dict[str, str]] = {
    Evidence: {
        "hub": OF_THE_WORK,
        "entered_at": OF_THE_WORK,
        "account": NAMES_SOMEBODY,
        "version": OF_THE_WORK,
        "title": FREE_TEXT,
        "text": FREE_TEXT,
        "words": FREE_TEXT,
        "made_from": NAMES_SOMEBODY,
        "review_on": OF_THE_WORK,
        "withdrawn_on": OF_THE_WORK,
        "withdrawn_because": FREE_TEXT,
    },
    EvidenceUse: {"at": OF_THE_WORK, "account": NAMES_SOMEBODY, "version": OF_THE_WORK},
    EvidenceVersion: {one.name: FREE_TEXT for one in EvidenceVersion._meta.concrete_fields},
    KeptWords: {one.name: FREE_TEXT for one in KeptWords._meta.concrete_fields},
}
