"""What leaves an activity for the dataset: codes, days, figures. Words stay, and what was cancelled too."""

from django.db import models
from django.db.models import FloatField, Q
from django.db.models.functions import Cast

from mash.records.activities.models import Activity, ActivityAgency, ActivityStep
from mash.records.leaving import FREE_TEXT, NAMES_SOMEBODY, OF_THE_WORK, Leaves

LEAVES = (
    Leaves(
        "activities",
        Activity,
        {
            "activity_id": "id",
            "held_on": "held_on",
            "kind": "kind",
            "attendees": "attendees",
            "hours": Cast("hours", FloatField()),
            "cost": Cast("cost", FloatField()),
            "feedback": Cast("feedback", FloatField()),
        },
        reads=("hours", "cost", "feedback", "cancelled_on"),
        where=Q(cancelled_on=None),
    ),
    Leaves(
        "activity_agencies",
        ActivityAgency,
        {"activity_id": "activity_id", "agency_id": "agency_id"},
        joins={Activity: ("id", "cancelled_on")},
        where=Q(activity__cancelled_on=None),
    ),
)
STAYS: dict[type[models.Model], dict[str, str]] = {
    Activity: {
        "hub": OF_THE_WORK,
        "entered_at": OF_THE_WORK,
        "account": NAMES_SOMEBODY,
        "version": OF_THE_WORK,
        "title": FREE_TEXT,
        "audience": FREE_TEXT,
        "words": FREE_TEXT,
        "feedback_from": OF_THE_WORK,
        "settled": OF_THE_WORK,
        "cancelled_because": FREE_TEXT,
    },
    ActivityAgency: {"id": OF_THE_WORK},
    ActivityStep: dict.fromkeys((one.name for one in ActivityStep._meta.concrete_fields), OF_THE_WORK),
}
