"""What is gathered for a subject access request, and its review: all of the person, others held back."""

import pytest
from django.db.models import ForeignKey

from mash.partnership.models import Appointment
from mash.records import models as records
from mash.records.people.actions import merge, unmerge
from mash.records.people.models import Merge
from mash.records.people.models import Person as PersonRecord
from mash.records.referrals.actions import correct, name_person, restrict
from mash.records.referrals.models import Referral
from mash.records.subject_access import actions
from mash.records.subject_access.gathering import Gathered
from mash.records.subject_access.models import AccessStep
from mash.records.subject_access.names import names_in
from mash.records.subject_access.parts import LEFT_OUT, PARTS
from mash.records.writing import Overtaken
from tests.cast import submitted
from tests.records.accessed import (
    CONCERN,
    all_reviewed,
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


# what is gathered


def test_every_table_about_a_person_or_a_referral_is_gathered_or_says_why_not():
    about = {PersonRecord, Referral}
    every = [getattr(records, name) for name in records.__all__]
    while True:
        more = {
            table
            for table in every
            if table not in about
            and any(isinstance(one, ForeignKey) and one.related_model in about for one in table._meta.fields)
        }
        if not more:
            break
        about |= more
    gathered_tables = {table for part in PARTS.values() for table in part.tables}
    left_out = {getattr(records, name) for name in LEFT_OUT}
    assert gathered_tables & left_out == set()
    assert about == gathered_tables | left_out


def test_all_that_is_recorded_of_the_person_is_gathered(told):
    found = pieces(told, told.asked)
    said = {part: [piece.words for piece in found if piece.part == part] for part in PARTS}
    assert said["person"] == ["Date of birth: 4 May 2016\nSex: Female"]
    assert said["name"] == ["Name\nGiven names: Wendy\nFamily name: Fictional"]
    assert said["identifier"] == ["NHS number\n9434765919"]
    assert said["address"] == ["1 Nowhere Lane\nZZ99 1AA"]
    assert said["family"] == ["Maud Fictional\nIs the person’s: Parent"]
    (referral,) = said["referral"]
    for words in (
        "Sent by: Moorland Academies",
        "What it is about: Neglect of a child",
        "Area: South",
        "Why consent was not asked for or not followed: It would warn him.",
        "Manager who approved that: Mister Manager",
        "Lawful basis: Public task",
        "Concerns a case already open to an agency: Yes",
        "open to: Team East",
    ):
        assert words in referral
    assert said["contact"] == ["Mister Head"]
    assert said["concern"] == [CONCERN]
    assert len(said["named"]) == 1
    assert "Part in it: Person at risk\nGiven names: Wendy" in said["named"][0]
    assert len(said["other"]) == 1
    assert "Given names: Maud" in said["other"][0]
    assert any("From: North\nTo: South" in words for words in said["change"])
    assert said["rating"] == ["Rating: Red\nReasons: Hungry for weeks."]
    assert len(said["request"]) == 2
    assert any("Nothing is known to us" in words for words in said["request"])
    assert "Two call-outs." in said["item"][0]
    assert "The threshold is met." in said["decision"][0]
    assert "Moorland Council leads" in said["decision"][0]
    assert "An enquiry begins." in said["told"][0]
    assert "Who disagreed: " in said["disagreement"][0]
    assert "Too slow." in said["argued"][0]
    assert said["restriction"] == []
    assert set(said) == set(PARTS)


def test_what_is_about_others_is_held_back_until_somebody_looked(told):
    found = pieces(told, told.asked)
    others = [piece for piece in found if "Maud" in piece.words or "Mister Head" in piece.words]
    held = [piece for piece in others if piece.verdict == "hold" and piece.exemption == "third_party"]
    assert {piece.part for piece in held} == {"family", "other", "contact", "change"}
    assert {piece.part for piece in others} - {piece.part for piece in held} == {"concern"}
    assert all(piece.reviewed_at is None for piece in found)
    assert "Maud" not in copy_now(told, told.asked)
    assert "Wendy" not in copy_now(told, told.asked)
    (concern,) = pieces(told, told.asked, part="concern")
    names = dict(concern.names)
    assert names["Maud"] == "Somebody else in the record"
    assert names["Tess"] == "Somebody who worked on it"
    assert "Wendy" not in names


def test_a_restricted_referral_is_not_in_it_until_it_is_open_and_that_is_said(told):
    hidden = submitted(told, concern="Hidden words.")
    told.does(
        "tess", merge, first=people(told, told.referral)[0], second=people(told, hidden)[0], reason="One."
    )
    made = told.does("iris", restrict, reference=hidden.reference, reason="Staff.")
    gathered(told, told.asked)
    assert now_stands(told, told.asked).restricted == 1
    assert all(piece.section != hidden.reference for piece in pieces(told, told.asked))
    told.does("iris", name_person, restriction_id=made.pk, account=told.accounts["iris"])
    gathered(told, told.asked)
    assert now_stands(told, told.asked).restricted == 0
    found = pieces(told, told.asked, section=hidden.reference)
    assert {"Hidden words.", "Staff."} <= {piece.words for piece in found}


def test_a_referral_of_another_hub_is_never_in_it(told):
    elsewhere = submitted(told, by="fay", hub="fenland", concern="Foreign words.")
    wendy, theirs = people(told, told.referral)[0], people(told, elsewhere, "otto")[0]
    part = {"account": told.accounts["tess"], "hub_id": "fenland", "role": "triage"}
    second = Appointment.objects.create(**part)
    told.does("tess", merge, first=wendy, second=theirs, reason="One.")
    second.delete()
    gathered(told, told.asked)
    assert not any("Foreign" in piece.words for piece in pieces(told, told.asked))
    assert {piece.section for piece in pieces(told, told.asked)} == {"", told.referral.reference}


def test_gathering_again_adds_what_is_new_and_has_what_changed_reviewed_anew(told):
    (concern,) = pieces(told, told.asked, part="concern")
    (rating,) = pieces(told, told.asked, part="rating")
    reviewed(told, concern, "part", blacked=("Maud",))
    reviewed(told, rating)
    assert gathered(told, told.asked) == Gathered(0, 0)
    stands = told.sees("dan", lambda by: Referral.objects.seen_by(by).get(pk=told.referral.pk).version)
    words = {"concern": "Wendy is hungry."}
    told.does("tess", correct, referral_id=told.referral.pk, version=stands, words=words)
    assert gathered(told, told.asked) == Gathered(1, 1), "the correction itself, and the concern"
    (concern,) = pieces(told, told.asked, part="concern")
    assert (concern.words, concern.verdict, concern.reviewed_at) == ("Wendy is hungry.", "", None)
    (rating,) = pieces(told, told.asked, part="rating")
    assert rating.verdict == "give"
    look = told.sees(
        "iris", lambda by: list(AccessStep.objects.seen_by(by).filter(piece=concern, did="changed"))
    )
    assert look[0].before == {"As it was gathered": CONCERN}


def test_what_a_merge_taken_apart_leaves_is_held_back_anew(told):
    other = submitted(told, concern="Of a namesake.")
    first, second = people(told, told.referral)[0], people(told, other)[0]
    told.does("tess", merge, first=first, second=second, reason="One.")
    gathered(told, told.asked)
    all_reviewed(told, told.asked)
    assert "Of a namesake." in copy_now(told, told.asked)
    made = told.sees("tess", lambda by: Merge.objects.seen_by(by).select_related("first", "second").get())
    told.does("tess", unmerge, made=made, reason="A namesake.")
    assert "recorded since you gathered" in hinders(told)
    gathered(told, told.asked)
    gone = pieces(told, told.asked, care="gone")
    assert {piece.section for piece in gone} >= {other.reference}
    assert all(piece.reviewed_at is None and piece.verdict == "hold" for piece in gone)
    assert "Of a namesake." not in copy_now(told, told.asked)
    assert gathered(told, told.asked) == Gathered(0, 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Maud’s friend Ann met WENDY.", {"Maud": "other", "Ann": "perhaps"}),
        ("maud was there", {"maud": "other"}),
        ("Tess was called on Monday.", {"Tess": "staff"}),
        ("Wendy Fictional was hungry.", {}),
        ("She wrote to ann@home.example.", {"ann@home.example": "perhaps"}),
    ],
)
def test_names_of_others_are_found_whatever_their_letters(text, found):
    names = [("own", "Wendy Fictional"), ("other", "Maud Fictional"), ("staff", "Tess Triage")]
    why = {"other": "Somebody else in the record", "staff": "Somebody who worked on it"}
    said = {
        words.rstrip("."): "perhaps" if "perhaps" in because else because
        for words, because in names_in(text, names)
    }
    assert said == {words: why.get(because, because) for words, because in found.items()}


