"""The only writers of surveys: enter, change, ask, open, invite, close; release words or hold them back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from mash.framework.london import now, today
from mash.partnership.models import Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.surveys.inviting import invite_people
from mash.records.surveys.models import (
    KINDS,
    QUESTION_KINDS,
    Survey,
    SurveyQuestion,
    SurveyReleased,
    SurveyStep,
    SurveyWords,
)
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

#: More than this is not answered in two minutes.
MOST_QUESTIONS = 12
WRITTEN = ("kind", "title", "opening", "answer_days", "remind_days", "rest_days")


@dataclass(frozen=True)
class Wording:
    """A question as it is entered. `options` stand one a line."""

    kind: str
    words: str
    scale_max: int | None = None
    low_words: str = ""
    high_words: str = ""
    options: str = ""


def enter(
    *,
    by: Principal,
    hub: str,
    kind: str,
    title: str,
    opening: str,
    answer_days: int = 28,
    remind_days: int | None = None,
    rest_days: int | None = None,
) -> Survey:
    """Enter a survey as a draft. Raises ValidationError, by field."""
    allowed(by, P.REGISTER_KEEP, hub)
    said = _checked(kind, title, opening, answer_days, remind_days, rest_days)
    made = kept(Survey(hub_id=hub, entered_at=now(), account_id=by.account_id, **said))
    _did(made, by, "entered")
    return made


def change(
    *,
    by: Principal,
    survey_id: object,
    version: int,
    kind: str,
    title: str,
    opening: str,
    answer_days: int,
    remind_days: int | None = None,
    rest_days: int | None = None,
) -> Survey:
    """Write a draft otherwise. Raises Overtaken, or ValidationError by field."""
    found = _draft(by, survey_id, version)
    said = _checked(kind, title, opening, answer_days, remind_days, rest_days)
    changed = [name for name in WRITTEN if getattr(found, name) != said[name]]
    if changed:
        for name in changed:
            setattr(found, name, said[name])
        kept(found, *changed)
        _did(found, by, "changed")
    return found


def ask(*, by: Principal, survey_id: object, version: int, question: Wording) -> SurveyQuestion:
    """Add a question at the end of a draft. Raises Overtaken, or ValidationError by field."""
    found = _draft(by, survey_id, version)
    rows = SurveyQuestion.objects.seen_by(by).filter(survey=found)
    if rows.count() >= MOST_QUESTIONS:
        raise fault(words=f"{MOST_QUESTIONS} questions are the most that two minutes allow.")
    last = rows.order_by("-place").first()
    made = SurveyQuestion(survey=found, place=last.place + 1 if last else 1, **_worded(question))
    kept(made)
    kept(found, "status")  # its version tells that the draft is another now
    _did(found, by, "changed")
    return made


def drop(*, by: Principal, survey_id: object, version: int, question_id: object) -> Survey:
    """Take a question out of a draft. Raises Overtaken, or ValidationError by field."""
    found = _draft(by, survey_id, version)
    if not SurveyQuestion.objects.seen_by(by).filter(survey=found, pk=question_id).delete()[0]:
        raise fault(words="That question is not there any more.")
    kept(found, "status")
    _did(found, by, "changed")
    return found


def open_survey(*, by: Principal, survey_id: object, version: int) -> Survey:
    """Open a draft: its questions are frozen. Raises Overtaken, or ValidationError by field."""
    found = _draft(by, survey_id, version)
    if not SurveyQuestion.objects.seen_by(by).filter(survey=found).exists():
        raise fault(version="Ask something first: it has no question yet.")
    found.status, found.opened_on = "open", today()
    try:
        with transaction.atomic():
            kept(found, "status", "opened_on")
    except IntegrityError:
        raise fault(version="Another survey of this kind is open in the hub. Close that one first.") from None
    _did(found, by, "opened")
    return found


def invite(*, by: Principal, survey_id: object, version: int, agency: str, addresses: str) -> int:
    """Invite people of an agency to a standing survey, by addresses, one a line; how many were new.

    Raises Overtaken, or ValidationError by field.
    """
    found = _survey(by, survey_id, version)
    if found.status != "open" or found.kind != "standing" or found.opened_on is None:
        raise fault(addresses="People are invited to a standing survey that is open.")
    if not settings.SENDS_MAIL:
        raise fault(addresses="This system sends no e-mail yet. Your administrator can set it up.")
    if not Agency.objects.all().on(today()).filter(pk=agency).exists():
        raise fault(agency="Choose an agency of the partnership.")
    wanted = [line.strip() for line in addresses.splitlines() if line.strip()]
    if not wanted:
        raise fault(addresses="Enter an e-mail address, one a line.")
    if len(wanted) > 500:
        raise fault(addresses="500 addresses at once are the most.")
    for number, one in enumerate(wanted, 1):
        try:
            validate_email(one)
        except ValidationError:
            raise fault(addresses=f"Line {number} is no e-mail address.") from None
    invited = invite_people(
        found.pk,
        [(one, agency) for one in wanted],
        opened_on=found.opened_on,
        answer_days=found.answer_days,
        rest_days=None,
    )
    _did(found, by, "invited", f"{invited} of one agency" if invited else "nobody who was not asked before")
    return invited


def close(*, by: Principal, survey_id: object, version: int) -> Survey:
    """Close an open survey: no link works any more, and every address is forgotten. Raises Overtaken."""
    found = _survey(by, survey_id, version)
    if found.status != "open":
        raise fault(version="Only an open survey is closed.")
    found.status, found.closed_on = "closed", today()
    kept(found, "status", "closed_on")
    _did(found, by, "closed")
    app.configure_task("mix_answers").defer()
    return found


def release(*, by: Principal, words_id: object, version: int, words: str) -> SurveyWords:
    """Release what somebody wrote to those who read measures, as far as `words` say it.

    Words are taken out, never put in. Raises Overtaken, or ValidationError by field.
    """
    found = _words(by, words_id, version)
    said = words.strip()
    if not said:
        raise fault(words="Nothing is left: hold it back instead.")
    if not _taken_from(said, found.words):
        raise fault(words="Only take words out, or write … for them: what is released stays their own words.")
    survey = found.question.survey
    _forget_released(by, found)
    made = SurveyReleased(of=found, hub_id=survey.hub_id, survey_title=survey.title, words=said)
    made.question_words = found.question.words
    kept(made)
    found.status = "released"
    kept(found, "status")
    note("released words of", "survey", survey.pk)
    return found


def hold_back(*, by: Principal, words_id: object, version: int) -> SurveyWords:
    """Hold back what somebody wrote; what was released of it is taken back. Raises Overtaken."""
    found = _words(by, words_id, version)
    _forget_released(by, found)
    found.status = "held"
    kept(found, "status")
    note("held back words of", "survey", found.question.survey_id)
    return found


def _checked(
    kind: str, title: str, opening: str, answer_days: int, remind_days: int | None, rest_days: int | None
) -> dict[str, Any]:
    if kind not in KINDS:
        raise fault(kind="Say who is asked.")
    said = {"kind": kind, "title": " ".join(title.split()), "opening": opening.strip()}
    if not said["title"]:
        raise fault(title="Give it a title.")
    if not said["opening"]:
        raise fault(opening="Say what it is for: people answer what they understand.")
    if not 7 <= answer_days <= 90:
        raise fault(answer_days="Between 7 and 90 days to answer.")
    if remind_days is not None and not 1 <= remind_days < answer_days:
        raise fault(remind_days="A reminder comes after a day at least, and before the link ends.")
    if kind == "standing":
        rest_days = None
    elif rest_days is None or not 7 <= rest_days <= 730:
        raise fault(rest_days="Say after how many days somebody may be asked again: between 7 and 730.")
    return said | {"answer_days": answer_days, "remind_days": remind_days, "rest_days": rest_days}


def _worded(said: Wording) -> dict[str, Any]:
    if said.kind not in QUESTION_KINDS:
        raise fault(kind="Say how it is answered.")
    words = " ".join(said.words.split())
    if not words:
        raise fault(words="Write down the question.")
    whole: dict[str, Any] = {"kind": said.kind, "words": words}
    if said.kind == "scale":
        if said.scale_max is None or not 2 <= said.scale_max <= 10:
            raise fault(scale_max="A scale goes from 1 to a number between 2 and 10.")
        whole |= {"scale_max": said.scale_max}
        whole |= {"low_words": said.low_words.strip(), "high_words": said.high_words.strip()}
        if not whole["low_words"] or not whole["high_words"]:
            raise fault(low_words="Say what both ends of the scale mean.")
    if said.kind == "choice":
        options = [" ".join(line.split()) for line in said.options.splitlines() if line.strip()]
        if not 2 <= len(options) <= 10 or len(set(options)) < len(options):
            raise fault(options="Enter between 2 and 10 choices, one a line, each once.")
        whole["options"] = "\n".join(options)
    return whole


def _survey(by: Principal, survey_id: object, version: int | None) -> Survey:
    found = held(Survey, by, survey_id, version)
    allowed(by, P.REGISTER_KEEP, found.hub_id)
    return found


def _draft(by: Principal, survey_id: object, version: int) -> Survey:
    found = _survey(by, survey_id, version)
    if found.status != "draft":
        raise fault(title="This survey was opened: its questions stay as they were asked.")
    return found


def _words(by: Principal, words_id: object, version: int) -> SurveyWords:
    found = held(SurveyWords, by, words_id, version)
    allowed(by, P.REGISTER_KEEP, found.question.survey.hub_id)
    return found


def _forget_released(by: Principal, found: SurveyWords) -> None:
    SurveyReleased.objects.seen_by(by).filter(pk=found.pk).delete()


def _taken_from(said: str, whole: str) -> bool:
    """Whether a text holds words of another only, in their order."""
    left = iter(re.findall(r"\w+", whole))
    words: Sequence[str] = re.findall(r"\w+", said)
    return all(any(word == one for one in left) for word in words)


def _did(found: Survey, by: Principal, what: str, words: str = "") -> None:
    kept(SurveyStep(survey=found, at=now(), account_id=by.account_id, what=what, words=words))
    note(what, "survey", found.pk)
