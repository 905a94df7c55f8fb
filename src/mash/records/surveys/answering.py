"""Answering without an account: what a link asks, saved half, and posted.

None of it is on the trail, and nobody acts: there is nothing to tell but that somebody answered.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from mash.framework.london import today
from mash.records.surveys.models import SurveyQuestion
from mash.records.surveys.sealing import letter_of, opened, sealed, token_of


@dataclass(frozen=True)
class Asked:
    """What a link asks, and what was answered so far: question id → answer."""

    title: str
    opening: str
    until: date
    questions: list[SurveyQuestion]
    saved: dict[str, Any]
    agency: str


def asked(secret: str) -> Asked | None:
    """What the link with this secret asks; None where it is wrong, used or over, whichever."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_survey_link(%s, %s)", [token_of(secret), today()])
        found = cursor.fetchone()[0]
    if found is None:
        return None
    said = json.loads(found) if isinstance(found, str) else found
    return Asked(
        title=said["title"],
        opening=said["opening"],
        until=date.fromisoformat(said["until"]),
        questions=[SurveyQuestion(**one) for one in said["questions"] or ()],
        saved=opened(said["saved"], secret) or {},
        agency=said["agency"],
    )


def save(secret: str, answers: dict[str, Any]) -> None:
    """Keep half an answer with its link; only the link's secret opens it again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_survey_save(%s, %s)", [token_of(secret), sealed(answers, secret)])


def post(secret: str, one: Asked, answers: dict[str, Any]) -> bool:
    """Hand an answer in to be mixed; False where the link was used meanwhile. The link is forgotten."""
    words = {"agency": one.agency, "answers": answers}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT mash_survey_post(%s, %s, %s)", [token_of(secret), letter_of(secret), sealed(words)]
        )
        return bool(cursor.fetchone()[0])
