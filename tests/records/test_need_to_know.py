"""Who sees what (casework.md, Roles), twice: by the queryset layer, and by the database without it."""

from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from django.db.utils import ProgrammingError
from django.test import override_settings

from mash.config.postgres import Role
from mash.framework.london import today
from mash.partnership import acting
from mash.partnership.acting import act_as
from mash.records import models as records
from mash.records.people.models import Person as PersonRecord
from mash.records.referrals.actions import (
    break_glass,
    lift,
)
from mash.records.referrals.models import Referral, Restriction
from mash.records.seen import NobodyAsks, Record
from mash.trail.record import recorded
from tests.cast import PEOPLE, make_cast
from tests.records.everything import everything

pytestmark = pytest.mark.django_db
TABLES = [getattr(records, name) for name in records.__all__]


MOORLAND = {
    "Referral": 3,
    "Subject": 3,
    "Rating": 1,
    "Request": 2,
    "Item": 1,
    "Disposal": 1,
    "Feedback": 1,
    "Change": 1,
    "Escalation": 1,
    "EscalationStep": 1,
    "Person": 3,
    "Name": 3,
    "NameWord": 6,
    "Identifier": 3,
    "Address": 3,
    "Merge": 1,
    "KnownDifferent": 1,
}
IMPORTED = {"Import": 1, "ImportedRow": 1, "KnownColumns": 1}
#: A case drawn for an audit, as its auditors see it; each sees their own grades until they are sent.
SAMPLED = {
    "AuditRound": 1,
    "AuditCriterion": 2,
    "Audit": 1,
    "AuditGrading": 2,
    "Referral": 1,
    "Rating": 1,
    "Request": 2,
    "Item": 1,
    "Disposal": 1,
    "Feedback": 1,
    "Escalation": 1,
    "EscalationStep": 1,
}
#: A list that was approved: one activity went, one is held.
RETAINED = {
    "RetentionRule": 1,
    "RetentionStep": 1,
    "RetentionHold": 1,
    "Destruction": 1,
    "DestructionRecord": 2,
    "DestructionCertificate": 1,
}
#: A request that is answered: each thing recorded of the person, entered, gathered, each reviewed, answered.
ACCESSED = {"AccessRequest": 1, "AccessPiece": 23, "AccessStep": 26, "AccessCopy": 1}
#: How many rows each sees of each table: the whole of the rule, in figures.
#: Referrals: one worked, one not, one that Tess entered, one restricted (Dan is named), one of fenland.
SEEN = {
    "rita": {"Referral": 2, "Subject": 2, "Feedback": 1, "Draft": 1, "Notice": 2} | IMPORTED,
    "ralf": {},
    "fay": {"Referral": 1, "Subject": 1} | IMPORTED,
    "paul": {
        "Referral": 1,
        "Subject": 1,
        "Rating": 1,
        "Request": 1,
        "Item": 1,
        "Disposal": 1,
        "Person": 2,
        "Name": 2,
        "NameWord": 4,
        "Identifier": 2,
        "Address": 2,
        "Merge": 1,
        "Notice": 1,
        "MailChoice": 1,
    },
    "hanna": {
        "Referral": 1,
        "Subject": 1,
        "Rating": 1,
        "Request": 1,
        "Disposal": 1,
        "Person": 2,
        "Name": 2,
        "NameWord": 4,
        "Identifier": 2,
        "Address": 2,
        "Merge": 1,
        "Escalation": 1,
        "EscalationStep": 1,
        "Notice": 1,
    },
    "petra": {},
    "tess": MOORLAND | {"Notice": 1, "KnownColumns": 1},
    "dora": MOORLAND,
    "dan": {
        "Referral": 4,
        "Subject": 4,
        "Rating": 2,
        "Request": 3,
        "Item": 1,
        "Disposal": 1,
        "Feedback": 1,
        "Change": 1,
        "Escalation": 1,
        "EscalationStep": 1,
        "Person": 4,
        "Name": 4,
        "NameWord": 8,
        "Identifier": 4,
        "Address": 4,
        "Merge": 1,
        "KnownDifferent": 1,
        "NamedPerson": 1,
        "KnownColumns": 1,
        "Notice": 2,
    },
    "pam": SAMPLED | {"AuditGrade": 5, "AuditReason": 5},
    "pete": SAMPLED | {"AuditGrade": 1, "AuditReason": 1},
    "otto": {
        "KnownColumns": 1,
        "Referral": 1,
        "Subject": 1,
        "Person": 1,
        "Name": 1,
        "NameWord": 2,
        "Identifier": 1,
        "Address": 1,
    },
    "quinn": {
        "Evidence": 1,
        "EvidenceVersion": 1,
        "KeptWords": 1,
        "EvidenceUse": 1,
        "Lesson": 1,
        "LessonVersion": 1,
        "Recommendation": 1,
        "RecommendationStep": 1,
        "Complaint": 1,
        "ComplaintAgency": 1,
        "ComplaintStep": 1,
        "Activity": 2,
        "ActivityAgency": 1,
        "ActivityStep": 3,
        "Baseline": 1,
        "BaselineStep": 2,
        "Survey": 1,
        "SurveyQuestion": 3,
        "SurveyStep": 6,
        "SurveyInvitation": 6,
        "SurveyAnswer": 10,
        "SurveyWords": 5,
        "SurveyReleased": 1,
        "AuditRound": 1,
        "AuditCriterion": 2,
        "Audit": 1,
        "AuditGrading": 2,
        "AuditGrade": 5,
        "AuditAction": 1,
        "AuditStep": 4,
        "Notice": 1,
    }
    | IMPORTED,
    "quinta": {
        "Evidence": 1,
        "Lesson": 1,
        "Complaint": 2,
        "ComplaintAgency": 2,
        "ComplaintStep": 2,
        "Activity": 1,
        "ActivityAgency": 1,
        "ActivityStep": 1,
        "Baseline": 1,
        "BaselineStep": 1,
        "Survey": 1,
        "SurveyQuestion": 3,
        "SurveyStep": 4,
        "AuditRound": 1,
        "AuditCriterion": 2,
        "AuditStep": 1,
    },
    "anna": {"SurveyReleased": 1},
    "bob": {"SurveyReleased": 1},
    "iris": RETAINED
    | ACCESSED
    | {
        "Agreement": 1,
        "AgreementParty": 3,
        "AgreementStep": 2,
        "Restriction": 1,
        "NamedPerson": 1,
        "Merge": 1,
        "KnownDifferent": 1,
        "Person": 2,
        "Name": 2,
        "NameWord": 4,
        "Identifier": 2,
        "Address": 2,
    },
    "ida": {
        "AccessRequest": 1,
        "AccessPiece": 7,
        "AccessStep": 2,
        "RetentionRule": 1,
        "RetentionStep": 1,
        "Agreement": 1,
        "AgreementParty": 2,
        "AgreementStep": 1,
        "Merge": 1,
        "KnownDifferent": 1,
        "Person": 2,
        "Name": 2,
        "NameWord": 4,
        "Identifier": 2,
        "Address": 2,
    },
}


