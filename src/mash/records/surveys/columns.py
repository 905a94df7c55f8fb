"""What leaves surveys for the dataset: scales and their scores. Choices and words have no scale, and stay."""

from django.db import models
from django.db.models import Q

from mash.records.leaving import FREE_TEXT, NAMES_SOMEBODY, OF_THE_WORK, Leaves
from mash.records.surveys.models import (
    Survey,
    SurveyAnswer,
    SurveyAsked,
    SurveyInvitation,
    SurveyLetter,
    SurveyPosted,
    SurveyQuestion,
    SurveyReleased,
    SurveyStep,
    SurveyToken,
    SurveyWords,
)

LEAVES = (
    Leaves(
        "surveys",
        Survey,
        {"survey_id": "id", "title": "title", "opened_on": "opened_on", "closed_on": "closed_on"},
        where=Q(opened_on__isnull=False),
    ),
    Leaves(
        "survey_questions",
        SurveyQuestion,
        {"question_id": "id", "survey_id": "survey_id", "text": "words", "scale_max": "scale_max"},
        joins={Survey: ("opened_on",)},
        where=Q(scale_max__isnull=False, survey__opened_on__isnull=False),
    ),
    Leaves(
        "invitations",
        SurveyInvitation,
        {
            "invitation_id": "id",
            "survey_id": "survey_id",
            "agency_id": "agency_id",
            "sent_at": "sent_at",
            "answered_at": "answered_at",
        },
    ),
    Leaves(
        "answers",
        SurveyAnswer,
        {
            "answer_id": "id",
            "invitation_id": "invitation_id",
            "question_id": "question_id",
            "score": "score",
        },
        joins={SurveyQuestion: ("scale_max",)},
        where=Q(question__scale_max__isnull=False),
    ),
)


def _all(record: type[models.Model], why: str) -> dict[str, str]:
    return dict.fromkeys((one.name for one in record._meta.concrete_fields), why)


STAYS: dict[type[models.Model], dict[str, str]] = {
    Survey: {
        "hub": OF_THE_WORK,
        "entered_at": OF_THE_WORK,
        "account": NAMES_SOMEBODY,
        "version": OF_THE_WORK,
        "kind": OF_THE_WORK,
        "opening": FREE_TEXT,
        "status": OF_THE_WORK,
        "answer_days": OF_THE_WORK,
        "remind_days": OF_THE_WORK,
        "rest_days": OF_THE_WORK,
        "told_until": OF_THE_WORK,
    },
    SurveyQuestion: {
        "place": OF_THE_WORK,
        "kind": OF_THE_WORK,
        "low_words": FREE_TEXT,
        "high_words": FREE_TEXT,
        "options": FREE_TEXT,
    },
    SurveyStep: _all(SurveyStep, OF_THE_WORK),
    SurveyWords: _all(SurveyWords, FREE_TEXT),
    SurveyReleased: _all(SurveyReleased, FREE_TEXT),
    SurveyToken: _all(SurveyToken, NAMES_SOMEBODY),
    SurveyLetter: _all(SurveyLetter, NAMES_SOMEBODY),
    SurveyAsked: _all(SurveyAsked, NAMES_SOMEBODY),
    SurveyPosted: _all(SurveyPosted, FREE_TEXT),
}
