"""A survey that is open, letters as they come in, and answers as the page of a link gives them."""

import re

from django.core import mail

from mash.records.surveys import actions, answering, mixing, sending
from mash.records.surveys.models import Survey, SurveyQuestion

STANDING = {
    "hub": "moorland",
    "kind": "standing",
    "title": "Survey of professionals",
    "opening": "We ask how the hub works for you.",
    "answer_days": 28,
    "remind_days": 10,
}
QUESTIONS = (
    actions.Wording("scale", "It is easy to make a referral", 5, "not at all", "very"),
    actions.Wording("choice", "How do you refer?", options="By form\nBy telephone"),
    actions.Wording("text", "What would you change?"),
)


def drafted(cast, who="quinn", **changed):
    """A draft with a question of each kind."""
    made = cast.does(who, actions.enter, **(STANDING | changed))
    for n, one in enumerate(QUESTIONS, 1):
        cast.does(who, actions.ask, survey_id=made.pk, version=n, question=one)
    return made


def opened(cast, who="quinn", **changed):
    """An open survey."""
    made = drafted(cast, who, **changed)
    return cast.does(who, actions.open_survey, survey_id=made.pk, version=len(QUESTIONS) + 1)


def invited(cast, survey, agency, addresses, who="quinn"):
    """How many of these people were invited."""
    stands = cast.sees(who, lambda by: Survey.objects.seen_by(by).get(pk=survey.pk))
    of = {"survey_id": survey.pk, "version": stands.version, "agency": agency}
    return cast.does(who, actions.invite, addresses="\n".join(addresses), **of)


def posted():
    """Address → secret of its link, of the letters that are due."""
    mail.outbox = []
    sending.send_letters()
    return {one.to[0]: re.search(r"/answer/([^/]+)/", one.body)[1] for one in mail.outbox}


def answered(secret, score, words=""):
    """Answer by a link; whether it was taken."""
    asked = answering.asked(secret)
    of = {one.kind: str(one.pk) for one in asked.questions}
    said = {of["scale"]: score, of["choice"]: 1 + score % 2} | ({of["text"]: words} if words else {})
    return answering.post(secret, asked, said)


def mixed():
    """Mix what can be mixed."""
    return mixing.mix()


def questions(cast, survey, who="quinn"):
    """Its questions by how they are answered."""
    rows = cast.sees(who, lambda by: list(SurveyQuestion.objects.seen_by(by).filter(survey=survey)))
    return {one.kind: one for one in rows}
