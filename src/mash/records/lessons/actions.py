"""The only writers of lessons: enter, change, recommend, accept, reject, move, implement, close.

A recommendation closes with something that shows its effect, or with the reason why nothing does.
"""

from datetime import date
from typing import Any
from uuid import UUID

from mash.framework.london import now, today
from mash.framework.measures import MEASURES
from mash.partnership.models import Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.lessons.models import (
    PROOFS,
    SOURCES,
    Lesson,
    LessonVersion,
    Recommendation,
    RecommendationStep,
)
from mash.records.lessons.reading import proofs
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

WRITTEN = ("source", "title", "published_on", "summary")


def enter(
    *, by: Principal, hub: str, source: str, title: str, published_on: date | None, summary: str = ""
) -> Lesson:
    """Enter a lesson that was published on a day. Raises ValidationError, by field."""
    allowed(by, P.REGISTER_KEEP, hub)
    said = _checked(source, title, published_on, summary)
    made = kept(Lesson(hub_id=hub, entered_at=now(), account_id=by.account_id, **said))
    note("entered", "lesson", made.pk, source=source)
    return made


def change(
    *,
    by: Principal,
    lesson_id: object,
    version: int,
    source: str,
    title: str,
    published_on: date | None,
    summary: str = "",
) -> Lesson:
    """Write a lesson otherwise; what stood before is kept. Raises Overtaken, or ValidationError by field."""
    found = _lesson(by, lesson_id, version)
    said = _checked(source, title, published_on, summary)
    first = Recommendation.objects.seen_by(by).filter(lesson=found, decided_on__lt=said["published_on"])
    if first.exists():
        raise fault(published_on="A recommendation of it was decided on before that day.")
    before = {name: getattr(found, name) for name in WRITTEN}
    changed = [name for name in WRITTEN if before[name] != said[name]]
    if changed:
        kept(LessonVersion(lesson=found, at=now(), account_id=by.account_id, **before))
        for name in changed:
            setattr(found, name, said[name])
        kept(found, *changed)
        note("changed", "lesson", found.pk, fields=changed)
    return found


def recommend(*, by: Principal, lesson_id: object, words: str, agency: str = "") -> Recommendation:
    """Put down what a lesson recommends; `agency` is who would own it, where that is known."""
    lesson = _lesson(by, lesson_id, None)
    if not words.strip():
        raise fault(words="Write down what is recommended.")
    if agency:
        _in_partnership(agency)
    made = Recommendation(lesson=lesson, at=now(), account_id=by.account_id, words=words.strip())
    made.agency_id = agency or None
    kept(made)
    _did(made, by, "proposed", "")
    return made


def accept(
    *, by: Principal, recommendation_id: object, version: int, agency: str, due_on: date | None, reason: str
) -> Recommendation:
    """Accept a recommendation, for an owner and by a day. Raises Overtaken, or ValidationError by field."""
    found = _at(by, recommendation_id, version, "proposed", "reason")
    _said(reason, "Say why it is accepted.")
    _in_partnership(agency)
    if due_on is None or due_on < today():
        raise fault(due_on="The day when it is due cannot lie in the past.")
    found.status, found.decided_on, found.due_on, found.agency_id = "accepted", today(), due_on, agency
    kept(found, "status", "decided_on", "due_on", "agency")
    _did(found, by, "accepted", reason)
    return found


def reject(*, by: Principal, recommendation_id: object, version: int, reason: str) -> Recommendation:
    """Reject a recommendation for a reason; that is its end."""
    found = _at(by, recommendation_id, version, "proposed", "reason")
    _said(reason, "Say why it is rejected.")
    found.status, found.decided_on = "rejected", today()
    kept(found, "status", "decided_on")
    _did(found, by, "rejected", reason)
    return found


def move(
    *, by: Principal, recommendation_id: object, version: int, agency: str, due_on: date | None, reason: str
) -> Recommendation:
    """Give an accepted recommendation another owner or another day, for a reason."""
    found = _at(by, recommendation_id, version, "accepted", "reason")
    _said(reason, "Say why it is changed.")
    _in_partnership(agency)
    if due_on is None or due_on < today():
        raise fault(due_on="The day when it is due cannot lie in the past.")
    before = f"Was due {found.due_on:%-d %B %Y}, owner {found.agency}. "
    found.due_on, found.agency_id = due_on, agency
    kept(found, "due_on", "agency")
    _did(found, by, "moved", before + reason)
    return found


