"""A row that holds somebody's identity is set aside and told; the import goes on, and coincidences pass."""

import csv
from pathlib import Path

import polars as pl
import pytest

from mash.intake import importing
from mash.intake.guard import IdentityError
from tests.intake.conftest import sums_hold
from tests.intake.extract import complaint, extract, ids, person, referral, subject, texts_of

NHS = "9434765919"
SAM = {"given_names": "Sam Lee", "family_name": "O'Grady", "other_names": "Weatherby"}


def faults_of(done):
    return [
        (fault["file"], fault["row"], fault["column"])
        for fault in done.faults.first
        if fault["severity"] == "fault"
    ]


@pytest.mark.parametrize(
    "written", [NHS, "REF-943 476 5919", "943-476-5919/2", "NHS9434765919", f"x_{NHS}_1"]
)
def test_a_row_whose_id_holds_an_nhs_number_is_set_aside_and_its_children_follow(written, run, tmp_path):
    source = extract(
        tmp_path / "in",
        people=[person(nhs_number=NHS)],
        referrals=[referral("r1"), referral(written)],
        subjects=[subject("r1"), subject(written)],
        ratings=[
            {
                "rating_id": "t1",
                "referral_id": "r1",
                "risk": "red",
                "rated_at": "2024-01-01T11:00:00Z",
                "rationale_recorded": "true",
            },
            {
                "rating_id": "t2",
                "referral_id": written,
                "risk": "red",
                "rated_at": "2024-01-01T11:00:00Z",
                "rationale_recorded": "true",
            },
        ],
    )
    out, done = run(source)
    assert ids(out, "referrals") == ["r1"]
    assert ids(out, "ratings") == ["t1"]
    assert pl.read_parquet(out / "subjects.parquet").height == 1
    assert sums_hold(done)
    told, *children = [fault for fault in done.faults.first if fault["severity"] == "fault"]
    assert (told["file"], told["row"], told["table"], told["column"]) == (
        "in/referrals.csv",
        3,
        "referrals",
        "referral_id",
    )
    assert told["value"] is None
    assert NHS not in told["rule"]
    assert told["rule"].startswith("holds an NHS number of somebody in people: give the row an id of its own")
    assert {(fault["table"], fault["row"]) for fault in children} == {("subjects", 3), ("ratings", 3)}
    assert all("the row of referrals that it belongs to was rejected" in fault["rule"] for fault in children)


def test_a_row_set_aside_can_be_mended_and_handed_in_again(run, tmp_path):
    people = [person(nhs_number=NHS)]
    first = extract(tmp_path / "in", people=people, complaints=[complaint(theme=f"about {NHS}")])
    _, done = run(first)
    rows = (done.rejects / "rows" / "in" / "complaints.csv").read_text(encoding="utf-8")
    (rejected,) = csv.DictReader(rows.splitlines())
    assert rejected["reject_reason"].startswith(
        "theme: holds an NHS number of somebody in people: leave it out"
    )
    mended = extract(tmp_path / "mended", complaints=[rejected | {"theme": "about delay"}])
    out, done = run(first, mended)
    assert ids(out, "complaints") == ["k1"]
    assert faults_of(done) == [("in/complaints.csv", 2, "theme")]


WRITTEN = [
    "Sam O'Grady was not told",
    "the family of O'GRADY, Sam",
    "lee ogrady",
    "Sàm Lee O’Grady",
    "no Grady, but SAM LEE O GRADY",
    "Sam Weatherby, as she was",
    "call 01632 960 123",
    "call +44 (0)1632 960123",
    "lives in ZZ1 1AA",
    "zz11aa",
    "12 High Street",
    "came to 12, High Street; Anytown.",
    "UPN H801200304001",
    "police no. PX-004512",
    "case 1004512",
    "born 01/03/2014",
    "dob 1st of March 2014",
    "1 Mar 14",
    "2014-03-01",
    "20140301",
]


def test_an_identity_inside_a_text_sets_its_row_aside_however_it_is_written(run, tmp_path):
    sam = person(
        **SAM,
        telephone="01632 960123",
        postcode="ZZ1 1AA",
        address="12 High Street, Anytown",
        upn="H801200304001",
        police_id="PX004512",
        social_care_id="1004512",
        date_of_birth="2014-03-01",
    )
    holding = [complaint(f"k{n}", theme=text) for n, text in enumerate(WRITTEN)]
    source = extract(tmp_path / "in", people=[sam], complaints=[*holding, complaint("other", theme="delay")])
    out, done = run(source)
    assert ids(out, "complaints") == ["other"]
    rows = [("in/complaints.csv", row, "theme") for row in range(2, len(WRITTEN) + 2)]
    assert list(dict.fromkeys(faults_of(done))) == rows
    assert sums_hold(done)


