"""What leaves a baseline for the dataset: all that the contract has of it, unless it was withdrawn."""

from django.db import models
from django.db.models import Q

from mash.records.baselines.models import Baseline, BaselineStep
from mash.records.leaving import FREE_TEXT, NAMES_SOMEBODY, OF_THE_WORK, Leaves

LEAVES = (
    Leaves(
        "baselines",
        Baseline,
        {
            "agency_id": "agency_id",
            "cohort_id": "cohort_id",
            "start": "start",
            "end": "end",
            "volume": "volume",
        },
        reads=("withdrawn_on",),
        where=Q(withdrawn_on=None),
    ),
)
STAYS: dict[type[models.Model], dict[str, str]] = {
    Baseline: {
        "id": OF_THE_WORK,
        "hub": OF_THE_WORK,
        "entered_at": OF_THE_WORK,
        "account": NAMES_SOMEBODY,
        "version": OF_THE_WORK,
        "withdrawn_because": FREE_TEXT,
    },
    BaselineStep: dict.fromkeys((one.name for one in BaselineStep._meta.concrete_fields), OF_THE_WORK),
}
