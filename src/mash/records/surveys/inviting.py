"""Inviting people, and after feedback those whom the hub answered. Nothing kept leads to a referral."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from mash.framework.london import LONDON, now, today
from mash.records.surveys.sealing import letter_of, new_secret, sealed, token_of, who
from mash.trail.record import note, recorded


def invite_people(
    survey: Any,
    people: Iterable[tuple[str, str]],
    *,
    opened_on: date,
    answer_days: int,
    rest_days: int | None,
) -> int:
    """Invite people, each an e-mail address and an agency, who were not asked before; how many.

    `sent_at` is told to the month: its first day, or the day on which the survey was opened.
    """
    on = today()
    sent_on = max(on.replace(day=1), opened_on)
    rows = []
    for address, agency in {who(address): (address, agency) for address, agency in people}.values():
        secret = new_secret()
        rows.append(
            {
                "agency": agency,
                "who": who(address),
                "token": token_of(secret),
                "letter": letter_of(secret),
                "sealed": sealed({"address": address, "secret": secret}),
                "sent_at": datetime.combine(sent_on, datetime.min.time(), LONDON).isoformat(),
                "until": str(on + timedelta(days=answer_days)),
                "rests_until": str(on + timedelta(days=rest_days)) if rest_days else None,
            }
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_survey_invite(%s, %s, %s)", [survey, json.dumps(rows), on])
        invited = int(cursor.fetchone()[0])
    if invited and settings.SENDS_MAIL:
        app.configure_task("send_letters").defer()
    return invited


def invite_after_feedback() -> int:
    """Invite whom hubs answered until yesterday, a day's people together; how many were.

    By the day and in an order by lot, so that the time of an answer to a referrer tells nothing.
    """
    yesterday = now().astimezone(LONDON).date() - timedelta(days=1)
    asked: dict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
    invited = 0
    with recorded():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM mash_survey_after_feedback(%s)", [yesterday])
            for survey, opened_on, answer_days, rest_days, email, agency in cursor.fetchall():
                asked[survey, opened_on, answer_days, rest_days].append((email, agency))
        for (survey, opened_on, answer_days, rest_days), people in asked.items():
            of = {"opened_on": opened_on, "answer_days": answer_days, "rest_days": rest_days}
            made = invite_people(survey, people, **of)
            note("invited after feedback", "survey", survey, people=made)
            invited += made
        with connection.cursor() as cursor:
            cursor.execute("SELECT mash_survey_told(%s)", [yesterday])
    return invited