@pytest.fixture(scope="module")
def made_cast(once):
    with override_settings(SENDS_MAIL=True):
        return everything(make_cast())


@pytest.fixture
def full(cast):
    return cast


def by_queryset(by):
    return {table.__name__: count for table in TABLES if (count := table.objects.seen_by(by).count())}


def by_database(by):
    """What the database gives to a filter that was forgotten."""
    return {table.__name__: count for table in TABLES if (count := table._base_manager.count())}


@pytest.mark.parametrize("layer", [by_queryset, by_database])
def test_everybody_sees_what_they_need_to_know_and_no_more(full, layer):
    found = {name: full.sees(name, layer) for name in PEOPLE}
    assert found == {name: SEEN.get(name, {}) for name in PEOPLE}


def test_the_two_layers_see_the_same_rows(full):
    def by_both(by):
        for table in TABLES:
            asked = set(table.objects.seen_by(by).values_list("pk", flat=True))
            yield table, asked, set(table._base_manager.values_list("pk", flat=True))

    for name in PEOPLE:
        for table, asked, there in full.sees(name, lambda by: list(by_both(by))):
            assert asked == there, (name, table)


def test_where_nobody_is_named_the_database_shows_nothing(full):
    with connection.cursor() as cursor:  # a test is one transaction, so what was told last is taken back here
        cursor.execute("SELECT set_config('mash.account', '', true)")
    assert by_database(None) == {}


def test_what_the_database_was_told_of_one_request_is_forgotten_in_the_next(cast, monkeypatch):
    own = connection.copy()
    monkeypatch.setattr(acting, "connection", own)
    own.set_autocommit(False)
    with recorded():
        acting.act_as(cast.who("tess"))
    with own.cursor() as cursor:
        cursor.execute("SELECT mash_account()")
        assert cursor.fetchone() == (cast.accounts["tess"].pk,)
        own.commit()
        cursor.execute("SELECT mash_account()")
        assert cursor.fetchone() == (None,)
    own.close()