# the review


def test_words_are_blacked_out_wherever_they_stand_in_any_letters_and_however_long(told):
    (concern,) = pieces(told, told.asked, part="concern")
    reviewed(told, concern, "part", blacked=("maud", "Tess Triage", "Her mother  Maud"))
    html = copy_now(told, told.asked)
    assert "Wendy comes to school hungry. ▇▇▇ shouts, says ▇▇▇. ▇▇▇ drinks." in html
    assert "Maud" not in html
    assert "Tess" not in html


def test_what_is_wrong_with_a_verdict_is_said_by_field(told):
    (concern,) = pieces(told, told.asked, part="concern")
    (item,) = pieces(told, told.asked, part="item")
    (contact,) = pieces(told, told.asked, part="contact")
    for piece, verdict, said, field in (
        (concern, "", {}, "verdict"),
        (concern, "burn", {}, "verdict"),
        (concern, "hold", {"exemption": ""}, "exemption"),
        (concern, "hold", {"exemption": "crime"}, "reason"),
        (concern, "part", {"blacked": (" ",)}, "blacked"),
        (concern, "part", {"blacked": ("Mau",)}, "blacked"),
        (item, "give", {"owner_said": " "}, "owner_said"),
        (contact, "give", {}, "reason"),
    ):
        assert list(refused(lambda p=piece, v=verdict, s=said: reviewed(told, p, v, **s))) == [field]


def test_a_verdict_changes_and_what_was_said_before_is_kept(told):
    (concern,) = pieces(told, told.asked, part="concern")
    reviewed(told, concern, "hold", exemption="serious_harm", reason="He would find her.")
    with pytest.raises(Overtaken):
        reviewed(told, concern, "give")
    (concern,) = pieces(told, told.asked, part="concern")
    reviewed(told, concern, "give")
    steps = told.sees("iris", lambda by: list(AccessStep.objects.seen_by(by).filter(piece=concern)))
    assert [one.before.get("Reasons", "") for one in steps] == ["", "He would find her."]


def test_what_was_held_back_from_the_start_can_stay_so_in_one_go(told):
    waiting = [piece for piece in pieces(told, told.asked) if piece.care]
    words = {"request_id": told.asked.pk}
    assert "count" in refused(lambda: told.does("iris", actions.hold_back, count=len(waiting) - 1, **words))
    assert told.does("iris", actions.hold_back, count=len(waiting), **words) == len(waiting)
    assert all(piece.reviewed_at for piece in pieces(told, told.asked) if piece.care)
    assert not any(piece.reviewed_at for piece in pieces(told, told.asked) if not piece.care)
