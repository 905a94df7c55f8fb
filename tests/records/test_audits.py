"""Audits: drawn once and by the book, graded independently, agreed by the panel, followed up."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from mash.framework.london import clock_at, now, today
from mash.partnership.acting import act_as
from mash.partnership.models import Appointment
from mash.records.audits import actions, reading
from mash.records.audits.models import (
    Audit,
    AuditAction,
    AuditGrade,
    AuditGrading,
    AuditReason,
    AuditRound,
    AuditStep,
)
from mash.records.notices.models import Notice
from mash.records.referrals.actions import Disposed, decide, own, rate, restrict
from mash.records.referrals.models import Referral
from mash.records.writing import Overtaken
from mash.trail.models import Entry
from mash.trail.record import recorded
from tests.cast import submitted
from tests.records.notices import work_off
from tests.records.test_evidence import refused

pytestmark = pytest.mark.django_db


def planned(**changed):
    words = {
        "title": "March",
        "decided_from": today() - timedelta(30),
        "decided_until": today(),
        "per_stratum": 2,
        "of_agencies": ("contribution",),
        "of_the_case": ("quality of the decision",),
    }
    return actions.Planned(**(words | changed))


def decided(cast, outcome="section_47", rater="tess"):
    """A referral decided with this outcome."""
    one = submitted(cast)
    cast.does(rater, rate, referral_id=one.pk, version=1, risk="red", rationale="So.")
    cast.does("tess", own, referral_id=one.pk, version=2, agency="council")
    of = {"referral_id": one.pk, "version": 3, "rationale": "So."}
    cast.does("dan", decide, disposals=(Disposed(outcome, lead="council"),), **of)
    return one


def plan(cast, **changed):
    return cast.does("quinn", actions.plan, hub="moorland", planned=planned(**changed))


def draw(cast, of, *names, seed="one"):
    accounts = [cast.accounts[name].pk for name in names or ("pam", "pete")]
    return cast.does("quinn", actions.draw, round_id=of.pk, version=of.version, accounts=accounts, seed=seed)


def audits(cast, who="quinn"):
    return cast.sees(who, lambda by: list(Audit.objects.seen_by(by).order_by("reference")))


def grade(cast, who, audit, *grades, send=True):
    """Grades of what is asked, in its order; a case of two agencies and one criterion each asks three."""
    version = cast.sees(who, lambda by: reading.own_grading(by, audit).version)
    given = [actions.Given(one, f"{who} says so." if one else "") for one in grades]
    return cast.does(who, actions.grade, audit_id=audit.pk, version=version, given=given, send=send)


def moderate(cast, audit, *grades):
    given = [actions.Given(one, "We agreed.") for one in grades]
    return cast.does("pam", actions.moderate, audit_id=audit.pk, version=1, given=given)


@pytest.fixture
def audit(cast):
    """One case, drawn for Pam and Pete."""
    decided(cast)
    draw(cast, plan(cast))
    return audits(cast)[0]


@pytest.fixture
def agreed(cast, audit):
    grade(cast, "pam", audit, 3, 2, 3)
    grade(cast, "pete", audit, 4, 3, 3)
    moderate(cast, audit, 3, 3, 3)
    return audits(cast)[0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("decided_until", today() - timedelta(99)),
        ("per_stratum", 0),
        ("of_the_case", ()),
        ("of_the_case", ("decision of 3 March",)),
        ("of_agencies", ("case",)),
        ("of_agencies", ("Contribution", "contribution")),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_by_field(cast, field, value):
    assert set(refused(cast, actions.plan, hub="moorland", planned=planned(**{field: value}))) == {field}


def test_below_the_threshold_is_a_stratum_of_its_own_and_the_chance_is_what_is_taken_of_all(cast):
    for outcome in ("section_47", "no_further_action", "no_further_action", "no_further_action"):
        decided(cast, outcome)
    submitted(cast)  # not decided: not drawn
    one = draw(cast, plan(cast))
    found = [(row.stratum, row.drawn, row.population, row.chance) for row in audits(cast)]
    assert sorted(found) == [
        ("enquiry", 1, 1, 1.0),
        ("no further action", 2, 3, 2 / 3),
        ("no further action", 2, 3, 2 / 3),
    ]
    assert (one.seed, one.drawn_on) == ("one", today())


def test_the_same_seed_and_referrals_give_the_same_sample(cast):
    made = [decided(cast, "no_further_action").pk for _ in range(5)]
    draw(cast, plan(cast))
    by_hand = sorted(made, key=lambda pk: hashlib.sha256(f"one|{pk}".encode()).digest())[:2]
    assert {row.referral_id for row in audits(cast)} == set(by_hand)


def test_strata_can_be_split_by_cohort_or_rating(cast):
    decided(cast)
    for split_by, name in (("cohort", "enquiry, neglect"), ("rating", "enquiry, red")):
        one = plan(cast, split_by=split_by)
        (found,) = cast.sees("quinn", lambda by, one=one: reading.strata(one))
        assert (found.name, found.population, found.percent) == (name, 1, "100%")


def test_a_round_is_drawn_once_and_then_stays_as_planned(cast, audit):
    of = {"round_id": audit.round_id, "version": 2}
    accounts = [cast.accounts["pam"].pk, cast.accounts["pete"].pk]
    assert set(refused(cast, actions.draw, accounts=accounts, **of)) == {"seed"}
    assert set(refused(cast, actions.change, planned=planned(), **of)) == {"title"}


def test_a_round_is_not_drawn_before_its_period_is_over_nor_with_one_auditor(cast):
    decided(cast)
    soon = plan(cast, decided_until=today() + timedelta(1))
    of = {"round_id": soon.pk, "version": 1}
    two = [cast.accounts["pam"].pk, cast.accounts["pete"].pk]
    assert refused(cast, actions.draw, accounts=two, **of)["accounts"].startswith("The period is not over")
    of = {"round_id": plan(cast).pk, "version": 1}
    assert refused(cast, actions.draw, accounts=two[:1], **of)["accounts"].startswith("Choose two at least")
    of_no_panel = [cast.accounts["tess"].pk, *two]
    assert refused(cast, actions.draw, accounts=of_no_panel, **of) == {
        "accounts": "Choose panel members of this hub."
    }


def test_a_plan_can_be_changed_and_its_history_says_what_it_was(cast):
    one = plan(cast)
    of = {"round_id": one.pk, "version": 1}
    cast.does("quinn", actions.change, planned=planned(title="April", of_the_case=("timeliness",)), **of)
    stands = cast.sees("quinn", lambda by: actions_as_planned(by, one.pk))
    assert (stands.title, stands.of_the_case) == ("April", ("timeliness",))
    told = cast.sees("quinn", lambda by: list(reading.history(by, round=one.pk)))
    assert [step.what for step in told] == ["changed", "planned"]
    assert "March" in told[0].words
    with pytest.raises(Overtaken):
        cast.does("quinn", actions.change, planned=planned(), **of)


def actions_as_planned(by, pk):
    from mash.records.audits.actions.rounds import as_planned

    return as_planned(by, AuditRound.objects.seen_by(by).get(pk=pk))


def test_a_restricted_referral_is_not_drawn_and_one_restricted_later_closes_to_its_auditors(cast):
    hidden, shown = decided(cast), decided(cast)
    cast.does("iris", restrict, reference=hidden.reference, reason="Staff.")
    draw(cast, plan(cast))
    (one,) = audits(cast)
    assert (one.reference, one.population) == (shown.reference, 1)
    assert len(audits(cast, "pam")) == 1
    cast.does("iris", restrict, reference=shown.reference, reason="Staff.")
    assert audits(cast, "pam") == []
    with pytest.raises(Audit.DoesNotExist):
        cast.does("pam", reading.open_case, pk=one.pk)


def test_nobody_audits_what_they_worked_on(cast):
    Appointment.objects.create(account=cast.accounts["pam"], hub=cast.hub, role="triage")
    decided(cast, rater="pam")
    one = plan(cast)
    with pytest.raises(Exception, match="nobody grades what they worked on"):
        draw(cast, one)
    draw(cast, one, "pam", "pete", "prue")
    (audit,) = audits(cast)
    assert {str(own.account) for own in cast.sees("quinn", lambda by: reading.gradings(by, audit))} == {
        cast.accounts["pete"].name,
        cast.accounts["prue"].name,
    }
    by = cast.who("quinn")
    with recorded():
        act_as(by)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            AuditGrading(audit=audit, account=cast.accounts["pam"]).save(force_insert=True)


def test_who_keeps_the_register_sees_no_referral_and_no_word_of_it(cast, agreed):
    def look(by):
        rows = Referral.objects.seen_by(by).count(), AuditReason.objects.seen_by(by).count()
        return rows, AuditGrade.objects.seen_by(by).count()

    assert cast.sees("quinn", look) == ((0, 0), 9)
    with pytest.raises(Audit.DoesNotExist):
        cast.does("quinn", reading.open_case, pk=agreed.pk)


def test_the_timeline_is_the_case_as_it_went(cast, audit):
    told = cast.sees("pam", lambda by: reading.timeline(by, audit))
    assert [one.what for one in told] == ["Received: Neglect of a child", "Rated red", "Decided"]
    assert told[0].words == "She comes to school hungry."
    cast.does("pam", reading.open_case, pk=audit.pk)
    last = Entry.objects.order_by("-number").first()
    assert (last.verb, last.kind, last.record) == ("viewed", "referral", audit.reference)


def test_nobody_sees_the_grades_of_another_before_their_own_are_sent(cast, audit):
    grade(cast, "pam", audit, 3, 3, 3)
    grade(cast, "pete", audit, 2, None, None, send=False)
    see = {who: len(cast.sees(who, lambda by: reading.grades(by, audit))) for who in ("pam", "pete", "quinn")}
    assert see == {"pam": 3, "pete": 1, "quinn": 3}
    grade(cast, "pete", audit, 2, 2, 2)
    assert len(cast.sees("pete", lambda by: reading.grades(by, audit))) == 6


def test_who_keeps_the_register_and_audits_too_sees_no_grades_before_theirs(cast, audit):
    Appointment.objects.create(account=cast.accounts["pete"], hub=cast.hub, role="quality_officer")
    grade(cast, "pam", audit, 3, 3, 3)
    assert cast.sees("pete", lambda by: reading.grades(by, audit)) == {}
    assert cast.sees("pete", lambda by: AuditGrade._base_manager.count()) == 0


def test_grades_are_saved_as_one_goes_and_sent_whole(cast, audit):
    grade(cast, "pam", audit, 3, None, None, send=False)
    own = cast.sees("pam", lambda by: reading.own_grading(by, audit))
    half = [actions.Given(3, "So."), actions.Given(None, "Well."), actions.Given(3, " ")]
    of = {"audit_id": audit.pk, "version": own.version, "send": True}
    assert refused(cast, actions.grade, who="pam", given=half, **of) == {"grade_1": "Give it a grade."}
    half[1] = actions.Given(2, "Well.")
    assert set(refused(cast, actions.grade, who="pam", given=half, **of)) == {"reasons_2"}
    assert set(refused(cast, actions.grade, who="pam", given=half[:1], **of | {"send": False})) == {"grade_0"}
    with pytest.raises(Overtaken):
        cast.does("pam", actions.grade, given=half, **of | {"version": 1})
    grade(cast, "pam", audit, 3, 2, 3)
    of["version"] += 1
    assert "stay as they are" in refused(cast, actions.grade, who="pam", given=half, **of)["grade_0"]


def test_the_panel_agrees_once_all_have_sent_and_each_grade_is_kept(cast, audit):
    grade(cast, "pam", audit, 3, 2, 3)
    of = {"audit_id": audit.pk, "version": 1, "given": [actions.Given(3, "So.")] * 3}
    assert refused(cast, actions.moderate, who="pam", **of) == {
        "grade_0": "Not everybody has sent their grades yet."
    }
    grade(cast, "pete", audit, 4, 3, 3)
    moderate(cast, audit, 3, 3, 3)
    (found,) = audits(cast)
    assert found.completed_on == today()
    given = cast.sees("pam", lambda by: reading.grades(by, audit))
    assert sorted(one.grade for (own, *_), (one, _) in given.items() if own) == [2, 3, 3, 3, 3, 4]
    assert {words for (own, *_), (_, words) in given.items() if own is None} == {"We agreed."}
    assert "already" in refused(cast, actions.moderate, who="pete", **of | {"version": 2})["grade_0"]


def test_access_ends_when_the_round_is_closed_and_it_is_closed_when_all_is_agreed(cast, audit):
    of = {"round_id": audit.round_id, "version": 2}
    assert refused(cast, actions.close, **of) == {"closing": "1 of its audits is not completed yet."}
    grade(cast, "pam", audit, 3, 2, 3)
    grade(cast, "pete", audit, 4, 3, 3)
    moderate(cast, audit, 3, 3, 3)
    cast.does("quinn", actions.close, **of)

    def look(by):
        return [
            table.objects.seen_by(by).count() for table in (Audit, AuditRound, AuditGrade, Referral)
        ], Referral._base_manager.count()

    assert cast.sees("pam", look) == ([0, 0, 0, 0], 0)
    assert set(refused(cast, actions.close, **of | {"version": 3})) == {"closing"}


def test_an_inadequate_grade_is_told_at_once_to_who_keeps_the_register_and_who_decided(cast, audit):
    grade(cast, "pam", audit, 1, None, None, send=False)
    grade(cast, "pam", audit, 1, 1, 1)
    work_off()
    (told,) = cast.sees("quinn", lambda by: list(Notice.objects.seen_by(by)))
    assert (str(told), told.audit_id) == ("An audit finds something inadequate", audit.pk)
    assert cast.sees("dan", lambda by: Notice.objects.seen_by(by).filter(kind="inadequate").count()) == 1
    nobody = ("pam", "pete", "quinta", "dora")
    assert [cast.sees(who, lambda by: Notice._base_manager.count()) for who in nobody] == [0] * 4


def test_a_case_that_cannot_be_audited_is_replaced_for_a_reason_by_the_next(cast):
    for _ in range(3):
        decided(cast)
    draw(cast, plan(cast))
    gone = audits(cast)[0]
    of = {"audit_id": gone.pk, "version": 1}
    assert set(refused(cast, actions.replace, because=" ", **of)) == {"because"}
    made = cast.does("quinn", actions.replace, because="The file is lost.", **of)
    assert (made.replaces_id, made.stratum, made.chance) == (gone.pk, gone.stratum, gone.chance)
    assert {row.pk for row in audits(cast)} >= {gone.pk, made.pk}, "what was drawn stays on record"
    assert gone.pk not in {row.pk for row in audits(cast, "pam")}
    of = {"audit_id": made.pk, "version": 1}
    left = refused(cast, actions.replace, because="This too.", **of)
    assert left == {"because": "No other referral is left in its stratum."}


def test_an_action_is_changed_only_for_a_reason_and_completed_with_how(cast, agreed):
    of = {"audit_id": agreed.pk}
    words = {"agency": "police", "words": "Answer sooner.", "due_on": today()}
    for field, value in (("agency", "x"), ("words", " "), ("due_on", today() - timedelta(1))):
        assert set(refused(cast, actions.add_action, **of, **words | {field: value})) == {field}
    made = cast.does("quinn", actions.add_action, **of, **words)
    of = {"action_id": made.pk, "version": 1}
    later = words | {"due_on": today() + timedelta(9)}
    assert set(refused(cast, actions.change_action, reason="", **of, **later)) == {"reason"}
    cast.does("quinn", actions.change_action, reason="They asked.", **of, **later)
    with pytest.raises(Overtaken):
        cast.does("quinn", actions.change_action, reason="Me too.", **of, **later)
    of["version"] = 2
    for field, value in (("completed_on", today() + timedelta(1)), ("how", " ")):
        done = {"completed_on": today(), "how": "A duty rota."}
        assert set(refused(cast, actions.complete_action, **of, **done | {field: value})) == {field}
    cast.does("quinn", actions.complete_action, completed_on=today(), how="A duty rota.", **of)
    told = cast.sees("quinn", lambda by: [step.what for step in reading.history(by, action=made)])
    assert told == ["done", "moved", "action"]
    with clock_at(now() + timedelta(days=20)):
        assert cast.sees("quinn", lambda by: reading.overdue(by).count()) == 0


def test_what_is_overdue_is_found(cast, agreed):
    words = {"agency": "police", "words": "Answer sooner.", "due_on": today()}
    cast.does("quinn", actions.add_action, audit_id=agreed.pk, **words)
    with clock_at(now() + timedelta(days=2)):
        assert cast.sees("quinn", lambda by: reading.overdue(by).count()) == 1


@pytest.mark.parametrize("who", ["pam", "tess", "iris", "anna"])
def test_who_keeps_no_register_plans_no_round(cast, who):
    with pytest.raises(PermissionDenied):
        cast.does(who, actions.plan, hub="moorland", planned=planned())


def test_an_auditor_changes_nothing_of_the_register_nor_of_the_case(cast, audit):
    with pytest.raises(PermissionDenied):
        cast.does("pam", actions.replace, audit_id=audit.pk, version=1, because="No time.")
    with pytest.raises(AuditRound.DoesNotExist):
        cast.does("pam", actions.close, round_id=audit.round_id, version=2)
    with pytest.raises(Referral.DoesNotExist):
        cast.does("pam", rate, referral_id=audit.referral_id, version=4, risk="red", rationale="So.")
    with pytest.raises(Audit.DoesNotExist):
        cast.does("prue", actions.grade, audit_id=audit.pk, version=1, given=[])


def test_no_reason_of_a_grade_is_on_the_trail(cast, agreed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM trail_entry WHERE detail::text LIKE '%says so%'")
        assert cursor.fetchone() == (0,)
    assert cast.sees("quinn", lambda by: AuditStep.objects.seen_by(by).count()) == 5
    assert cast.sees("quinn", lambda by: AuditAction.objects.seen_by(by).count()) == 0