@pytest.mark.parametrize("ending", ["suspended", "run out", "role ended", "agency ended"])
def test_somebody_whose_access_ended_sees_nothing_even_by_the_database(full, ending):
    from django.utils import timezone

    yesterday = today() - timedelta(days=1)
    tess = full.accounts["tess"]
    if ending == "suspended":
        tess.suspended_at = timezone.now()
    elif ending == "run out":
        tess.access_until = yesterday
    elif ending == "role ended":
        tess.appointments.all().update(valid_to=yesterday)
    else:
        tess.agency.valid_to = yesterday
        tess.agency.save()
    tess.save()
    assert full.sees("tess", by_queryset) == {}
    assert full.sees("tess", by_database) == {}


def test_rows_that_nobody_asks_for_are_not_read():
    for table in TABLES:
        for read in (
            lambda rows: list(rows),
            lambda rows: rows.count(),
            lambda rows: rows.exists(),
            lambda rows: rows.first(),
            lambda rows: rows.get(pk=1),
            lambda rows: list(rows.values_list("pk")),
            lambda rows: list(rows.iterator()),
            lambda rows: rows.update(),
            lambda rows: rows.delete(),
            lambda rows: rows.aggregate(models.Count("pk")),
            lambda rows: rows.in_bulk(),
        ):
            with pytest.raises(NobodyAsks):
                read(table.objects.filter(pk__isnull=False))


def test_a_table_of_which_nobody_said_who_may_see_it_is_seen_by_nobody(cast):
    with pytest.raises(NotImplementedError):
        Record.seen(cast.who("tess"))


def test_every_table_of_the_records_has_row_level_security(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relname LIKE 'records%' AND NOT relrowsecurity"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'records%'")
        assert cursor.fetchone() == (len(TABLES),)


