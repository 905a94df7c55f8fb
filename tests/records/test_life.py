"""The life of a referral, step by step (casework.md): what is recorded, and that no step is skipped."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from mash.framework.london import clock_at
from mash.records.escalations.actions import disagree, resolve, step_up
from mash.records.escalations.models import Escalation
from mash.records.referrals.actions import (
    Disposed,
    Known,
    answer,
    ask,
    correct,
    decide,
    own,
    rate,
    tell,
    withdraw,
)
from mash.records.referrals.models import Change, Disposal, Feedback, Item, Rating, Referral, Request, Subject
from mash.records.writing import Overtaken
from mash.trail.models import Entry
from mash.trail.verify import verify
from tests.cast import submission, submitted

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)  # a Tuesday


def fresh(cast, referral, who="dan"):
    return cast.sees(who, lambda by: Referral.objects.seen_by(by).get(pk=referral.pk))


def rated(cast, referral, risk="red", by="tess"):
    now = fresh(cast, referral)
    return cast.does(
        by, rate, referral_id=referral.pk, version=now.version, risk=risk, rationale="Hungry for weeks."
    )


def asked(cast, referral, *agencies):
    return cast.does("tess", ask, referral_id=referral.pk, agencies=agencies or ("police", "health"))


def owned(cast, referral, agency="council"):
    return cast.does(
        "tess", own, referral_id=referral.pk, version=fresh(cast, referral).version, agency=agency
    )


def decided(cast, referral, by="dan", **changed):
    words = {
        "disposals": (Disposed("section_47", lead="council", support=("police",)),),
        "rationale": "The threshold is met.",
    }
    return cast.does(
        by, decide, referral_id=referral.pk, version=fresh(cast, referral).version, **(words | changed)
    )


def test_from_receipt_to_feedback_and_all_of_it_is_on_the_trail(cast):
    with clock_at(NOON):
        referral = submitted(cast)
    with clock_at(NOON + timedelta(minutes=20)):
        rated(cast, referral)
        owned(cast, referral)
        to_police, to_health = asked(cast, referral)
    with clock_at(NOON + timedelta(minutes=50)):
        known = Known("Two call-outs this year.", "disclose", "public_task")
        kept_in = Known("An address under watch.", "reveal", "public_task")
        cast.does(
            "paul", answer, request_id=to_police.pk, version=1, response="shared", known=(known, kept_in)
        )
        cast.does("hanna", answer, request_id=to_health.pk, version=1, response="nothing_known")
    with clock_at(NOON + timedelta(minutes=90)):
        decided(cast, referral)
    with clock_at(NOON + timedelta(minutes=100)):
        items = cast.sees("dan", lambda by: list(Item.objects.seen_by(by)))
        may_go = [item.pk for item in items if item.sharing == "disclose"]
        cast.does(
            "dan",
            tell,
            referral_id=referral.pk,
            version=fresh(cast, referral).version,
            words="An enquiry begins.",
            quoted=may_go,
        )
    found = fresh(cast, referral)
    assert (found.state, found.risk, found.owner_id) == ("told", "red", "council")
    assert found.received_at == NOON
    assert found.due_at == NOON + timedelta(hours=2)
    assert found.decided_at == NOON + timedelta(minutes=90)
    assert found.feedback_at == NOON + timedelta(minutes=100)
    assert to_police.due_at == NOON + timedelta(minutes=80), "half of two hours from when it was asked"
    verbs = list(Entry.objects.filter(record=referral.reference).values_list("verb", "agency"))
    assert verbs == [
        ("submitted", "school"),
        ("rated", "council"),
        ("gave the decision to", "council"),
        ("asked", "council"),
        ("asked", "council"),
        ("answered", "police"),
        ("answered", "health"),
        ("decided", "council"),
        ("told the referrer", "council"),
    ]
    assert verify(None).bad is None


def test_the_trail_of_a_referral_holds_no_names_and_no_free_text(cast, referral):
    rated(cast, referral)
    held = str(list(Entry.objects.exclude(kind="account").values_list("detail", flat=True)))
    assert "Wendy" not in held
    assert "hungry" not in held.lower()


def test_rating_it_higher_shortens_the_due_time_and_lower_never_lengthens_it(cast):
    with clock_at(NOON):
        referral = submitted(cast)
        rated(cast, referral, "blue")
    assert fresh(cast, referral).due_at == NOON + timedelta(hours=72)
    with clock_at(NOON + timedelta(hours=1)):
        rated(cast, referral, "red")
    assert fresh(cast, referral).due_at == NOON + timedelta(hours=3)
    with clock_at(NOON + timedelta(hours=2)):
        rated(cast, referral, "blue")
    found = fresh(cast, referral)
    assert (found.risk, found.due_at) == ("blue", NOON + timedelta(hours=3))
    dues = cast.sees("dan", lambda by: [one.due_at for one in Rating.objects.seen_by(by)])
    assert dues == [NOON + timedelta(hours=72), NOON + timedelta(hours=3), NOON + timedelta(hours=3)]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (lambda cast, r: asked(cast, r), "Rate the referral first"),
        (lambda cast, r: decided(cast, r), "Rate the referral first"),
        (
            lambda cast, r: cast.does("dan", tell, referral_id=r.pk, version=1, words="Nothing yet."),
            "Decide first",
        ),
    ],
)
def test_no_state_is_skipped(cast, referral, step, words):
    with pytest.raises(ValidationError, match=words):
        step(cast, referral)
    assert fresh(cast, referral).state == "received"


def test_only_the_agency_that_owns_a_referral_decides_it(cast, referral):
    rated(cast, referral)
    with pytest.raises(ValidationError, match="which agency decides"):
        decided(cast, referral)
    owned(cast, referral, "police")
    with pytest.raises(ValidationError, match="Moorland Police decides"):
        decided(cast, referral, by="dan")
    decided(cast, referral, by="dora")
    assert fresh(cast, referral).state == "decided"


def test_a_decided_referral_is_not_rated_or_asked_about_again(cast, referral):
    rated(cast, referral)
    owned(cast, referral)
    decided(cast, referral)
    for step in (rated, asked, decided, owned):
        with pytest.raises(ValidationError, match="decided"):
            step(cast, referral)


def test_what_may_not_leave_the_hub_is_never_quoted(cast, referral):
    rated(cast, referral)
    owned(cast, referral)
    (request,) = asked(cast, referral, "police")
    kept_in = Known("An address under watch.", "reveal", "public_task")
    cast.does("paul", answer, request_id=request.pk, version=1, response="shared", known=(kept_in,))
    decided(cast, referral)
    (item,) = cast.sees("dan", lambda by: list(Item.objects.seen_by(by)))
    with pytest.raises(ValidationError, match="may leave the hub"):
        cast.does(
            "dan",
            tell,
            referral_id=referral.pk,
            version=fresh(cast, referral).version,
            words="They know.",
            quoted=[item.pk],
        )
    assert cast.sees("dan", lambda by: Feedback.objects.seen_by(by).count()) == 0


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"response": "shared"}, "at least one thing"),
        ({"response": "declined"}, "Say why"),
        ({"response": "cancelled"}, "knows something"),
        (
            {"response": "nothing_known", "known": (Known("x", "reveal", "consent"),)},
            "written down",
        ),
    ],
)
def test_an_answer_says_what_it_must(cast, referral, words, match):
    rated(cast, referral)
    (request,) = asked(cast, referral, "police")
    with pytest.raises(ValidationError, match=match):
        cast.does("paul", answer, request_id=request.pk, version=1, **words)
    found = cast.sees("tess", lambda by: Request.objects.seen_by(by).get(pk=request.pk))
    assert found.responded_at is None


def test_an_agency_answers_for_itself_only(cast, referral):
    rated(cast, referral)
    (request,) = asked(cast, referral, "police")
    for stranger in ("hanna", "petra", "rita"):
        with pytest.raises((Request.DoesNotExist, PermissionDenied)):
            cast.does(stranger, answer, request_id=request.pk, version=1, response="nothing_known")
    with pytest.raises(PermissionDenied):
        cast.does("tess", answer, request_id=request.pk, version=1, response="nothing_known")


def test_a_withdrawn_request_is_no_longer_seen_by_the_agency(cast, referral):
    rated(cast, referral)
    (request,) = asked(cast, referral, "police")
    assert cast.sees("paul", lambda by: Referral.objects.seen_by(by).count()) == 1
    cast.does("tess", withdraw, request_id=request.pk)
    assert cast.sees("paul", lambda by: Referral.objects.seen_by(by).count()) == 0
    (again,) = asked(cast, referral, "police")
    assert again.pk != request.pk


def test_an_agency_that_has_not_answered_is_not_asked_twice(cast, referral):
    rated(cast, referral)
    asked(cast, referral, "police")
    with pytest.raises(ValidationError, match="asked already"):
        asked(cast, referral, "health", "police")
    assert cast.sees("tess", lambda by: Request.objects.seen_by(by).count()) == 1


def test_who_wrote_second_is_told_and_nothing_is_overwritten(cast, referral):
    rated(cast, referral, "amber")
    with pytest.raises(Overtaken) as told:
        cast.does("dan", rate, referral_id=referral.pk, version=1, risk="red", rationale="My own view.")
    assert told.value.now.risk == "amber"
    assert cast.sees("dan", lambda by: Rating.objects.seen_by(by).count()) == 1


def test_a_correction_keeps_what_was_said_before(cast, referral):
    cast.does(
        "tess",
        correct,
        referral_id=referral.pk,
        version=1,
        words={"concern": "She comes hungry and tired.", "known_open": True, "locality": "North"},
    )
    found = cast.sees("tess", lambda by: Change.objects.seen_by(by).values_list("field", "before", "after"))
    assert sorted(found) == [
        ("concern", "She comes to school hungry.", "She comes hungry and tired."),
        ("known_open", "", "yes"),
    ]


@pytest.mark.parametrize("consent", ["not_sought", "overridden"])
def test_sharing_without_consent_needs_reasons_and_a_manager(cast, consent):
    with pytest.raises(ValidationError, match="Say why"):
        submitted(cast, consent=consent)
    with pytest.raises(ValidationError, match="manager"):
        submitted(cast, consent=consent, consent_reason="It would put her in danger.")
    made = submitted(cast, consent=consent, consent_reason="Danger.", consent_approved_by="M. Manager")
    assert made.consent == consent


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"people": ()}, "at least one person"),
        ({"cohort": "no_such"}, "what the referral is about"),
        ({"locality": "12 Nowhere Lane"}, "without numbers"),
        ({"locality": "ZZ99 1AA"}, "without numbers"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_half_received(cast, changed, match):
    with pytest.raises(ValidationError, match=match):
        submitted(cast, **changed)
    assert cast.sees("tess", lambda by: Referral.objects.seen_by(by).count()) == 0
    assert not Entry.objects.filter(kind="referral").exists()


def test_nobody_refers_to_a_hub_of_which_they_are_no_referrer(cast):
    for stranger in ("paul", "anna", "adam", "iris", "fay"):
        with pytest.raises(PermissionDenied):
            submitted(cast, by=stranger)
    assert submission().hub == "moorland"


def test_the_age_on_receipt_is_kept(cast):
    with clock_at(datetime(2026, 5, 3, 22, 59, tzinfo=UTC)):
        submitted(cast)
    with clock_at(datetime(2026, 5, 3, 23, 0, tzinfo=UTC)):  # midnight in London: her birthday
        submitted(cast)
    ages = cast.sees("tess", lambda by: sorted(Subject.objects.seen_by(by).values_list("age", flat=True)))
    assert ages == [9, 10]


def test_a_disagreement_goes_up_stage_by_stage_and_may_change_the_decision(cast):
    with clock_at(NOON):
        referral = submitted(cast)
        rated(cast, referral)
        owned(cast, referral)
        asked(cast, referral, "health")
        decided(cast, referral, disposals=(Disposed("no_further_action"),), rationale="Not enough.")
        found = cast.does(
            "hanna",
            disagree,
            referral_id=referral.pk,
            about="council",
            reason="threshold",
            words="Met.",
        )
    assert found.due_at == datetime(2026, 3, 11, 12, tzinfo=UTC), "8.5 working hours later"
    with clock_at(NOON + timedelta(days=2)):
        found = cast.does("hanna", step_up, escalation_id=found.pk, version=1, words="Nobody answered.")
    assert found.stage == 2
    with pytest.raises(ValidationError, match="Only Moorland Health Trust can withdraw"):
        cast.does(
            "dan", resolve, escalation_id=found.pk, version=2, resolution="withdrawn", words="They gave in."
        )
    cast.does(
        "dan",
        resolve,
        escalation_id=found.pk,
        version=2,
        resolution="changed",
        words="We looked again.",
        disposals=(Disposed("section_47", lead="council"),),
    )
    outcomes = cast.sees(
        "dan", lambda by: list(Disposal.objects.seen_by(by).values_list("outcome", flat=True))
    )
    assert outcomes == ["section_47"]
    seen = cast.sees("hanna", lambda by: Escalation.objects.seen_by(by).get())
    assert (seen.resolution, seen.stage) == ("changed", 2)
    assert cast.sees("petra", lambda by: Escalation.objects.seen_by(by).count()) == 0


def test_an_agency_does_not_disagree_with_itself_or_about_what_it_does_not_see(cast, referral):
    with pytest.raises(ValidationError, match="with itself"):
        cast.does("tess", disagree, referral_id=referral.pk, about="council", reason="other", words="Hm.")
    with pytest.raises(Referral.DoesNotExist):
        cast.does("petra", disagree, referral_id=referral.pk, about="council", reason="other", words="Hm.")
