"""A subject access request: when it is due, whose record it is, the copy that answers it, its end."""

import hashlib
from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from mash.framework.london import LONDON, clock_at, today
from mash.partnership.models import ClosedDay
from mash.records.people.actions import merge
from mash.records.referrals.actions import correct, name_person, restrict
from mash.records.referrals.models import Referral
from mash.records.subject_access import actions, reading
from mash.records.subject_access.due import due_day
from mash.records.subject_access.models import AccessCopy, AccessRequest
from mash.trail.models import Entry
from tests.cast import submitted
from tests.records.accessed import (
    all_reviewed,
    answered,
    asked,
    copy_now,
    gathered,
    hinders,
    now_stands,
    people,
    pieces,
    refused,
    reviewed,
)
from tests.records.retained import cast_of_long_ago, drawn, finished, listed, long_ago, ruled

pytestmark = pytest.mark.django_db


# when it is due


@pytest.mark.parametrize(
    ("received", "months", "due"),
    [
        (date(2026, 9, 3), 1, date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2028, 3, 29)),
        (date(2026, 11, 25), 1, date(2026, 12, 28)),  # 25 December: closed, then a weekend
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2026, 11, 30), 3, date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (date(2026, 12, 1), 1, date(2027, 1, 4)),  # New Year's Day, closed, and a weekend
    ],
)
def test_it_is_due_a_month_later_on_a_day_on_which_the_hub_is_open(cast, received, months, due):
    for closed in (date(2026, 12, 25), date(2027, 1, 1)):
        ClosedDay.objects.get_or_create(date=closed, defaults={"reason": "Holiday"})
    assert due_day(cast.hub, received, months) == due


def test_it_is_extended_once_by_two_months_and_says_why(cast):
    submitted(cast)
    one = asked(cast)
    assert one.due_on == due_day(cast.hub, today())
    words = {"request_id": one.pk, "because": " "}
    assert "because" in refused(lambda: cast.does("iris", actions.extend, version=1, **words))
    words["because"] = "Twelve referrals."
    assert cast.does("iris", actions.extend, version=1, **words).due_on == due_day(cast.hub, today(), 3)
    assert "cannot be extended twice" in str(
        refused(lambda: cast.does("iris", actions.extend, version=2, **words))
    )
    other = asked(cast)
    with clock_at(datetime.combine(other.due_on + timedelta(days=1), datetime.min.time(), LONDON)):
        assert "up to that day only" in str(
            refused(lambda: cast.does("iris", actions.extend, version=1, **words | {"request_id": other.pk}))
        )


# whose record


def test_a_record_is_found_by_a_number_or_by_a_reference_and_the_name_in_it(cast):
    one = submitted(cast)
    (wendy,) = people(cast, one)
    by_number = asked(cast)
    by_name = asked(cast, actions.Whose(reference=one.reference, name="FICTIONAL  wendy"))
    assert by_number.person == by_name.person == wendy.pk
    assert (by_number.found_by, by_name.found_by) == (
        "NHS number 9434765919",
        f"{one.reference}, FICTIONAL  wendy",
    )
    assert Entry.objects.filter(verb="entered", detail__person=str(wendy.pk)).count() == 2


def test_who_is_not_there_is_said_in_the_same_words_as_who_is_elsewhere_or_restricted(cast):
    elsewhere = submitted(cast, by="fay", hub="fenland")
    said = [
        refused(lambda: asked(cast)),
        refused(lambda: asked(cast, actions.Whose(reference=elsewhere.reference, name="Wendy"))),
        refused(lambda: asked(cast, actions.Whose(reference="2026-999999", name="Wendy"))),
        refused(lambda: asked(cast, actions.Whose(kind="upn", number="A123456789012"))),
    ]
    hidden = submitted(cast)
    hidden_people = people(cast, hidden)
    made = cast.does("iris", restrict, reference=hidden.reference, reason="Staff.")
    said += [
        refused(lambda: asked(cast)),
        refused(lambda: asked(cast, actions.Whose(reference=hidden.reference, name="Wendy Fictional"))),
    ]
    words = {word for one in said[:3] + said[4:] for words in one.values() for word in words}
    assert words == {"No referral of this hub that you may open names this person."}
    assert "number" in said[3], "its check letter does not fit"
    cast.does("iris", name_person, restriction_id=made.pk, account=cast.accounts["iris"])
    assert asked(cast).person == hidden_people[0].pk


