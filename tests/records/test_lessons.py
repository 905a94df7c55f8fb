"""Lessons: each step of a recommendation in its order, nothing closed without proof or a stated reason."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from mash.framework.london import clock_at, now, today
from mash.records.lessons import actions, reading
from mash.records.lessons.models import Lesson, LessonVersion, Recommendation, RecommendationStep
from mash.records.writing import Overtaken
from mash.trail.models import Entry
from tests.records.test_evidence import drafted, published, refused

pytestmark = pytest.mark.django_db
LESSON = {"source": "inspection", "title": "What an inspection found", "published_on": date(2026, 1, 5)}


@pytest.fixture
def lesson(cast):
    return cast.does("quinn", actions.enter, hub="moorland", **LESSON)


@pytest.fixture
def proposed(cast, lesson):
    return cast.does("quinn", actions.recommend, lesson_id=lesson.pk, words="Share sooner.")


def step(cast, one, action, **words):
    """A step taken by Quinn at the version at which the recommendation stands."""
    found = cast.sees("quinn", lambda by: Recommendation.objects.seen_by(by).get(pk=one.pk))
    return cast.does("quinn", action, recommendation_id=one.pk, version=found.version, **words)


def accepted(cast, one, days=60):
    words = {"agency": "police", "due_on": today() + timedelta(days), "reason": "It would have helped."}
    return step(cast, one, actions.accept, **words)


def implemented(cast, one):
    accepted(cast, one)
    words = {"implemented_on": today(), "policy_changed": True, "words": "The policy says so now."}
    return step(cast, one, actions.implement, **words)


@pytest.mark.parametrize(
    ("field", "value"),
    [("source", "x"), ("title", " "), ("published_on", None), ("published_on", date(2199, 1, 1))],
)
def test_what_is_wrong_with_a_lesson_is_said_by_field(cast, field, value):
    assert set(refused(cast, actions.enter, hub="moorland", **(LESSON | {field: value}))) == {field}


def test_a_recommendation_is_accepted_for_an_owner_and_a_day_for_a_reason(cast, proposed):
    of = {"recommendation_id": proposed.pk, "version": 1}
    words = {"agency": "police", "due_on": today(), "reason": "So."}
    for field, value in (("agency", ""), ("due_on", None), ("due_on", date(2020, 1, 1)), ("reason", " ")):
        assert set(refused(cast, actions.accept, **of, **(words | {field: value}))) == {field}
    found = accepted(cast, proposed)
    assert (found.status, found.decided_on, found.agency_id) == ("accepted", today(), "police")
    again = {"recommendation_id": proposed.pk, "version": 2, "reason": "No."}
    assert refused(cast, actions.reject, **again) == {"reason": "This recommendation is accepted already."}


def test_a_recommendation_is_rejected_for_a_reason_and_that_is_its_end(cast, proposed):
    of = {"recommendation_id": proposed.pk, "version": 1}
    assert refused(cast, actions.reject, reason="", **of) == {"reason": "Say why it is rejected."}
    step(cast, proposed, actions.reject, reason="We do it already.")
    shown = cast.sees("quinn", lambda by: reading.recommendations(by).filter(reading.OPEN).count())
    assert shown == 0
    end = {"recommendation_id": proposed.pk, "version": 2, "proof": "none", "proof_words": "x"}
    assert refused(cast, actions.close, **end) == {"proof": "This recommendation is rejected already."}


def test_it_is_not_implemented_before_it_was_accepted(cast, proposed):
    accepted(cast, proposed)
    of = {"recommendation_id": proposed.pk, "version": 2}
    words = {"implemented_on": today(), "policy_changed": False, "words": "Done."}
    yesterday = today() - timedelta(1)
    wrong = (("implemented_on", yesterday), ("implemented_on", today() + timedelta(1)))
    for field, value in (*wrong, ("policy_changed", None), ("words", "")):
        assert set(refused(cast, actions.implement, **of, **(words | {field: value}))) == {field}
    step(cast, proposed, actions.implement, **words)


def test_nothing_closes_without_proof_or_a_stated_reason(cast, proposed):
    implemented(cast, proposed)
    draft, item = drafted(cast), published(cast)
    of = {"recommendation_id": proposed.pk, "version": 3}
    assert set(refused(cast, actions.close, proof="", **of)) == {"proof"}
    assert set(refused(cast, actions.close, proof="evidence", **of)) == {"evidence"}
    assert set(refused(cast, actions.close, proof="evidence", evidence=draft.pk, **of)) == {"evidence"}
    assert set(refused(cast, actions.close, proof="measure", proof_words="x", **of)) == {"measure"}
    words = {"measure": "m04_timeliness"}
    assert set(refused(cast, actions.close, proof="measure", **words, **of)) == {"proof_words"}
    assert refused(cast, actions.close, proof="none", **of) == {"proof_words": "Say why there is no proof."}
    found = step(cast, proposed, actions.close, proof="evidence", evidence=item.pk)
    assert (found.closed_on, found.evidence_id) == (today(), item.pk)
    again = {"recommendation_id": proposed.pk, "version": 4, "proof": "none", "proof_words": "x"}
    assert refused(cast, actions.close, **again) == {"proof": "This recommendation is closed."}


@pytest.mark.parametrize(
    "words",
    [
        {"proof": "measure", "measure": "m04_timeliness", "proof_words": "April to June: 80% in time."},
        {"proof": "none", "proof_words": "Too few cases."},
    ],
)
def test_a_measure_and_its_window_or_a_stated_reason_close_too(cast, proposed, words):
    implemented(cast, proposed)
    assert step(cast, proposed, actions.close, **words).closed_on == today()


def test_the_database_takes_no_closing_without_proof(cast, proposed):
    implemented(cast, proposed)

    def forced(by):
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("UPDATE records_recommendation SET closed_on = implemented_on")

    with pytest.raises(IntegrityError):
        cast.does("quinn", forced)


def test_what_is_overdue_and_what_is_due_soon_is_known_by_the_day(cast, proposed):
    accepted(cast, proposed, days=40)

    def state(by):
        rows = reading.recommendations(by)
        return rows.filter(reading.overdue(today())).count(), rows.filter(reading.due_soon(today())).count()

    for days, wanted in ((9, (0, 0)), (10, (0, 1)), (40, (0, 1)), (41, (1, 0))):
        with clock_at(now() + timedelta(days=days)):
            assert cast.sees("quinn", state) == wanted, days


def test_every_step_and_what_a_lesson_said_before_stays(cast, lesson, proposed):
    accepted(cast, proposed)
    words = {"agency": "health", "due_on": today() + timedelta(90), "reason": "They can do it."}
    step(cast, proposed, actions.move, **words)
    steps = cast.sees("quinn", lambda by: list(RecommendationStep.objects.seen_by(by)))
    assert [one.did for one in steps] == ["proposed", "accepted", "moved"]
    assert "owner Moorland Police. They can do it." in steps[-1].words
    of = {"lesson_id": lesson.pk, "version": 1}
    cast.does("quinn", actions.change, **(LESSON | {"title": "Another title"}), **of)
    with pytest.raises(Overtaken):
        cast.does("quinn", actions.change, **LESSON, **of)
    (before,) = cast.sees("quinn", lambda by: list(LessonVersion.objects.seen_by(by)))
    assert (before.title, before.account.name) == (LESSON["title"], "Quinn Quality Officer")
    kinds = Entry.objects.filter(kind__in=("lesson", "recommendation")).order_by("number")
    assert [one.verb for one in kinds] == ["entered", "proposed", "accepted", "moved", "changed"]


@pytest.mark.parametrize("who", ["dan", "anna", "iris", "adam", "pam", "quinta"])
def test_who_keeps_no_register_of_the_hub_writes_nothing(cast, lesson, who):
    with pytest.raises((PermissionDenied, Lesson.DoesNotExist)):
        cast.does(who, actions.recommend, lesson_id=lesson.pk, words="x")
    with pytest.raises(PermissionDenied):
        cast.does(who, actions.enter, hub="moorland", **LESSON)
