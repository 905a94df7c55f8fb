"""What leaves lessons for the dataset: codes, days and owners. Every text stays."""

from django.db import models

from mash.records.leaving import FREE_TEXT, NAMES_SOMEBODY, OF_THE_WORK, Leaves
from mash.records.lessons.models import Lesson, LessonVersion, Recommendation, RecommendationStep

LEAVES = (
    Leaves("lessons", Lesson, {"lesson_id": "id", "source": "source", "published_on": "published_on"}),
    Leaves(
        "recommendations",
        Recommendation,
        {
            "recommendation_id": "id",
            "lesson_id": "lesson_id",
            "agency_id": "agency_id",
            "status": "status",
            "decided_on": "decided_on",
            "due_on": "due_on",
            "implemented_on": "implemented_on",
            "policy_changed": "policy_changed",
            "evidence_id": "evidence_id",
        },
    ),
)
STAYS: dict[type[models.Model], dict[str, str]] = {
    Lesson: {
        "hub": OF_THE_WORK,
        "entered_at": OF_THE_WORK,
        "account": NAMES_SOMEBODY,
        "version": OF_THE_WORK,
        "title": FREE_TEXT,
        "summary": FREE_TEXT,
    },
    LessonVersion: {one.name: FREE_TEXT for one in LessonVersion._meta.concrete_fields},
    Recommendation: {
        "at": OF_THE_WORK,
        "account": NAMES_SOMEBODY,
        "version": OF_THE_WORK,
        "words": FREE_TEXT,
        "closed_on": OF_THE_WORK,
        "proof": OF_THE_WORK,
        "measure": OF_THE_WORK,
        "proof_words": FREE_TEXT,
    },
    RecommendationStep: {one.name: FREE_TEXT for one in RecommendationStep._meta.concrete_fields},
}
