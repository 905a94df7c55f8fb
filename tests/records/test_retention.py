"""Retention: nothing goes unless a rule says so, somebody drew it up and somebody else approved it."""

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey

from mash.framework.london import LONDON, clock_at, today
from mash.partnership.policy import Permission as P
from mash.records import models as records
from mash.records.activities import actions as activities
from mash.records.agreements import actions as agreements
from mash.records.baselines import actions as baselines
from mash.records.complaints.actions import Said, enter
from mash.records.escalations.actions import disagree
from mash.records.evidence import actions as evidence
from mash.records.imports import actions as imports
from mash.records.lessons import actions as lessons
from mash.records.people.actions import Particulars, know_different, link_family, merge
from mash.records.referrals.actions import Person, correct
from mash.records.referrals.models import Referral, Subject
from mash.records.retention import actions, destroying
from mash.records.retention.kinds import KINDS, STAYS, TABLES, WITH_ALL, in_words
from mash.records.retention.models import CODES, Destruction, RetentionHold, RetentionRule
from mash.records.subject_access import actions as access
from mash.records.surveys.actions import close
from mash.records.writing import Overtaken
from mash.trail.models import Entry
from mash.trail.verify import verify
from mash.web.imports.stages import go_on
from tests.cast import submitted
from tests.records import accessed, surveys
from tests.records.everything import people_of
from tests.records.retained import (
    BASIS,
    approved,
    cast_of_long_ago,
    drawn,
    finished,
    listed,
    lived,
    long_ago,
    ruled,
    second_officer,
    told_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_cast(once):
    return cast_of_long_ago()


@pytest.fixture
def old(cast):
    """A referral that was finished seven years ago."""
    with clock_at(long_ago()):
        return finished(cast)


def refused(cast, action, who="iris", **words):
    with pytest.raises(ValidationError) as told:
        cast.does(who, action, **words)
    return told.value.message_dict


# what is a table of what


def test_every_table_goes_with_one_kind_of_record_or_says_why_it_stays():
    every = {getattr(records, name) for name in records.__all__}
    going = [one for tables in TABLES.values() for one in tables]
    assert len(going) == len(set(going)), "each with one kind"
    assert set(going) | set(STAYS) | set(WITH_ALL) == every
    assert not set(going) & set(STAYS)
    assert all(STAYS.values())
    assert set(TABLES) == set(KINDS) == set(CODES)


def test_what_goes_in_the_database_is_what_the_kinds_say():
    import re
    from importlib import resources

    sql = resources.files("mash.records.retention").joinpath("row_level_security.sql").read_text("utf-8")
    part = sql[sql.index("-- kind referral") : sql.index("-- How many rows of each table go")]
    sections = re.split(r"^-- (kind \w+|with all).*$", part, flags=re.MULTILINE)[1:]
    found = {
        name: set(re.findall(r"SELECT '(records_\w+)'", body))
        for name, body in zip(sections[::2], sections[1::2], strict=True)
    }
    tables = {f"kind {kind}": {one._meta.db_table for one in of} for kind, of in TABLES.items()}
    assert found == tables | {"with all": {one._meta.db_table for one in WITH_ALL}}


#: Relations from what stays, or from another kind, to what goes; and what is done about each.
ACROSS = {
    ("Recommendation", "evidence", "Evidence"): "an item that proves a recommendation stays: `proof`",
}


def test_no_row_that_stays_points_at_what_goes():
    kind_of = {one: kind for kind, tables in TABLES.items() for one in tables}
    across = {
        (one.__name__, field.name, field.related_model.__name__)
        for one in apps.get_models()
        for field in one._meta.get_fields()
        if isinstance(field, ForeignKey)
        and one not in WITH_ALL
        and field.related_model in kind_of
        and kind_of.get(one) != kind_of[field.related_model]
    }
    assert across == set(ACROSS)


# rules


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("referral", actions.Said(0, "x"), "years"),
        ("referral", actions.Said(151, "x"), "years"),
        ("referral", actions.Said(6, " "), "basis"),
        ("referral", actions.Said(6, "x", youngest=0), "youngest"),
        ("referral", actions.Said(None, "x", youngest=25), "youngest"),
        ("complaint", actions.Said(6, "x", youngest=25), "youngest"),
        ("person", actions.Said(6, "x"), "kind"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_by_field(cast, kind, said, field):
    assert set(refused(cast, actions.set_rule, hub="moorland", kind=kind, said=said)) == {field}


def test_a_rule_is_set_once_and_changed_for_a_reason_and_what_stood_before_is_kept(cast):
    rule = ruled(cast, youngest=25)
    said = actions.Said(8, BASIS)
    assert set(refused(cast, actions.set_rule, hub="moorland", kind="referral", said=said)) == {"kind"}
    words = {"rule_id": rule.pk, "version": 1}
    assert set(refused(cast, actions.change_rule, said=said, why=" ", **words)) == {"why"}
    same = actions.Said(6, BASIS, youngest=25)
    assert set(refused(cast, actions.change_rule, said=same, why="x", **words)) == {"years"}
    cast.does("iris", actions.change_rule, said=said, why="The law changed.", **words)
    with pytest.raises(Overtaken):
        cast.does("iris", actions.change_rule, said=same, why="x", **words)
    steps = cast.sees(
        "iris", lambda by: list(records.RetentionStep.objects.seen_by(by).values_list("did", "before"))
    )
    assert steps == [
        ("entered", {}),
        ("changed", {"How long": "6 years", "Age of the youngest": "25"}),
    ]
    last = Entry.objects.order_by("-number").first()
    assert (last.verb, last.kind, last.record) == ("changed", "retention rule", str(rule.pk))
    assert last.detail == {"kind": "referral", "years": [6, 8], "youngest": [25, None]}


@pytest.mark.parametrize("who", ["tess", "quinn", "adam", "ida", "anna"])
def test_who_does_not_keep_retention_in_the_hub_does_none_of_it(cast, old, who):
    said = actions.Said(6, BASIS)
    for action, words in (
        (actions.set_rule, {"kind": "referral", "said": said}),
        (actions.hold, {"kind": "referral", "reference": old.reference, "reason": "x"}),
        (destroying.draw_up, {"kind": "referral"}),
    ):
        with pytest.raises(PermissionDenied):
            cast.does(who, action, hub="moorland", **words)
    ruled(cast)
    one = drawn(cast)
    with pytest.raises(Destruction.DoesNotExist):
        cast.does(who, destroying.approve, destruction_id=one.pk, count=1)


# what is due


def test_without_a_rule_nothing_goes(cast, old):
    words = {"hub": "moorland", "kind": "referral"}
    assert refused(cast, destroying.draw_up, **words) == {
        "kind": ["No rule says how long these are kept, so none of them goes."]
    }
    ruled(cast, years=None)
    assert "No rule" in refused(cast, destroying.draw_up, **words)["kind"][0]


def test_a_referral_reaches_its_time_on_the_day_years_after_its_last_event_in_london(cast):
    on = date(2018, 6, 30)
    late = datetime.combine(on, time(23, 30), tzinfo=LONDON)  # half past ten in UTC
    with clock_at(late):
        one = finished(cast)
    ruled(cast, years=6)
    reached = date(2024, 6, 30)
    with clock_at(datetime.combine(reached - timedelta(days=1), time(23, 59), tzinfo=LONDON)):
        assert refused(cast, destroying.draw_up, hub="moorland", kind="referral") == {
            "kind": ["None of these has reached its time."]
        }
    with clock_at(datetime.combine(reached, time(0, 1), tzinfo=LONDON)):
        made = drawn(cast)
    assert listed(cast, made) == {one.reference: ""}
    row = cast.sees("iris", lambda by: records.DestructionRecord.objects.seen_by(by).get())
    assert (row.last_on, row.due_on) == (on, reached)


def test_a_last_event_on_29_february_ends_on_1_march(cast):
    with clock_at(datetime(2020, 2, 29, 12, tzinfo=LONDON)):
        finished(cast)
    ruled(cast, years=5)
    with clock_at(datetime(2025, 2, 28, 12, tzinfo=LONDON)):
        assert refused(cast, destroying.draw_up, hub="moorland", kind="referral")
    with clock_at(datetime(2025, 3, 1, 12, tzinfo=LONDON)):
        assert "" in listed(cast, drawn(cast)).values()


def born(*days):
    """People born on these days; None: not known."""
    return tuple(
        Person("subject" if n == 0 else "other", Particulars(given_names=f"N{n}", date_of_birth=day))
        for n, day in enumerate(days)
    )


@pytest.mark.parametrize(
    ("days", "on", "why"),
    [
        ((date(2000, 5, 4),), date(2025, 5, 3), "young"),
        ((date(2000, 5, 4),), date(2025, 5, 4), ""),
        ((date(1980, 5, 4), date(2000, 5, 4)), date(2025, 5, 3), "young"),
        ((date(1980, 5, 4), None), date(2025, 5, 4), "birth"),
        ((None,), date(2025, 5, 4), "birth"),
        ((date(2000, 2, 29),), date(2025, 2, 28), "young"),
        ((date(2000, 2, 29),), date(2025, 3, 1), ""),
        ((date(2001, 3, 1),), date(2026, 2, 28), "young"),
        ((date(2001, 3, 1),), date(2026, 3, 1), ""),
    ],
)
def test_a_referral_waits_until_everybody_named_is_old_enough(cast, days, on, why):
    with clock_at(datetime(2012, 1, 1, 12, tzinfo=LONDON)):
        one = finished(cast, people=born(*days))
    ruled(cast, years=6, youngest=25)
    with clock_at(datetime.combine(on, time(12), tzinfo=LONDON)):
        assert listed(cast, drawn(cast)) == {one.reference: why}


def test_what_is_not_finished_stays_and_says_why(cast):
    with clock_at(long_ago()):
        waiting, open_still = submitted(cast), finished(cast)
        words = {"about": "council", "reason": "response", "words": "Too slow."}
        cast.does("dora", disagree, referral_id=open_still.pk, **words)
    ruled(cast)
    assert listed(cast, drawn(cast)) == {waiting.reference: "open", open_still.reference: "disagreement"}


# holds


def test_a_held_record_stays_until_the_hold_is_lifted(cast, old):
    ruled(cast)
    one = drawn(cast)
    words = {"hub": "moorland", "kind": "referral", "reference": old.reference}
    assert set(refused(cast, actions.hold, reason=" ", **words)) == {"reason"}
    made = cast.does("iris", actions.hold, reason="An inquiry asks for it.", **words)
    assert set(refused(cast, actions.hold, reason="x", **words)) == {"reference"}
    with second_officer(cast):
        approve = {"destruction_id": one.pk, "count": 1}
        told = refused(cast, destroying.approve, who="ida", **approve)
        assert told == {"count": ["Nothing on this list can go."]}
    assert listed(cast, drawn(cast)) == {old.reference: "held"}
    lift = {"hold_id": made.pk, "version": 1}
    assert set(refused(cast, actions.lift, because="", **lift)) == {"because"}
    cast.does("iris", actions.lift, because="It is over.", **lift)
    assert set(refused(cast, actions.lift, because="x", hold_id=made.pk, version=2)) == {"because"}
    approved(cast, drawn(cast))
    assert cast.sees("iris", lambda by: RetentionHold.objects.seen_by(by).count()) == 0, "it goes as well"


def test_a_record_of_another_hub_is_not_there_to_be_held(cast):
    other = submitted(cast, by="fay", hub="fenland")
    words = {"kind": "referral", "reason": "x", "hub": "moorland"}
    for reference in (other.reference, "2026-999999", "x"):
        told = refused(cast, actions.hold, reference=reference, **words)
        assert told == {"reference": ["There is no such record in this hub."]}
    words["kind"] = "complaint"
    assert set(refused(cast, actions.hold, reference="not an id", **words)) == {"reference"}


# approval


def test_who_drew_it_up_does_not_approve_it_in_the_app_nor_in_the_database(cast, old):
    ruled(cast)
    one = drawn(cast)
    told = refused(cast, destroying.approve, destruction_id=one.pk, count=1)
    assert told == {"count": ["You drew up this list: somebody else must approve it."]}

    def straight(by):
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SELECT mash_retention_destroy(%s, 1)", [one.pk])

    with pytest.raises(DatabaseError, match="who drew up a list does not approve it"):
        cast.does("iris", straight)
    for who in ("ida", "dan"):  # an officer of another hub, and somebody of this who is none
        with pytest.raises(DatabaseError, match="there is no such list"):
            cast.does(who, straight)
    assert cast.sees("dan", lambda by: Referral.objects.seen_by(by).count()) == 1


def test_an_approval_cannot_be_written_past_the_function(cast, old):
    ruled(cast)
    one = drawn(cast)

    def forge(by):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE records_destruction SET approved_by_id = %s, approved_at = now()", [by.account_id]
            )
            return cursor.rowcount

    with second_officer(cast):
        assert cast.does("ida", forge) == 0
        certificate = records.DestructionCertificate(destruction=one, words="{}", sha256="x")
        with pytest.raises(DatabaseError, match="row-level security"):
            cast.does("ida", lambda by: certificate.save(force_insert=True))


def test_an_approval_is_refused_in_words(cast, old):
    ruled(cast)
    with clock_at(datetime.combine(today() - timedelta(days=31), time(12), tzinfo=LONDON)):
        stale = drawn(cast)
    with second_officer(cast):
        told = refused(cast, destroying.approve, who="ida", destruction_id=stale.pk, count=1)
        assert told == {"count": ["This list is older than 30 days: draw it up anew."]}
        assert cast.does("ida", destroyed_straight, one=stale) is None
    one = drawn(cast)
    with second_officer(cast):
        for made, count, words in (
            (stale, 1, "A newer list was drawn up"),
            (one, 2, "1 of this list can go, and you typed 2"),
        ):
            told = refused(cast, destroying.approve, who="ida", destruction_id=made.pk, count=count)
            assert words in told["count"][0]
        assert cast.does("ida", destroyed_straight, one=one, typed=2) is None
        cast.does("ida", destroying.approve, destruction_id=one.pk, count=1)
        told = refused(cast, destroying.approve, who="ida", destruction_id=one.pk, count=1)
        assert told == {"count": ["This list was approved already."]}
        assert cast.does("ida", destroyed_straight, one=one) is None


def destroyed_straight(by, one, typed=1):
    """What the database answers to who asks it past the app."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_retention_destroy(%s, %s)", [one.pk, typed])
        return cursor.fetchone()[0]


def test_what_was_touched_since_stays_and_the_rest_goes(cast, old):
    with clock_at(long_ago()):
        other = finished(cast)
    ruled(cast)
    one = drawn(cast)
    now = cast.sees("dan", lambda by: Referral.objects.seen_by(by).get(pk=old.pk).version)
    cast.does("tess", correct, referral_id=old.pk, version=now, words={"locality": "South"})
    made = approved(cast, one, count=2)
    assert listed(cast, one) == {old.reference: "changed", other.reference: "gone"}
    assert json.loads(made.words)["stayed"] == {"changed": 1}


def test_what_is_no_longer_due_by_the_rule_as_it_stands_stays(cast, old):
    rule = ruled(cast)
    one = drawn(cast)
    words = {"rule_id": rule.pk, "version": 1, "why": "The law changed."}
    cast.does("iris", actions.change_rule, said=actions.Said(75, BASIS), **words)
    made = approved(cast, one)
    assert listed(cast, one) == {old.reference: "changed"}
    said = json.loads(made.words)
    assert (said["records"], said["rows"], said["rule"]["years"]) == ([], {}, 75)


def test_a_list_with_records_of_another_hub_takes_none_of_them(cast, old):
    """Somebody writes onto their own list, past the app, what is not theirs."""
    with clock_at(long_ago()):
        other = submitted(cast, by="fay", hub="fenland")
    ruled(cast)
    one = drawn(cast)
    row = records.DestructionRecord(destruction=one, record=other.pk, reference=other.reference)
    row.last_on = row.due_on = today()
    cast.does("iris", lambda by: row.save(force_insert=True))
    approved(cast, one, count=2)
    assert listed(cast, one) == {old.reference: "gone", other.reference: "changed"}
    assert cast.sees("otto", lambda by: Referral.objects.seen_by(by).count()) == 1


# what goes


def test_a_referral_goes_with_all_that_hung_on_it_and_nothing_else_is_touched(cast, superuser):
    words = {"concern": "Zanzibar hungry.", "people": (named("Quixote"), named("Pequod", "carer"))}
    words["more_cohorts"] = ("domestic_abuse",)
    with clock_at(long_ago()):
        one = submitted(cast, **words)
        lived(cast, one)
        carer, sibling = cast.sees("tess", people_of(one))
        other = finished(cast, people=(named("Rosinante"),))
        (theirs,) = cast.sees("tess", people_of(other))
        cast.does("tess", link_family, person=theirs, relative=sibling, relation="other")
        cast.does("tess", know_different, first=sibling, second=theirs, reason="Twins.")
        cast.does("tess", merge, first=carer, second=theirs, reason="One.")
    with clock_at(long_ago(1)):
        newer = submitted(cast, people=(named("Rosinante"),))
        (again,) = cast.sees("tess", people_of(newer))
        cast.does("tess", merge, first=theirs, second=again, reason="One.")
    item = {"kind": "learning", "cohort": "", "theme": "visits", "title": "A visit", "text": "So."}
    cast.does("quinn", evidence.draft, hub="moorland", made_from=one.reference, **item)
    ruled(cast)
    cast.does(
        "iris", actions.hold, hub="moorland", kind="referral", reference=other.reference, reason="An inquiry."
    )
    before = superuser()
    made = drawn(cast)
    assert superuser()["records_referral"] == before["records_referral"], "drawing up deletes nothing"
    certificate = approved(cast, made)
    after = superuser()

    said = json.loads(certificate.words)
    assert said["records"] == [one.reference]
    assert said["rows"] == made.rows, "what was foretold went"
    every = {table._meta.db_table for table in TABLES["referral"]}
    every |= {"records_notice"}
    assert set(said["rows"]) == every - {"records_merge"}, "the referral had a row of everything"
    for table, count in said["rows"].items():
        gone = {line.split("\t")[1] for line in before[table]} - {
            line.split("\t")[1] for line in after[table]
        }
        assert len(before[table]) - len(after[table]) == len(gone) == count, table
    changed = {table for table in before if table not in said["rows"] and {*before[table]} != {*after[table]}}
    allowed = {"records_destruction", "records_destructionrecord", "records_destructioncertificate"}
    assert changed <= allowed | {"records_evidence", "trail_entry", "procrastinate_jobs"} | {
        "procrastinate_events"
    }
    left = {table: lines for table, lines in after.items() if table not in allowed | {"trail_entry"}}
    for word in ("Zanzibar", "Quixote", "quixote", str(one.pk), str(sibling.pk), one.reference):
        assert [table for table, lines in left.items() if word in str(lines)] == [], word
    for word in ("Zanzibar", "Quixote", "quixote", "Hungry for weeks"):
        assert word not in str(after), word
    assert str(carer.pk) in str(after["records_person"]), "her record is of somebody whom another names"
    assert "Pequod" in str(after["records_name"])
    for table in ("records_referral", "records_subject", "records_person", "records_name"):
        assert {*after[table]} <= {*before[table]}, "what stays is as it was, to the byte"
    assert verify(None).fault == ""
    entry = Entry.objects.get(verb="destroyed")
    assert (entry.kind, entry.record) == ("referral", one.reference)
    entry = Entry.objects.get(verb="approved", kind="destruction list")
    assert entry.detail["sha256"] == hashlib.sha256(certificate.words.encode()).hexdigest()


def named(given, role="subject"):
    said = Particulars(given_names=given, family_name="Fictional", date_of_birth=date(1990, 1, 2))
    if given == "Quixote":
        said = replace(said, numbers={"nhs_number": "943 476 5919"}, address="1 Zanzibar Lane")
    return Person(role, said)


def test_a_person_goes_with_the_last_referral_that_names_them(cast):
    with clock_at(long_ago()):
        first, second = finished(cast), finished(cast)
        people = cast.sees("tess", people_of(first)) + cast.sees("tess", people_of(second))
        cast.does("tess", merge, first=people[0], second=people[1], reason="One.")
    ruled(cast)
    words = {"hub": "moorland", "kind": "referral", "reference": second.reference, "reason": "x"}
    held = cast.does("iris", actions.hold, **words)
    made = approved(cast, drawn(cast))
    assert "records_person" not in json.loads(made.words)["rows"]
    assert cast.sees("tess", lambda by: Subject.objects.seen_by(by).count()) == 1
    cast.does("iris", actions.lift, hold_id=held.pk, version=1, because="x")
    rows = json.loads(approved(cast, drawn(cast)).words)["rows"]
    assert (rows["records_person"], rows["records_merge"]) == (2, 1)


def test_a_fault_on_the_way_undoes_all_of_it(cast, old, monkeypatch):
    ruled(cast)
    one = drawn(cast)
    monkeypatch.setattr(destroying, "_certify", lambda *given: 1 / 0)
    with second_officer(cast), pytest.raises(ZeroDivisionError):
        cast.does("ida", destroying.approve, destruction_id=one.pk, count=1)
    assert cast.sees("dan", lambda by: Referral.objects.seen_by(by).count()) == 1
    assert listed(cast, one) == {old.reference: ""}


def test_how_many_rows_of_which_table_is_said_in_words():
    assert in_words({"records_subject": 2, "records_referral": 1, "records_item": 0}) == [
        ("Subjects", 2),
        ("Referrals", 1),
    ]


def test_a_rule_of_another_hub_is_not_seen(cast):
    ruled(cast, who="ida", hub="fenland")
    assert cast.sees("iris", lambda by: RetentionRule.objects.seen_by(by).count()) == 0


def test_each_register_goes_by_a_rule_of_its_own(cast, settings, superuser):
    settings.SENDS_MAIL = True
    with clock_at(long_ago(3)):
        registers_of_long_ago(cast)
    before = superuser()
    for kind in CODES[1:]:
        ruled(cast, kind=kind, years=1)
        one = drawn(cast, kind=kind)
        assert set(listed(cast, one).values()) == {""}, kind
        rows = json.loads(approved(cast, one).words)["rows"]
        tables = {table._meta.db_table for table in TABLES[kind]}
        assert rows == one.rows, kind
        assert set(rows) <= tables | {"records_notice"}
        after = superuser()
        for table in tables:
            assert after[table] == [], f"{table} held none but this one’s"
            assert len(before[table]) == rows.get(table, 0)
    assert len(before["records_notice"]) == 3
    assert after["records_notice"] == []
    assert verify(None).fault == ""


def registers_of_long_ago(cast):
    """One of each register, finished."""
    on = today()
    said = Said(on, "external", "Thank you", "So kind.", "conduct", agencies=("police",))
    one = cast.does("quinn", enter, hub="moorland", compliment=True, said=said)
    told_of("complaint_late", complaint=one.pk)
    made = surveys.opened(cast)
    surveys.invited(cast, made, "police", [f"p{n}@police.example" for n in range(6)])
    for secret in list(surveys.posted().values())[:5]:
        surveys.answered(secret, 4, "Kind.")
    surveys.mixed()
    at = cast.sees("quinn", lambda by: records.Survey.objects.seen_by(by).get().version)
    cast.does("quinn", close, survey_id=made.pk, version=at)
    lesson = {"source": "inspection", "title": "An inspection", "published_on": on}
    one = cast.does("quinn", lessons.enter, hub="moorland", **lesson)
    one = cast.does("quinn", lessons.recommend, lesson_id=one.pk, words="Share sooner.")
    told_of("recommendation_late", recommendation=one.pk)
    cast.does("quinn", lessons.reject, recommendation_id=one.pk, version=1, reason="Too dear.")
    item = {"kind": "learning", "cohort": "", "theme": "visits", "title": "A visit", "text": "So."}
    cast.does("quinn", evidence.draft, hub="moorland", **item)
    training = activities.Said("training", "Neglect", on, agencies=("police",))
    cast.does("quinn", activities.enter, hub="moorland", said=training)
    days = {"start": on - timedelta(days=90), "end": on - timedelta(days=1), "volume": 9}
    cast.does("quinn", baselines.enter, hub="moorland", agency="police", cohort="neglect", **days)
    words = {"kind": "lessons", "permission": P.REGISTER_KEEP, "file_name": "l.csv", "content": b"A\n1\n"}
    made = cast.does("quinn", imports.hand_in, hub="moorland", **words)
    go_on(made.pk, cast.accounts["quinn"].pk)
    at = cast.sees("quinn", lambda by: records.Import.objects.seen_by(by).get().version)
    cast.does("quinn", imports.drop, import_id=made.pk, version=at)
    words = {"title": "Sharing", "purpose": "To protect.", "shared": "All.", "lawful_bases": ("consent",)}
    days = {"signed_on": on, "expires_on": on + timedelta(days=9), "review_on": on + timedelta(days=9)}
    written = agreements.Written(**words, **days)
    cast.does("iris", agreements.enter, hub="moorland", written=written, parties=("police", "health"))
    submitted(cast)
    made = accessed.asked(cast)
    told_of("access_late", P.SUBJECT_ACCESS, access=made.pk)
    accessed.gathered(cast, made)
    accessed.all_reviewed(cast, made)
    accessed.answered(cast, made)


def test_whoever_asked_keeps_their_referrals_until_they_are_answered_and_the_request_goes_by_its_rule(
    cast, old
):
    ruled(cast)
    made = accessed.asked(cast)
    assert listed(cast, drawn(cast)) == {old.reference: "asked"}
    cast.does("iris", access.refuse, request_id=made.pk, version=1, refused_on=today(), words="A stranger.")
    assert listed(cast, drawn(cast)) == {old.reference: ""}
    ruled(cast, kind="accessrequest", years=1)
    assert "kind" in accessed.refused(lambda: drawn(cast, kind="accessrequest")), "not yet"
