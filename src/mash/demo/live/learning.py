"""The simulated hub's evidence library and lessons of the last year in the records, each day as it happened:
items published, asked for and supplied; lessons entered, and what became of each thing they recommend.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from mash.demo.live import words
from mash.demo.live.people import People
from mash.demo.live.stretch import Stretch
from mash.demo.london import DAY
from mash.demo.reference import HUB, Row
from mash.framework.london import LONDON
from mash.partnership.acting import act_as
from mash.partnership.principal import Principal
from mash.records.evidence import actions as library
from mash.records.evidence.models import Evidence, EvidenceUse
from mash.records.lessons import actions as lessons
from mash.records.lessons.models import Recommendation

_YEAR = 365 * DAY
_CLOSED_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Learnt:
    """Something done with one item, use, lesson or recommendation at a simulated second."""

    second: int
    what: str
    record: str
    row: Row


def learning(rows: dict[str, list[Row]], stretch: Stretch) -> list[Learnt]:
    """What happens in the library and with lessons in the year up to the end of the stretch, in order."""
    if not stretch.cases:
        return []
    found = [step for step in _every(rows) if stretch.end - _YEAR <= step.second <= stretch.end]
    begun = {step.record for step in found if step.what in ("publish_evidence", "enter_lesson")}
    # what hangs on an item or lesson of before is left out with it
    return sorted(
        (step for step in found if _of(step) in begun), key=lambda step: (step.second, _ORDER[step.what])
    )


_ORDER = {
    what: place
    for place, what in enumerate(
        (
            "publish_evidence",
            "ask_for_evidence",
            "supply_evidence",
            "enter_lesson",
            "recommend",
            "decide_recommendation",
            "implement_recommendation",
            "close_recommendation",
        )
    )
}


def _of(step: Learnt) -> str:
    return step.record if step.what in ("publish_evidence", "enter_lesson") else str(step.row[1])


def _every(rows: dict[str, list[Row]]) -> Iterator[Learnt]:
    for row in rows["evidence"]:
        yield Learnt(_second(row[4]), "publish_evidence", str(row[0]), row)
    for row in rows["evidence_uses"]:
        yield Learnt(_second(row[3]), "ask_for_evidence", str(row[0]), row)
        if row[4] is not None:
            yield Learnt(_second(row[4]), "supply_evidence", str(row[0]), row)
    published = {row[0]: row[2] for row in rows["lessons"]}
    for row in rows["lessons"]:
        yield Learnt(_second(row[2]), "enter_lesson", str(row[0]), row)
    for row in rows["recommendations"]:
        one, of, _, status, decided_on, _, done_on, _, _ = row
        yield Learnt(_second(published[of]), "recommend", str(one), row)
        if status != "proposed":
            yield Learnt(_second(decided_on), "decide_recommendation", str(one), row)
        if done_on is not None:
            yield Learnt(_second(done_on), "implement_recommendation", str(one), row)
            yield Learnt(_second(done_on, _CLOSED_AFTER), "close_recommendation", str(one), row)


def _second(day: object, after: timedelta = timedelta(0)) -> int:
    assert isinstance(day, date)
    return int(datetime.combine(day + after, time(10), LONDON).timestamp())


@dataclass
class Learning:
    """The quality officer, and which item, use, lesson and recommendation is which in the records."""

    people: People
    stretch: Stretch
    made: dict[str, UUID] = field(default_factory=dict)

    def live(self, step: Learnt) -> bool:
        """Do a step, as its screen would."""
        by = self.people.who("childrens", "quality_officer")
        act_as(by)
        act: Callable[[Principal, str, Row], None] = getattr(self, f"_{step.what}")
        act(by, step.record, step.row)
        return True

    def _day(self, day: object) -> date:
        return self.stretch.instant(_second(day)).astimezone(LONDON).date()

    def _publish_evidence(self, by: Principal, one: str, row: Row) -> None:
        _, kind, cohort, theme, day = row
        title, text = words.EVIDENCE[str(theme)]
        said: dict[str, Any] = {
            "kind": kind,
            "cohort": cohort or "",
            "theme": theme,
            "title": title,
            "text": text,
        }
        made = library.draft(by=by, hub=HUB, **said)
        self.made[one] = made.pk
        review_on = self._day(day) + timedelta(days=365)
        library.publish(by=by, evidence_id=made.pk, version=1, review_on=review_on, read=True, alone=True)

    def _ask_for_evidence(self, by: Principal, one: str, row: Row) -> None:
        _, item, agency, asked_on, _, purpose = row
        of: dict[str, Any] = {"agency": agency, "purpose": str(purpose).replace(" ", "")}
        of |= {"evidence_id": self.made[str(item)], "requested_on": self._day(asked_on)}
        self.made[one] = library.request(by=by, **of).pk

    def _supply_evidence(self, by: Principal, one: str, row: Row) -> None:
        found = EvidenceUse.objects.seen_by(by).get(pk=self.made[one])
        supplied_on = self._day(row[4])
        library.supply(by=by, use_id=found.pk, version=found.version, supplied_on=supplied_on)

    def _enter_lesson(self, by: Principal, one: str, row: Row) -> None:
        _, source, day = row
        title, summary = words.LESSONS[str(source)]
        said: dict[str, Any] = {
            "source": source,
            "title": title,
            "summary": summary,
            "published_on": self._day(day),
        }
        self.made[one] = lessons.enter(by=by, hub=HUB, **said).pk

    def _recommend(self, by: Principal, one: str, row: Row) -> None:
        said = words.RECOMMENDED[int(one.rsplit("-", 1)[1]) % len(words.RECOMMENDED)]
        made = lessons.recommend(by=by, lesson_id=self.made[str(row[1])], words=said)
        self.made[one] = made.pk

    def _form(self, by: Principal, one: str) -> dict[str, Any]:
        found = Recommendation.objects.seen_by(by).get(pk=self.made[one])
        return {"by": by, "recommendation_id": found.pk, "version": found.version}

    def _decide_recommendation(self, by: Principal, one: str, row: Row) -> None:
        _, _, agency, status, _, due_on, _, _, _ = row
        if status == "rejected":
            lessons.reject(**self._form(by, one), reason="It is done already in another way.")
            return
        of: dict[str, Any] = {
            "agency": agency or "childrens",
            "due_on": self._day(due_on),
            "reason": "It would help.",
        }
        lessons.accept(**self._form(by, one), **of)

    def _implement_recommendation(self, by: Principal, one: str, row: Row) -> None:
        done: dict[str, Any] = {
            "implemented_on": self._day(row[6]),
            "policy_changed": bool(row[7]),
            "words": "Done as said.",
        }
        lessons.implement(**self._form(by, one), **done)

    def _close_recommendation(self, by: Principal, one: str, row: Row) -> None:
        item = self.made.get(str(row[8]))
        if item and Evidence.objects.seen_by(by).filter(pk=item, withdrawn_on=None).exists():
            lessons.close(**self._form(by, one), proof="evidence", evidence=item)
        else:
            lessons.close(**self._form(by, one), proof="none", proof_words="Too early to tell.")
