"""Half-yearly surveys of professionals: one agency hardly answers, one survey follows the backlog."""

from datetime import date, timedelta
from random import Random

from mash.demo import hidden
from mash.demo.london import DAY, HOUR, happened, midnight
from mash.demo.reference import AGENCIES, Row

_OPENED = (
    date(2023, 6, 5),
    date(2023, 11, 6),
    date(2024, 6, 3),
    date(2025, 1, 20),
    date(2025, 6, 2),
    date(2026, 1, 19),
)
_QUESTIONS = (
    ("It is easy to make a referral", 0.5),
    ("I am told what became of my referral", -0.8),
    ("The hub decides in good time", 0.0),
    ("The hub's decisions make people safer", 0.4),
)
_SCALE = 5


def surveys(rng: Random, scale: float) -> dict[str, list[Row]]:
    """Surveys, questions, invitations and answers."""
    rows: dict[str, list[Row]] = {
        name: [] for name in ("surveys", "survey_questions", "invitations", "answers")
    }
    for number, opened in enumerate(_OPENED, 1):
        survey_id = f"S{number}"
        rows["surveys"].append(
            (survey_id, f"Survey of professionals {number}", opened, opened + timedelta(days=27))
        )
        for at, (text, _) in enumerate(_QUESTIONS, 1):
            rows["survey_questions"].append((f"{survey_id}-{at}", survey_id, text, _SCALE))
        after_backlog = 0 <= (opened - hidden.BACKLOG_LAST).days < 60
        mood = 3.2 + 0.1 * number - (hidden.BACKLOG_DISCONTENT if after_backlog else 0)
        _invite(rng, rows, survey_id, opened, mood, max(12, round(36 * scale)))
    return rows


def _invite(
    rng: Random, rows: dict[str, list[Row]], survey_id: str, opened: date, mood: float, invited: int
) -> None:
    for agency in AGENCIES:
        if not (agency.valid_from or opened) <= opened <= (agency.valid_to or opened):
            continue
        silent = agency.agency_id == hidden.SILENT_AGENCY
        answers = hidden.SILENT_ANSWER_SHARE if silent else hidden.USUAL_ANSWER_SHARE
        for _ in range(invited):
            invitation_id = f"I{len(rows['invitations']) + 1:06d}"
            sent_at = midnight(opened) + 9 * HOUR
            answered_at = happened(sent_at + rng.uniform(0.1, 27) * DAY) if rng.random() < answers else None
            rows["invitations"].append((invitation_id, survey_id, agency.agency_id, sent_at, answered_at))
            if answered_at is not None:
                _answer(rng, rows, invitation_id, survey_id, mood + rng.gauss(0, 0.6))


def _answer(rng: Random, rows: dict[str, list[Row]], invitation_id: str, survey_id: str, mood: float) -> None:
    for at, (_, liked) in enumerate(_QUESTIONS, 1):
        if rng.random() < 0.96:  # a question left out now and then
            score = min(_SCALE, max(1, round(mood + liked + rng.gauss(0, 0.7))))
            rows["answers"].append((f"{invitation_id}-{at}", invitation_id, f"{survey_id}-{at}", score))