def test_an_identity_of_a_person_who_was_rejected_is_looked_for_too(run, tmp_path):
    people = [
        person("p1", nhs_number=NHS, date_of_birth="31/31/2014"),
        person("p2", nhs_number="9434765870", agency_id="nobody"),
    ]
    themes = [
        complaint("k1", theme=NHS),
        complaint("k2", theme="943 476 5870"),
        complaint("k3", theme="delay"),
    ]
    out, done = run(extract(tmp_path / "in", people=people, complaints=themes))
    assert done.counts["people"].accepted == 0
    assert ids(out, "complaints") == ["k3"]


@pytest.mark.parametrize(
    ("people", "cells"),
    [
        ({"address": "North"}, {"locality": "North"}),
        ({"family_name": "North"}, {"locality": "North"}),
        ({"address": "Ward 3"}, {"locality": "Ward 3"}),
        ({"given_names": "The", "family_name": "Hub"}, {"locality": "near the hub"}),
        ({"given_names": "Not", "family_name": "Known"}, {"locality": "not known"}),
        ({"postcode": "ZZ99 3VZ"}, {"locality": "ZZ99 3VZ"}),
        ({"postcode": "ST16"}, {"locality": "ST16"}),
        ({"nhs_number": "0000000000"}, {"referral_id": "0000000000"}),
        ({"nhs_number": "1"}, {"referral_id": "1"}),
        ({"telephone": "none"}, {"locality": "none"}),
        ({"date_of_birth": "1900-01-01"}, {"locality": "since 1900-01-01"}),
        ({"date_of_birth": "2024-01-01"}, {"referral_id": "REF-2024-01-01-7"}),
        ({"given_names": "Sam", "family_name": "Grady"}, {"locality": "Samgrady"}),
    ],
)
def test_what_equals_a_part_of_somebody_by_coincidence_goes_through(people, cells, run, tmp_path):
    row = referral() | cells
    source = extract(
        tmp_path / "in",
        people=[person(**people)],
        referrals=[row],
        subjects=[subject(row["referral_id"])],
    )
    out, done = run(source)
    assert ids(out, "referrals") == [row["referral_id"]]
    assert done.faults.faults == 0


def test_a_place_of_many_referrals_is_a_place_though_somebodys_address_is_written_like_it(run, tmp_path):
    people = [person(address="Ashby in the Vale")]
    town, hamlet = (
        [referral(f"r{n}", locality="Ashby in the Vale") for n in range(rows)] for rows in (20, 19)
    )
    out, _ = run(extract(tmp_path / "town", people=people, referrals=town))
    assert len(ids(out, "referrals")) == 20
    out, _ = run(extract(tmp_path / "hamlet", people=people, referrals=hamlet))
    assert ids(out, "referrals") == []


def test_a_number_that_somebody_has_in_another_system_is_no_identity_in_an_id(run, tmp_path):
    people = [person("p1", social_care_id="1004512"), person("p2", social_care_id="1004513")]
    source = extract(
        tmp_path / "in",
        people=people,
        referrals=[referral("1004512"), referral("1004513"), referral("C/1004512/1")],
        subjects=[subject("1004512", "p2"), subject("1004513", "p2"), subject("C/1004512/1", "p1")],
        complaints=[complaint("1004512")],
    )
    out, done = run(source)
    assert ids(out, "referrals") == ["1004512"]
    assert ids(out, "complaints") == ["1004512"]
    assert "of somebody in people" in done.faults.first[0]["rule"]


def test_a_police_id_may_be_the_persons_own_id_but_not_the_referrals(run, tmp_path):
    source = extract(
        tmp_path / "in",
        people=[person("PX004512", police_id="PX004512")],
        referrals=[referral("r1"), referral("PX004512-1")],
        subjects=[subject("r1", "PX004512")],
    )
    out, _ = run(source)
    assert ids(out, "referrals") == ["r1"]
    assert pl.read_parquet(out / "subjects.parquet").height == 1
    assert not [text for text in texts_of(out) if "4512" in text]


def test_the_birth_date_of_its_own_child_in_an_id_sets_a_referral_aside_and_anothers_does_not(run, tmp_path):
    people = [person("p1", date_of_birth="2014-03-01"), person("p2", date_of_birth="2015-06-07")]
    source = extract(
        tmp_path / "in",
        people=people,
        referrals=[referral("SM-01032014"), referral("2014-03-01/7")],
        subjects=[subject("SM-01032014", "p1"), subject("2014-03-01/7", "p2")],
    )
    out, done = run(source)
    assert ids(out, "referrals") == ["2014-03-01/7"]
    assert done.faults.first[0]["rule"].startswith("holds the date of birth of somebody in people")


