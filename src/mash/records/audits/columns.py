"""What leaves an audit for the dataset: which referral, its chance, grades, days. Auditors by pseudonym."""

from django.db import models
from django.db.models import BooleanField, Case, CharField, F, FloatField, Q, Value, When
from django.db.models.functions import Cast

from mash.records.audits.models import (
    Audit,
    AuditAction,
    AuditCriterion,
    AuditGrade,
    AuditGrading,
    AuditReason,
    AuditRound,
    AuditStep,
)
from mash.records.leaving import FREE_TEXT, NAMES_SOMEBODY, OF_THE_WORK, Leaves

LEAVES = (
    Leaves(
        "audits",
        Audit,
        {
            "audit_id": "id",
            "round_id": "round_id",
            "referral_id": "referral_id",
            "sampled_on": "sampled_on",
            "completed_on": "completed_on",
            "stratum": "stratum",
            "selection_probability": Cast(F("drawn"), FloatField()) / Cast(F("population"), FloatField()),
        },
        reads=("drawn", "population"),
    ),
    Leaves(
        "audit_grades",
        AuditGrade,
        {
            "grade_id": "id",
            "audit_id": "audit_id",
            "agency_id": "agency_id",
            "criterion": "criterion__name",
            "auditor": Cast("grading__account_id", CharField()),
            "grade": "grade",
            "moderated": Case(
                When(grading=None, then=Value(True)), default=Value(False), output_field=BooleanField()
            ),
        },
        reads=("grading",),
        joins={AuditCriterion: ("id", "name"), AuditGrading: ("id", "account", "sent_at")},
        where=Q(grading=None) | Q(grading__sent_at__isnull=False),
    ),
    Leaves(
        "audit_actions",
        AuditAction,
        {
            "action_id": "id",
            "audit_id": "audit_id",
            "agency_id": "agency_id",
            "due_on": "due_on",
            "completed_on": "completed_on",
        },
    ),
)


def _all(record: type[models.Model], why: str) -> dict[str, str]:
    return {one.name: why for one in record._meta.concrete_fields}


STAYS: dict[type[models.Model], dict[str, str]] = {
    AuditRound: _all(AuditRound, OF_THE_WORK),
    AuditCriterion: _all(AuditCriterion, OF_THE_WORK),
    Audit: {
        "hub": OF_THE_WORK,
        "entered_at": OF_THE_WORK,
        "account": NAMES_SOMEBODY,
        "version": OF_THE_WORK,
        "reference": OF_THE_WORK,
        "agencies": OF_THE_WORK,
        "replaced_on": OF_THE_WORK,
        "replaces": OF_THE_WORK,
    },
    AuditGrading: _all(AuditGrading, "the grade it is of says so by pseudonym"),
    AuditGrade: {},
    AuditReason: _all(AuditReason, FREE_TEXT),
    AuditAction: {"words": FREE_TEXT, "at": OF_THE_WORK, "version": OF_THE_WORK},
    AuditStep: _all(AuditStep, FREE_TEXT),
}
