"""A subject access request until something is gathered for it: when it is due, whose record it is."""

from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from mash.framework.london import LONDON, clock_at, today
from mash.partnership.models import ClosedDay
from mash.records.people.actions import merge
from mash.records.referrals.actions import name_person, restrict
from mash.records.subject_access import actions
from mash.records.subject_access.due import due_day
from mash.trail.models import Entry
from tests.cast import submitted
from tests.records.accessed import (
    MOTHER,
    all_reviewed,
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


def test_nothing_was_gathered_is_said(cast):
    submitted(cast)
    cast.asked = asked(cast)
    assert hinders(cast) == "Nothing is gathered yet."


def test_a_request_is_refused_for_reasons_and_nothing_is_gathered_for_it_any_more(cast):
    submitted(cast)
    one = asked(cast)
    words = {"request_id": one.pk, "version": 1, "refused_on": today()}
    assert "words" in refused(lambda: cast.does("iris", actions.refuse, words="", **words))
    cast.does("iris", actions.refuse, words="A stranger.", **words)
    assert now_stands(cast, one).status == "refused"
    assert "no longer changes" in str(refused(lambda: gathered(cast, one)))


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


def test_a_protected_address_is_held_back_and_given_for_reasons_only(cast):
    from mash.records.referrals.actions import Person

    one = submitted(cast, people=(Person("subject", MOTHER),))
    made = asked(cast, actions.Whose(reference=one.reference, name="Maud Fictional"))
    gathered(cast, made)
    (piece,) = pieces(cast, made, part="address")
    assert (piece.care, piece.verdict, piece.exemption) == ("protected", "hold", "serious_harm")
    assert "reason" in refused(lambda: reviewed(cast, piece, "give"))
    reviewed(cast, piece, "give", reason="It is her own.")
    assert "2 Secret Street" in copy_now(cast, made)
