"""What leaves a complaint for the dataset: codes and instants. Words stay, and so do compliments."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import NullIf

from mash.records.complaints.models import Complaint, ComplaintAgency, ComplaintStep
from mash.records.leaving import FREE_TEXT, NAMES_SOMEBODY, OF_THE_WORK, Leaves

LEAVES = (
    Leaves(
        "complaints",
        Complaint,
        {
            "complaint_id": "id",
            "received_at": "received_at",
            "source": "source",
            "stage": "stage",
            "due_at": "due_at",
            "closed_at": "closed_at",
            "finding": NullIf("finding", Value("")),
            "theme": "theme",
        },
        reads=("compliment", "finding"),
        where=Q(compliment=False),
    ),
    Leaves(
        "complaint_agencies",
        ComplaintAgency,
        {"complaint_id": "complaint_id", "agency_id": "agency_id"},
        joins={Complaint: ("id", "compliment")},
        where=Q(complaint__compliment=False),
    ),
)
STAYS: dict[type[models.Model], dict[str, str]] = {
    Complaint: {
        "hub": OF_THE_WORK,
        "entered_at": OF_THE_WORK,
        "account": NAMES_SOMEBODY,
        "version": OF_THE_WORK,
        "whose": NAMES_SOMEBODY,
        "title": FREE_TEXT,
        "words": FREE_TEXT,
        "stage_began_on": OF_THE_WORK,
    },
    ComplaintAgency: {"id": OF_THE_WORK},
    ComplaintStep: dict.fromkeys((one.name for one in ComplaintStep._meta.concrete_fields), OF_THE_WORK),
}