def test_two_records_that_may_be_two_people_are_not_taken_for_one(cast):
    one = submitted(cast)
    two = submitted(cast)
    assert "2 records fit that" in str(refused(lambda: asked(cast)))
    first, second = people(cast, one)[0], people(cast, two)[0]
    cast.does("tess", merge, first=first, second=second, reason="One.")
    gathered(cast, made := asked(cast))
    assert {piece.section for piece in pieces(cast, made)} == {"", one.reference, two.reference}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"asker": " "}, "asker"),
        ({"authority": ""}, "authority"),
        ({"received_on": today() + timedelta(days=1)}, "received_on"),
        ({"whose": actions.Whose()}, "number"),
        ({"whose": actions.Whose(number="1")}, "kind"),
        ({"whose": actions.Whose(kind="nhs_number", number="943 476 5918")}, "number"),
        ({"whose": actions.Whose(reference="2026-000001")}, "name"),
    ],
)
def test_what_is_wrong_with_a_request_is_said_by_field(cast, changed, field):
    submitted(cast)
    assert list(refused(lambda: asked(cast, **changed))) == [field]


@pytest.mark.parametrize("who", ["tess", "dan", "quinn", "pam", "adam", "anna", "ida", "rita"])
def test_who_does_not_answer_such_requests_in_the_hub_does_none_of_it(told, who):
    made = told.asked
    with pytest.raises(PermissionDenied):
        asked(told, who=who)
    for act in (
        lambda: gathered(told, made, who),
        lambda: told.does(who, actions.extend, request_id=made.pk, version=2, because="x"),
        lambda: told.does(who, actions.hold_back, request_id=made.pk, count=1),
        lambda: told.does(who, actions.refuse, request_id=made.pk, version=2, refused_on=today(), words="x"),
    ):
        with pytest.raises(AccessRequest.DoesNotExist):
            act()
    assert pieces(told, made, who) == []
    assert told.sees(who, lambda by: asks(made)) == ([], [], 0), "nor behind the policies"


def asks(made):
    """What the functions of the database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE mash_app")
        found = []
        for function in ("gather", "names"):
            cursor.execute(f"SELECT * FROM mash_access_{function}(%s)", [made.pk])
            found.append(cursor.fetchall())
        cursor.execute("SELECT mash_access_restricted(%s)", [made.pk])
        found.append(cursor.fetchone()[0])
        cursor.execute("RESET ROLE")
        return tuple(found)


# the copy


def test_the_copy_holds_what_is_given_and_not_a_word_more(told):
    all_reviewed(told, told.asked)
    (concern,) = pieces(told, told.asked, part="concern")
    reviewed(told, concern, "part", blacked=("Her mother Maud", "Maud", "Tess Triage"))
    html = answered_copy(told)
    found = pieces(told, told.asked)
    for piece in found:
        for line in piece.words.splitlines():
            if piece.verdict == "give":
                assert escaped(line) in html
    for words in ("Maud", "Mister Head", "Mrs Teacher", "Tess Triage", "Secret Street", "1990"):
        assert words not in html
    assert "Two call-outs." in html
    assert "Moorland Police" in html
    assert "<script" not in html
    assert "http" not in html
    held = [piece for piece in found if piece.verdict == "hold"]
    assert f"(schedule 2, paragraph 16): {len(held)} entries" in html


def test_what_is_typed_in_a_record_is_no_markup_in_the_copy(cast):
    one = submitted(cast, concern="<script>alert(1)</script> & <b>so</b>")
    made = asked(cast)
    gathered(cast, made)
    all_reviewed(cast, made)
    html = copy_now(cast, made)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in html
    tags = set()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: tags.add((tag, *(name for name, _ in attrs)))
    reader.feed(html)
    assert {tag for tag, *_ in tags} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "ul", "li")
    }
    assert one.reference in html


def escaped(words):
    from django.utils.html import escape

    return str(escape(words))


def answered_copy(cast):
    answered(cast, cast.asked)
    return cast.sees("iris", lambda by: AccessCopy.objects.seen_by(by).get(request=cast.asked.pk).html)


def test_it_is_answered_when_all_is_reviewed_with_the_copy_that_was_read(told):
    assert "not reviewed yet" in str(refused(lambda: answered(told, told.asked)))
    all_reviewed(told, told.asked)
    read = copy_now(told, told.asked)
    assert copy_now(told, told.asked) == read, "the same verdicts give the same bytes"
    for field, changed in (
        ("words", {"words": " "}),
        ("sent_on", {"sent_on": today() + timedelta(days=1)}),
        ("sent_on", {"sent_on": today() - timedelta(days=1)}),
    ):
        assert list(refused(lambda c=changed: answered(told, told.asked, **c))) == [field]
    (rating,) = pieces(told, told.asked, part="rating")
    reviewed(told, rating, "hold")
    sha256 = hashlib.sha256(read.encode()).hexdigest()
    assert "reads otherwise" in str(refused(lambda: answered(told, told.asked, sha256=sha256)))
    (rating,) = pieces(told, told.asked, part="rating")
    reviewed(told, rating, "give")
    answered(told, told.asked)
    copy = told.sees("iris", lambda by: AccessCopy.objects.seen_by(by).get())
    assert copy.html == read
    assert copy.sha256 == hashlib.sha256(read.encode()).hexdigest()
    assert Entry.objects.get(verb="answered", kind="subject access request").detail["sha256"] == copy.sha256
    assert now_stands(told, told.asked).status == "closed"


def test_what_was_recorded_since_is_gathered_before_it_is_answered(told):
    all_reviewed(told, told.asked)
    stands = told.sees("dan", lambda by: Referral.objects.seen_by(by).get(pk=told.referral.pk).version)
    told.does("tess", correct, referral_id=told.referral.pk, version=stands, words={"locality": "West"})
    assert "recorded since you gathered" in str(refused(lambda: answered(told, told.asked)))


def test_nothing_was_gathered_is_said(cast):
    submitted(cast)
    cast.asked = asked(cast)
    assert hinders(cast) == "Nothing is gathered yet."


def test_what_is_answered_no_longer_changes_in_the_app_nor_in_the_database(told):
    all_reviewed(told, told.asked)
    answered(told, told.asked)
    (rating,) = pieces(told, told.asked, part="rating")
    for act in (
        lambda: gathered(told, told.asked),
        lambda: reviewed(told, rating, "hold"),
        lambda: told.does("iris", actions.hold_back, request_id=told.asked.pk, count=0),
        lambda: told.does("iris", actions.extend, request_id=told.asked.pk, version=3, because="x"),
        lambda: answered(told, told.asked),
    ):
        assert "no longer changes" in str(refused(act))
    assert told.sees("iris", lambda by: asks(told.asked)) == ([], [], 0)
    for sql in (
        "UPDATE records_accessrequest SET asker = 'x'",
        "UPDATE records_accesspiece SET verdict = 'give', exemption = ''",
        "UPDATE records_accesscopy SET html = 'x'",
        "DELETE FROM records_accesspiece",
        "DELETE FROM records_accessstep",
        "UPDATE records_accessstep SET words = 'x'",
    ):
        assert told.sees("iris", lambda by, sql=sql: touched(sql)) == 0, sql
    with pytest.raises(DatabaseError, match="row-level security"):
        told.sees(
            "iris",
            lambda by: touched(
                "INSERT INTO records_accesspiece (id, request_id, part, of, section, at, place, words, care,"
                " names, verdict, exemption, blacked, reason, owner_said, version) SELECT gen_random_uuid(),"
                " id, 'item', id, '', now(), 1, 'x', '', '[]', '', '', '[]', '', '', 1"
                " FROM records_accessrequest"
            ),
        )


def touched(sql):
    """How many rows a statement of the app touches; none where it may not."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE mash_app")
        try:
            with transaction.atomic():
                cursor.execute(sql)
                return cursor.rowcount
        except DatabaseError as error:
            if "permission denied" in str(error):
                return 0
            raise
        finally:
            cursor.execute("RESET ROLE")


