"""Answers that came in are mixed by fives and more, by day: what is recorded tells of none whose it is."""

import json
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import connection

from mash.framework.london import LONDON, today
from mash.records.surveys.reading import LEAST
from mash.records.surveys.sealing import opened
from mash.trail.record import note, recorded

#: Who mixes takes turns: two at once would both count what is posted.
_TURN = "SELECT pg_advisory_xact_lock(hashtext('mash surveys'))"


def mix() -> int:
    """Mix what can be mixed, and forget links, letters and addresses that are over; how many were mixed.

    Of the last few of a closed survey only that they answered is recorded: what fewer than five said could be
    told from what was recorded before, and be tied to them.
    """
    on, groups = today(), defaultdict(list)
    mixed = 0
    with recorded(), connection.cursor() as cursor:
        cursor.execute(_TURN)
        cursor.execute("SELECT mash_survey_forget(%s)", [on])
        cursor.execute("SELECT * FROM mash_survey_posted(%s)", [on])
        for survey, pool, pk, sent_at, sealed in cursor.fetchall():
            if (one := opened(sealed)) is not None:
                groups[survey, pool].append((pk, sent_at, one))
        midnight = datetime.combine(on, datetime.min.time(), LONDON)
        for (survey, pool), posted in groups.items():
            answered = [{"agency": one["agency"], "sent_at": at.isoformat()} for _, at, one in posted]
            scores, words = _apart([one for *_, one in posted]) if len(posted) >= LEAST else ([], [])
            pks = [pk for pk, *_ in posted]
            said = [json.dumps(each) for each in (answered, scores, words)]
            cursor.execute(
                "SELECT mash_survey_mix(%s, %s, %s::uuid[], %s, %s, %s, %s)",
                [survey, pool, pks, midnight, *said],
            )
            note("mixed answers of", "survey", survey)
            mixed += len(posted)
    return mixed


def _apart(posted: list[Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Scores and words of several answers, no longer beside each other."""
    scores, words = [], []
    for one in posted:
        for question, answer in one["answers"].items():
            if isinstance(answer, int):
                scores.append({"question": question, "score": answer})
            elif answer:
                words.append({"question": question, "words": answer})
    return scores, words