def implement(
    *,
    by: Principal,
    recommendation_id: object,
    version: int,
    implemented_on: date | None,
    policy_changed: bool | None,
    words: str,
) -> Recommendation:
    """An accepted recommendation is implemented: when, how, and whether a policy changed with it."""
    found = _at(by, recommendation_id, version, "accepted", "words")
    if implemented_on is None or not (found.decided_on or today()) <= implemented_on <= today():
        raise fault(implemented_on="It was implemented when it was accepted or later, and not in the future.")
    if policy_changed is None:
        raise fault(policy_changed="Say whether a policy changed.")
    _said(words, "Say what was done.", "words")
    found.status, found.implemented_on, found.policy_changed = "implemented", implemented_on, policy_changed
    kept(found, "status", "implemented_on", "policy_changed")
    _did(found, by, "implemented", words)
    return found


def close(
    *,
    by: Principal,
    recommendation_id: object,
    version: int,
    proof: str,
    evidence: UUID | str | None = None,
    measure: str = "",
    proof_words: str = "",
) -> Recommendation:
    """Close an implemented recommendation: an item of the library or a measure shows its effect, or
    `proof_words` say why nothing does. Raises Overtaken, or ValidationError by field.
    """
    found = _at(by, recommendation_id, version, "implemented", "proof")
    if proof not in PROOFS:
        raise fault(proof="Say what shows its effect, or that nothing does.")
    if proof == "evidence" and (
        evidence is None or not proofs(by, found.lesson.hub_id).filter(pk=evidence).exists()
    ):
        raise fault(evidence="Choose a published item of the library.")
    if proof == "measure" and measure not in {one.name for one in MEASURES}:
        raise fault(measure="Choose the measure that shows it.")
    if proof != "evidence" and not proof_words.strip():
        missing = {
            "measure": "Say in which window, and what the measure shows.",
            "none": "Say why there is no proof.",
        }
        raise fault(proof_words=missing[proof])
    found.closed_on, found.proof, found.proof_words = today(), proof, proof_words.strip()
    found.evidence_id = evidence if proof == "evidence" else None
    found.measure = measure if proof == "measure" else ""
    kept(found, "closed_on", "proof", "proof_words", "evidence", "measure")
    _did(found, by, "closed", proof_words)
    return found


def _checked(source: str, title: str, published_on: date | None, summary: str) -> dict[str, Any]:
    if source not in SOURCES:
        raise fault(source="Say where the lesson comes from.")
    if not title.strip():
        raise fault(title="Give it a title.")
    if published_on is None or published_on > today():
        raise fault(published_on="The day when it was published cannot lie in the future.")
    title = " ".join(title.split())
    return {"source": source, "title": title, "published_on": published_on, "summary": summary.strip()}


def _lesson(by: Principal, lesson_id: object, version: int | None) -> Lesson:
    found = held(Lesson, by, lesson_id, version)
    allowed(by, P.REGISTER_KEEP, found.hub_id)
    return found


def _at(by: Principal, pk: object, version: int, status: str, field: str) -> Recommendation:
    """A recommendation that stands at a status and is not closed. What else is found is said at `field`."""
    found = held(Recommendation, by, pk, version)
    allowed(by, P.REGISTER_KEEP, found.lesson.hub_id)
    if found.closed_on is not None:
        raise fault(**{field: "This recommendation is closed."})
    if found.status != status:
        raise fault(**{field: f"This recommendation is {found.get_status_display().lower()} already."})
    return found


def _in_partnership(agency: str) -> None:
    if not Agency.objects.all().on(today()).filter(pk=agency).exists():
        raise fault(agency="Choose an agency of the partnership.")


def _said(words: str, missing: str, field: str = "reason") -> None:
    if not words.strip():
        raise fault(**{field: missing})


def _did(found: Recommendation, by: Principal, did: str, words: str) -> None:
    """A step of a recommendation, for its history and for the trail."""
    step = RecommendationStep(recommendation=found, at=now(), account_id=by.account_id, did=did)
    step.words = words.strip()
    kept(step)
    note(did, "recommendation", found.pk, agency=found.agency_id, due=str(found.due_on or ""))