def test_a_request_is_refused_for_reasons_and_nothing_is_gathered_for_it_any_more(cast):
    submitted(cast)
    one = asked(cast)
    words = {"request_id": one.pk, "version": 1, "refused_on": today()}
    assert "words" in refused(lambda: cast.does("iris", actions.refuse, words="", **words))
    cast.does("iris", actions.refuse, words="A stranger.", **words)
    assert now_stands(cast, one).status == "refused"
    assert "no longer changes" in str(refused(lambda: gathered(cast, one)))


# retention


def test_whoever_asked_keeps_their_referrals_until_they_are_answered_and_the_request_goes_by_its_rule():
    cast = cast_of_long_ago()
    with clock_at(long_ago()):
        old = finished(cast)
    ruled(cast)
    made = asked(cast)
    assert listed(cast, drawn(cast)) == {old.reference: "asked"}
    cast.does("iris", actions.refuse, request_id=made.pk, version=1, refused_on=today(), words="A stranger.")
    assert listed(cast, drawn(cast)) == {old.reference: ""}
    ruled(cast, kind="accessrequest", years=1)
    assert "kind" in refused(lambda: drawn(cast, kind="accessrequest")), "not yet"


def test_nobody_else_hears_of_what_stands_in_a_request(told):
    """The trail holds ids and counts, no word of a piece and no name."""
    all_reviewed(told, told.asked)
    answered(told, told.asked)
    said = str(list(Entry.objects.filter(kind="subject access request").values_list("detail", flat=True)))
    assert "Wendy" not in said
    assert "Maud" not in said
    assert "9434765919" not in said
    assert "Passport" not in said


def test_the_log_of_a_referral_says_that_it_was_gathered_and_which_of_it_was_read(told):
    (concern,) = pieces(told, told.asked, part="concern")
    (name,) = pieces(told, told.asked, part="name")
    for piece in (concern, name):
        told.does("iris", lambda by, pk=piece.pk: reading.open_piece(by, pk))
    of = Entry.objects.filter(record=told.referral.reference, detail__request=str(told.asked.pk))
    assert list(of.values_list("verb", flat=True)) == ["gathered", "viewed"]
    assert Entry.objects.get(kind="person", detail__piece=str(name.pk)).record == str(told.asked.person)
