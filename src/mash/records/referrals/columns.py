"""What leaves a referral for the dataset: codes, instants and pseudonyms. Words stay."""

from django.db import models
from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.functions import Coalesce, NullIf

from mash.records.leaving import FREE_TEXT, NAMES_SOMEBODY, OF_THE_WORK, Leaves
from mash.records.people.models import Person
from mash.records.referrals.models import (
    BrokenGlass,
    Change,
    Disposal,
    Draft,
    Feedback,
    Item,
    NamedPerson,
    Rating,
    Referral,
    ReferralCohort,
    Request,
    Restriction,
    Subject,
)


def _nothing(field: str) -> NullIf:
    """A code, or unknown where it is empty."""
    return NullIf(field, Value(""))


LEAVES = (
    Leaves(
        "referrals",
        Referral,
        {
            "referral_id": "id",
            "hub_id": "hub_id",
            "agency_id": "agency_id",
            "cohort_id": "cohort_id",
            "locality": _nothing("locality"),
            "received_at": "received_at",
            "time_known": Value(True),
            "decided_at": "decided_at",
            "feedback_at": "feedback_at",
            "known_open": Coalesce("known_open", Value(False)),
            "consent": "consent",
            "lawful_basis": _nothing("lawful_basis"),
        },
        reads=("locality", "known_open", "lawful_basis"),
    ),
    Leaves("referral_cohorts", Referral, {"referral_id": "id", "cohort_id": "cohort_id"}),
    Leaves("referral_cohorts", ReferralCohort, {"referral_id": "referral_id", "cohort_id": "cohort_id"}),
    Leaves(
        "subjects",
        Subject,
        {
            "referral_id": "referral_id",
            "person_key": "person__cluster",
            "role": "role",
            "age": "age",
            "sex": Case(When(sex="unknown", then=Value(None)), default="sex"),
        },
        reads=("sex",),
        joins={Person: ("id", "cluster")},
    ),
    Leaves(
        "ratings",
        Rating,
        {
            "rating_id": "id",
            "referral_id": "referral_id",
            "rated_at": "rated_at",
            "risk": "risk",
            "agency_id": "agency_id",
            "rationale_recorded": Case(
                When(~Q(rationale=""), then=Value(True)), default=Value(False), output_field=BooleanField()
            ),
        },
        reads=("rationale",),
    ),
    Leaves(
        "requests",
        Request,
        {
            "request_id": "id",
            "referral_id": "referral_id",
            "agency_id": "agency_id",
            "requested_at": "requested_at",
            "due_at": "due_at",
            "responded_at": "responded_at",
            "response": _nothing("response"),
        },
        reads=("response",),
    ),
    Leaves(
        "disposals",
        Disposal,
        {
            "disposal_id": "id",
            "referral_id": "referral_id",
            "outcome_id": "outcome_id",
            "decided_at": "decided_at",
            "agency_id": "agency_id",
            "role": "role",
        },
    ),
)

STAYS: dict[type[models.Model], dict[str, str]] = {
    Referral: {
        "reference": OF_THE_WORK,
        "submitted_by": NAMES_SOMEBODY,
        "contact": NAMES_SOMEBODY,
        "concern": FREE_TEXT,
        "consent_reason": FREE_TEXT,
        "consent_approved_by": NAMES_SOMEBODY,
        "open_to": FREE_TEXT,
        "owner": OF_THE_WORK,
        "worker": NAMES_SOMEBODY,
        "risk": "it follows from the ratings",
        "risk_rank": "it follows from the ratings",
        "due_at": "it follows from the ratings and the targets",
        "decided_by": NAMES_SOMEBODY,
        "rationale": FREE_TEXT,
        "restricted": OF_THE_WORK,
        "version": OF_THE_WORK,
    },
    ReferralCohort: {"id": OF_THE_WORK},
    Subject: {
        "id": OF_THE_WORK,
        "agency": OF_THE_WORK,
        "given_names": NAMES_SOMEBODY,
        "family_name": NAMES_SOMEBODY,
        "date_of_birth": NAMES_SOMEBODY,
    },
    Rating: {"account": NAMES_SOMEBODY, "due_at": "it follows from the ratings and the targets"},
    Request: {
        "question": FREE_TEXT,
        "requested_by": NAMES_SOMEBODY,
        "responded_by": NAMES_SOMEBODY,
        "declined_because": FREE_TEXT,
        "version": OF_THE_WORK,
    },
    Disposal: {},
    **{
        record: dict.fromkeys((one.name for one in record._meta.concrete_fields), OF_THE_WORK)
        for record in (Item, Feedback, Change, Draft, Restriction, NamedPerson, BrokenGlass)
    },
}
