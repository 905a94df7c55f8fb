"""A subject access request for which all is gathered: the copy that answers it, its end."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from mash.framework.london import today
from mash.records.referrals.actions import correct
from mash.records.referrals.models import Referral
from mash.records.subject_access import actions, reading
from mash.records.subject_access.models import AccessCopy, AccessRequest
from mash.trail.models import Entry
from tests.records.accessed import (
    all_reviewed,
    answered,
    asked,
    copy_now,
    gathered,
    now_stands,
    pieces,
    refused,
    reviewed,
)

pytestmark = pytest.mark.django_db


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
