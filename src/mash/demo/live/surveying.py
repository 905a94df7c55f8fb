"""The simulated hub's latest survey of professionals in the records: opened, everybody asked by
letter, answered through the links, mixed, closed. Letters are kept in memory: a demonstration sends none.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import Any
from uuid import UUID

from django.core import mail
from django.test.utils import override_settings

from mash.demo.live import words
from mash.demo.live.people import People
from mash.demo.live.stretch import Stretch
from mash.demo.london import DAY
from mash.demo.reference import HUB, Row
from mash.framework.london import LONDON, today
from mash.partnership.acting import act_as
from mash.partnership.models import Agency
from mash.partnership.principal import Principal
from mash.records.surveys import actions, answering, mixing, sending
from mash.records.surveys.models import Survey

_LINK = re.compile(r"/answer/([^/]+)/")
#: Steps that open transactions of their own.
ALONE = ("send_letters", "mix_answers")
_MIXED_EVERY = 7 * DAY


@dataclass(frozen=True)
class Surveyed:
    """Something done with the survey at a simulated second; `scores` of one who answers, in order."""

    second: int
    what: str
    agency: str = ""
    place: int = 0
    scores: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class Latest:
    """The survey: what it asks, how many of each agency are asked, and what is done with it."""

    questions: tuple[tuple[str, int], ...]
    invited: dict[str, int]
    steps: list[Surveyed]


def surveying(rows: dict[str, list[Row]], stretch: Stretch) -> Latest:
    """The last survey that was opened before the stretch ends, and what happens to it until then."""
    opened = [row for row in rows["surveys"] if _second(row[2]) <= stretch.end] if stretch.cases else []
    if not opened:
        return Latest((), {}, [])
    survey, _, opened_on, closed_on = opened[-1]
    questions = [row for row in rows["survey_questions"] if row[1] == survey]
    given: dict[object, dict[object, int]] = defaultdict(dict)
    for _, invitation, question, score in rows["answers"]:
        given[invitation][question] = int(str(score))
    begins, invited = _second(opened_on), defaultdict[str, int](int)
    steps = [Surveyed(begins, "open_survey"), Surveyed(begins + 60, "send_letters")]
    for invitation, of, agency, _, answered_at in rows["invitations"]:
        if of != survey:
            continue
        place = invited[str(agency)]
        invited[str(agency)] += 1
        if answered_at is not None:
            scores = tuple(given[invitation].get(question[0]) for question in questions)
            steps.append(Surveyed(int(str(answered_at)), "answer_survey", str(agency), place, scores))
    ends = _second(closed_on) if closed_on else stretch.end
    steps += [Surveyed(at, "mix_answers") for at in range(begins + _MIXED_EVERY, ends, _MIXED_EVERY)]
    steps += [Surveyed(ends, "close_survey"), Surveyed(ends + 60, "mix_answers")]
    asks = tuple((str(row[2]), int(str(row[3]))) for row in questions)
    return Latest(asks, dict(invited), [step for step in steps if step.second <= stretch.end])


def _second(day: object) -> int:
    assert isinstance(day, date)
    return int(datetime.combine(day, time(9), LONDON).timestamp())


@contextmanager
def letters_kept() -> Iterator[None]:
    """Letters are kept in memory for as long as it takes."""
    with override_settings(SENDS_MAIL=True, EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


@dataclass
class Surveying:
    """The quality officer, the survey, and the links that people were sent."""

    people: People
    latest: Latest
    rng: Random
    survey: UUID | None = None
    links: dict[str, str] = field(default_factory=dict)

    def live(self, step: Surveyed) -> bool:
        """Do a step, as its screen or the worker would; False where a link is not there."""
        if step.what == "mix_answers":
            return mixing.mix() > 0
        if step.what == "send_letters":
            mail.outbox = []
            sending.send_letters()
            for one in mail.outbox:
                found = _LINK.search(str(one.body))
                assert found
                self.links[one.to[0]] = found[1]
            return True
        if step.what == "answer_survey":
            return self._answer(step)
        by = self.people.who("childrens", "quality_officer")
        act_as(by)
        if step.what == "close_survey":
            actions.close(by=by, survey_id=self.survey, version=self._version(by))
        else:
            self._open(by)
        return True

    def _version(self, by: Principal) -> int:
        return int(Survey.objects.seen_by(by).get(pk=self.survey).version)

    def _open(self, by: Principal) -> None:
        title, opening = words.SURVEY
        made = actions.enter(by=by, hub=HUB, kind="standing", title=title, opening=opening)
        self.survey = made.pk
        asks = [
            actions.Wording("scale", text, scale, "not at all", "very much")
            for text, scale in self.latest.questions
        ]
        asks.append(actions.Wording("text", words.ASKED_FREELY))
        for question in asks:
            actions.ask(by=by, survey_id=made.pk, version=self._version(by), question=question)
        actions.open_survey(by=by, survey_id=made.pk, version=self._version(by))
        there = set(Agency.objects.all().on(today()).values_list("pk", flat=True))
        for agency, count in self.latest.invited.items():
            if agency in there:
                addresses = "\n".join(_address(agency, place) for place in range(count))
                of: dict[str, Any] = {"survey_id": made.pk, "version": self._version(by), "agency": agency}
                actions.invite(by=by, addresses=addresses, **of)

    def _answer(self, step: Surveyed) -> bool:
        secret = self.links.get(_address(step.agency, step.place))
        asked = answering.asked(secret) if secret else None
        if secret is None or asked is None:
            return False
        scales = [one for one in asked.questions if one.kind == "scale"]
        said: dict[str, object] = {
            str(one.pk): score for one, score in zip(scales, step.scores, strict=True) if score
        }
        if self.rng.random() < 0.2:
            (freely,) = (one for one in asked.questions if one.kind == "text")
            said[str(freely.pk)] = self.rng.choice(words.SAID_FREELY)
        return answering.post(secret, asked, said)


def _address(agency: str, place: int) -> str:
    return f"professional.{place + 1}@{agency.replace('_', '-')}.exampleshire.example"