def test_an_id_that_bears_the_day_of_its_survey_or_referral_is_no_birth_date(run, tmp_path):
    source = extract(
        tmp_path / "in",
        people=[person(date_of_birth="2024-07-01")],
        referrals=[referral("20240701-1", received_at="2024-06-30T23:30:00Z")],
        subjects=[subject("20240701-1")],
        audits=[
            {
                "audit_id": "20240701-1/a",
                "round_id": "1",
                "referral_id": "20240701-1",
                "sampled_on": "2024-08-01",
            }
        ],
        surveys=[{"survey_id": "s", "title": "Survey of 1 July 2024", "opened_on": "2024-07-01"}],
    )
    _, done = run(source)
    assert done.faults.faults == 0


def test_a_number_in_the_hubs_own_rows_is_found_and_a_name_there_is_not(run, tmp_path):
    agencies = [
        {"agency_id": "a", "name": "Sam O'Grady House", "kind": "other", "in_baseline": "true"},
        {"agency_id": "b", "name": f"Carer of {NHS}", "kind": "other", "in_baseline": "true"},
    ]
    people = [person(**SAM, nhs_number=NHS)]
    out, _ = run(
        extract(
            tmp_path / "in",
            agencies=agencies,
            people=people,
            referrals=[referral(locality="Sam O'Grady House")],
        )
    )
    assert ids(out, "agencies") == ["a"]
    assert ids(out, "referrals") == ["r1"]


@pytest.mark.parametrize(
    ("people", "theme"),
    [
        ({"given_names": "Amy", "family_name": "Child"}, "Amy Child"),
        ({"family_name": "Grady, Sam"}, "Grady, Sam"),
        ({"given_names": "Sam Grady", "family_name": ""}, "about Sam Grady"),
        ({"other_names": "Maria Bell"}, "Maria Bell"),
        ({"address": "Flat 2, 12 High Street, Anytown"}, "12 High Street"),
        ({"address": "The Old Mill House"}, "the old mill house"),
        ({"telephone": "01632 960123 / 07700 900123"}, "07700900123"),
        ({"telephone": "1632960123"}, "01632 960123"),
        ({"expected_date_of_birth": "2024-05-06"}, "due 6 May 2024"),
    ],
)
def test_people_are_found_as_agencies_write_them(people, theme, run, tmp_path):
    out, done = run(extract(tmp_path / "in", people=[person(**people)], complaints=[complaint(theme=theme)]))
    assert ids(out, "complaints") == []
    assert faults_of(done) == [("in/complaints.csv", 2, "theme")]


def test_a_text_that_two_people_share_is_told_once(run, tmp_path):
    people = [person("p1", social_care_id="1004512"), person("p2", social_care_id="1004512")]
    _, done = run(extract(tmp_path / "in", people=people, complaints=[complaint(theme="case 1004512")]))
    assert faults_of(done) == [("in/complaints.csv", 2, "theme")]


def test_a_text_of_thousands_of_words_is_looked_through_to_its_end(run, tmp_path):
    long = "word and another; " * 2000
    out, done = run(
        extract(tmp_path / "in", people=[person(**SAM)], complaints=[complaint(theme=f"{long}Sam O'Grady")])
    )
    assert ids(out, "complaints") == []
    assert faults_of(done) == [("in/complaints.csv", 2, "theme")]


def test_the_last_look_stops_what_the_first_let_through(run, tmp_path, monkeypatch):
    look = importing.set_identities_aside

    def then_one_more(folder: Path, *others):
        look(folder, *others)
        (file,) = (folder / "complaints").glob("*.parquet")
        pl.read_parquet(file).with_columns(theme=pl.lit("943 476 5919")).write_parquet(file)

    monkeypatch.setattr(importing, "set_identities_aside", then_one_more)
    source = extract(tmp_path / "in", people=[person(nhs_number=NHS)], complaints=[complaint(theme="delay")])
    with pytest.raises(
        IdentityError, match=r"complaints\.theme would hold an NHS number of somebody"
    ) as told:
        run(source)
    assert "5919" not in str(told.value)
    assert not list(tmp_path.glob("dataset*"))


def test_without_people_nothing_is_looked_for(run, tmp_path):
    out, done = run(extract(tmp_path / "in", complaints=[complaint(theme=NHS)]))
    assert ids(out, "complaints") == ["k1"]
    assert done.faults.faults == 0
