"""Answers that came in are mixed by fives and more, by day: what is recorded tells of none whose it is."""

import json
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import connection

from mash.framework.london import LONDON, today
from mash.records.surveys.sealing import opened
from mash.trail.record import note, recorded

#: Who mixes takes turns: two at once would both count what is posted.
_TURN = "SELECT pg_advisory_xact_lock(hashtext('mash surveys'))"


def mix() -> int:
    """Mix what can be mixed, and forget links, letters and addresses that are over; how many were mixed."""
    on, groups = today(), defaultdict(list)
    mixed = 0
    with recorded(), connection.cursor() as cursor:
        cursor.execute(_TURN)
        cursor.execute("SELECT mash_survey_forget(%s)", [on])
        cursor.execute("SELECT * FROM mash_survey_posted(%s)", [on])
        for survey, sent_at, pk, sealed in cursor.fetchall():
            groups[survey, sent_at].append((pk, opened(sealed)))
        for (survey, sent_at), posted in groups.items():
            said = [(pk, one) for pk, one in posted if one is not None]
            agencies, scores, words = _apart([one for _, one in said])
            midnight = max(datetime.combine(on, datetime.min.time(), LONDON), sent_at)
            cursor.execute(
                "SELECT mash_survey_mix(%s, %s, %s::uuid[], %s, %s::text[], %s, %s)",
                [
                    survey,
                    sent_at,
                    [pk for pk, _ in said],
                    midnight,
                    agencies,
                    json.dumps(scores),
                    json.dumps(words),
                ],
            )
            note("mixed answers of", "survey", survey)
            mixed += len(said)
    return mixed


def _apart(posted: list[Any]) -> tuple[list[str], list[dict[str, Any]], list[dict[str, Any]]]:
    """Agencies, scores and words of several answers, no longer beside each other."""
    agencies = sorted(one["agency"] for one in posted)
    scores, words = [], []
    for one in posted:
        for question, answer in one["answers"].items():
            if isinstance(answer, int):
                scores.append({"question": question, "score": answer})
            elif answer:
                words.append({"question": question, "words": answer})
    return agencies, scores, words