def test_the_apps_role_owns_no_table_and_cannot_bypass_a_policy(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (Role.APP.value, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_breaking_the_glass_opens_one_referral_for_an_hour_and_is_reported(full):
    from mash.framework.london import clock_at, now

    reference = full.restricted.reference
    look = lambda by: Referral.objects.seen_by(by).filter(reference=reference).exists()  # noqa: E731
    assert not full.sees("tess", look)
    full.does("tess", break_glass, reference=reference, reason="A child is at the door.")
    assert full.sees("tess", look)
    assert not full.sees("dora", look)
    (reported,) = full.sees("iris", lambda by: list(records.BrokenGlass.objects.seen_by(by)))
    assert (reported.reason, reported.account.name) == ("A child is at the door.", "Tess Triage")
    with clock_at(now() + timedelta(minutes=61)):
        assert not full.sees("tess", look)


@pytest.mark.parametrize("who", ["otto", "petra", "rita", "anna", "adam"])
def test_who_has_no_business_with_it_cannot_break_the_glass_or_learn_that_there_is_one(full, who):
    from django.core.exceptions import ValidationError

    words = []
    for reference in (full.restricted.reference, full.first.reference, "2026-999999"):
        with pytest.raises(ValidationError) as told:
            full.does(who, break_glass, reference=reference, reason="Because.")
        words.append(told.value.messages)
    assert words[0] == words[1] == words[2]


def test_a_lifted_restriction_opens_the_referral_to_whom_it_concerns(full):
    (one,) = full.sees("iris", lambda by: list(Restriction.objects.seen_by(by)))
    full.does("iris", lift, restriction_id=one.pk)
    assert full.sees("tess", by_queryset)["Referral"] == 4
    assert full.sees("tess", by_database)["Referral"] == 4


#: What somebody might try to write, past everything that the app says.
FORBIDDEN = (
    ("rita", "UPDATE records_referral SET concern = 'x'"),
    ("paul", "UPDATE records_referral SET concern = 'x'"),
    ("paul", "DELETE FROM records_item"),
    ("tess", "DELETE FROM records_referral"),
    ("tess", "DELETE FROM records_rating"),
    ("tess", "UPDATE records_rating SET risk = 'blue'"),
    ("iris", "UPDATE records_referral SET concern = 'x'"),
    ("anna", "DELETE FROM records_person"),
    ("tess", "UPDATE records_complaint SET theme = 'x'"),
    ("quinn", "UPDATE records_complaintstep SET words = 'x'"),
    ("dan", "UPDATE records_evidence SET title = 'x'"),
    ("quinn", "DELETE FROM records_evidence"),
    ("quinn", "UPDATE records_evidenceversion SET title = 'x'"),
    ("quinn", "DELETE FROM records_keptwords"),
    ("quinn", "DELETE FROM records_recommendation"),
    ("quinn", "DELETE FROM records_recommendationstep"),
    ("quinta", "UPDATE records_recommendation SET words = 'x'"),
    ("quinn", "UPDATE records_agreement SET title = 'x'"),
    ("iris", "DELETE FROM records_agreement"),
    ("iris", "DELETE FROM records_agreementparty"),
    ("iris", "UPDATE records_agreementstep SET words = 'x'"),
    ("dan", "UPDATE records_activity SET title = 'x'"),
    ("quinn", "DELETE FROM records_activity"),
    ("quinn", "UPDATE records_activitystep SET words = 'x'"),
    ("dan", "UPDATE records_baseline SET volume = 1"),
    ("quinn", "DELETE FROM records_baseline"),
    ("quinn", "UPDATE records_baselinestep SET volume = 1"),
    ("anna", "UPDATE records_surveywords SET words = 'x'"),
    ("anna", "DELETE FROM records_surveyreleased"),
    ("quinn", "DELETE FROM records_survey"),
    ("quinn", "UPDATE records_surveyanswer SET score = 1"),
    ("quinn", "DELETE FROM records_surveyinvitation"),
    ("quinn", "DELETE FROM records_surveytoken"),
    ("quinn", "UPDATE records_surveyletter SET first = true"),
    ("pam", "UPDATE records_auditgrade SET grade = 4"),
    ("pam", "UPDATE records_auditreason SET words = 'x'"),
    ("pete", "UPDATE records_auditgrade SET grade = 4 WHERE grade = 1"),
    ("prue", "UPDATE records_audit SET completed_on = sampled_on"),
    ("quinn", "UPDATE records_auditgrade SET grade = 4"),
    ("quinn", "UPDATE records_auditgrading SET sent_at = now()"),
    ("quinn", "DELETE FROM records_audit"),
    ("quinta", "UPDATE records_auditaction SET words = 'x'"),
    ("pam", "UPDATE records_referral SET concern = 'x'"),
    ("quinn", "UPDATE records_retentionrule SET years = 1"),
    ("ida", "UPDATE records_retentionhold SET reason = 'x'"),
    ("iris", "DELETE FROM records_retentionrule"),
    ("iris", "UPDATE records_retentionstep SET words = 'x'"),
    ("iris", "DELETE FROM records_retentionhold"),
    ("iris", "UPDATE records_destruction SET approved_by_id = NULL, approved_at = NULL"),
    ("iris", "DELETE FROM records_destruction"),
    ("iris", "UPDATE records_destructionrecord SET outcome = ''"),
    ("iris", "DELETE FROM records_destructionrecord"),
    ("iris", "UPDATE records_destructioncertificate SET words = '{}'"),
    ("iris", "DELETE FROM records_destructioncertificate"),
    ("iris", "UPDATE records_accessrequest SET asker = 'x'"),
    ("iris", "DELETE FROM records_accessrequest"),
    ("iris", "UPDATE records_accesspiece SET words = 'x'"),
    ("iris", "DELETE FROM records_accesspiece"),
    ("iris", "UPDATE records_accessstep SET words = 'x'"),
    ("ida", "UPDATE records_accesscopy SET html = 'x'"),
    ("ida", "UPDATE records_accessrequest SET received_on = '2020-01-01' WHERE status <> 'open'"),
    ("tess", "UPDATE records_accesspiece SET verdict = 'give'"),
    ("iris", "DELETE FROM records_activity"),
)


def test_the_database_changes_nothing_for_who_may_not(full):
    def rows_changed(statement):
        def attempt(by):
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.rowcount

        return attempt

    changed = {(who, what): full.sees(who, rows_changed(what)) for who, what in FORBIDDEN}
    assert {one: count for one, count in changed.items() if count} == {}
    assert len(changed) > 30


@pytest.mark.parametrize("who", ["rita", "paul", "petra", "otto", "anna", "iris"])
def test_the_database_takes_no_rating_from_who_may_not_rate(full, who):
    by = full.who(who)
    made = records.Rating(
        referral_id=full.first.pk,
        risk="blue",
        rated_at="2026-03-01T00:00Z",
        account_id=by.account_id,
        agency_id=by.agency_id,
        rationale="x",
    )
    with recorded():
        act_as(by)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            made.save(force_insert=True)


def test_what_a_referrer_named_is_not_shown_to_them_as_a_person(full):
    assert full.sees("rita", lambda by: PersonRecord.objects.seen_by(by).count()) == 0
