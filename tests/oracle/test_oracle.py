"""The oracle on cases worked by hand: as-at, window, codes shown, m00–m03. January and February 2024."""

import pytest

from tests.oracle.small import (
    REFERENCE,
    ask,
    day,
    disposal,
    picked,
    rating,
    referral,
    row,
    subject,
)


def test_a_referral_received_after_as_at_does_not_exist_and_one_at_it_does():
    tables = {"referrals": [referral("1", "2024-02-01 12:00"), referral("2", "2024-02-01 12:00:00.000001")]}
    rows = ask(tables, as_at="2024-02-01 12:00")["m01_referrals_by_agency/by_agency"]
    assert rows == [
        {"agency_id": "*", "referrals": 1, "share_of_all": 1.0},
        {"agency_id": "A", "referrals": 1, "share_of_all": 1.0},
        {"agency_id": "b", "referrals": 0, "share_of_all": 0.0},
    ]


def test_months_are_london_months_and_none_is_shown_after_as_at():
    # 31 March 23:30 UTC is 1 April in London (summer time)
    tables = {"referrals": [referral("1", "2024-04-01 00:30")]}
    rows = ask(tables, as_at="2024-04-02 12:00", start="2024-03-31", end="2024-12-01")
    rows = rows["m01_referrals_by_agency/by_month"]
    assert picked(rows, "month", "agency_id", "referrals") == [
        ("2024-03", "*", 0), ("2024-03", "A", 0), ("2024-03", "b", 0),
        ("2024-04", "*", 1), ("2024-04", "A", 1), ("2024-04", "b", 0),
    ]  # fmt: skip


def test_agencies_outside_their_dates_are_shown_only_with_a_row():
    gone = {"name": "x", "kind": "other", "in_baseline": True, "valid_to": day("2023-12-31")}
    last_day = gone | {"agency_id": "!one day", "valid_to": day("2024-01-01")}
    to_come = {"agency_id": "to come", "valid_from": day("2024-03-01"), "valid_to": None}
    agencies = [gone | {"agency_id": "gone"}, gone | {"agency_id": "busy"}, last_day, gone | to_come]
    tables = {"agencies": agencies, "referrals": [referral("1", "2024-02-01 12:00", agency="busy")]}
    rows = ask(tables)["m01_referrals_by_agency/by_agency"]
    assert picked(rows, "agency_id") == [("*",), ("!one day",), ("busy",)]


def test_baseline_is_pro_rated_and_its_share_needs_every_day():
    # January to February 2024 has 60 days; a period of January to April (121 days) has all of them
    period = {"agency_id": "A", "cohort_id": "c", "volume": 121}
    whole = {"baselines": [period | {"start": day("2024-01-01"), "end": day("2024-04-30")}]}
    whole["referrals"] = [referral(str(n), "2024-01-05 10:00") for n in range(10)]
    found = row(ask(whole)["m00_baseline/share"], agency_id="*", cohort_id="*")
    # Garwood of 10: 4.795389 to 18.390356
    assert found["baseline_volume"] == 60
    assert found["share"] == pytest.approx(1 / 6)
    assert (found["lower"], found["upper"]) == pytest.approx((4.795389 / 60, 18.390356 / 60), abs=1e-7)
    # a day short at the end: 59 days of 59, the volume still printed, the share not
    short = whole | {"baselines": [period | {"start": day("2024-01-01"), "end": day("2024-02-28")}]}
    found = row(ask(short)["m00_baseline/share"], agency_id="A", cohort_id="c")
    assert (found["baseline_volume"], found["share"]) == (121, None)
    # agency b has a referral and no baseline: A keeps its share, the total loses it
    mixed = whole | {"referrals": [*whole["referrals"], referral("x", "2024-01-05 10:00", agency="b")]}
    rows = ask(mixed)["m00_baseline/share"]
    assert row(rows, agency_id="A", cohort_id="*")["share"] == pytest.approx(1 / 6)
    assert row(rows, agency_id="*", cohort_id="*")["share"] is None
    assert row(rows, agency_id="b", cohort_id="c")["baseline_volume"] is None


def test_people_are_counted_once_in_the_total_and_only_as_subjects():
    cohorts = [{"cohort_id": c, "name": c, "age_group": "any"} for c in ("c", "d")]
    tables = {
        "cohorts": cohorts,
        "referrals": [referral("1", "2024-01-05 10:00"), referral("2", "2024-01-06 10:00", cohort_id="d")],
        "referral_cohorts": [{"referral_id": "1", "cohort_id": "d"}],  # the main cohort c is meant as well
        "subjects": [subject("1", "p"), subject("2", "p"), subject("2", "q", "carer")],
    }
    found = ask(tables)
    assert picked(found["m02_referrals_by_cohort/by_cohort"], "cohort_id", "referrals", "people") == [
        ("*", 2, 1), ("c", 1, 1), ("d", 1, 1),
    ]  # fmt: skip
    assert picked(found["m02_referrals_by_cohort/any_cohort"], "cohort_id", "referrals") == [
        ("*", 2), ("c", 1), ("d", 2),
    ]  # fmt: skip


def test_only_ratings_up_to_the_decision_count_and_ties_go_by_rating_id():
    tables = {
        "referrals": [
            referral("1", "2024-01-05 10:00", "2024-01-05 11:00"),
            referral("2", "2024-01-05 10:00", "2024-01-05 11:00"),
        ],
        "ratings": [
            rating("a", "1", "2024-01-05 11:00", "high"),  # same instant: 'B' comes before 'a'
            rating("B", "1", "2024-01-05 11:00", "low"),
            rating("c", "2", "2024-01-05 11:00:00.000001", "high"),  # after its decision: unrated
        ],
    }
    found = ask(tables)
    assert picked(found["m03_risk/by_risk"], "risk", "first_rated", "final_rated") == [
        ("*", 2, 2), ("high", 0, 1), ("low", 1, 0), ("unrated", 1, 1),
    ]  # fmt: skip
    assert row(found["m03_risk/rerating"], first_risk="low", final_risk="high")["referrals"] == 1
    assert row(found["m03_risk/rerating"], first_risk="*", final_risk="*")["referrals"] == 1


def test_information_sharing_adds_what_final_gamma_has_over_first():
    # severity 0, 3, 4 for referrals 1, 2, 3; first all low except 1 high; final low, high, high
    times = ("2024-01-05 10:00", "2024-01-05 12:00")
    tables = {
        "referrals": [referral(r, *times) for r in "123"],
        "ratings": [
            rating("1a", "1", times[0], "high"), rating("1b", "1", times[1], "low"),
            rating("2a", "2", times[0], "low"), rating("2b", "2", times[1], "high"),
            rating("3a", "3", times[0], "low"), rating("3b", "3", times[1], "high"),
        ],
        "disposals": [disposal("1", "none", times[1]), disposal("2", "assess", times[1]),
                      disposal("3", "enquire", times[1]), disposal("3", "none", times[1])],
    }  # fmt: skip
    # first: 1 against 2 and 3 discordant, 2–3 tied: −1; final: both concordant: +1
    found = ask(tables)
    assert picked(found["m03_risk/added_value"], "stage", "gamma") == [
        ("difference", 2), ("final", 1), ("first", -1),
    ]  # fmt: skip
    # lowest first rating: 2 and 3, one of them severity 4; highest first: 1, severity 0
    assert picked(found["m03_risk/missed_risk"], "measure", "numerator", "denominator") == [
        ("nothing_in_highest", 1, 1), ("severe_in_lowest", 1, 2),
    ]  # fmt: skip


def test_lowest_and_highest_are_those_valid_on_the_day_of_receipt():
    old = {"name": "x", "clock": "elapsed", "valid_from": day("2000-01-01"), "valid_to": day("2020-01-01")}
    tables = {
        "risks": REFERENCE["risks"] + [old | {"risk": "!older", "rank": 0}, old | {"risk": "old", "rank": 9}],
        "referrals": [referral("1", "2024-01-05 10:00", "2024-01-05 12:00")],
        "ratings": [rating("1", "1", "2024-01-05 10:00", "low")],
        "disposals": [disposal("1", "assess", "2024-01-05 12:00")],
    }
    found = ask(tables)
    assert picked(found["m03_risk/missed_risk"], "denominator") == [(0,), (1,)]
    assert picked(found["m03_risk/by_risk"], "risk") == [("*",), ("high",), ("low",)]


def test_nothing_is_shown_of_a_window_that_as_at_has_not_reached():
    tables = {"referrals": [referral("1", "2023-12-31 12:00")]}
    found = ask(tables, as_at="2023-12-31 23:59:59")
    assert picked(found["m01_referrals_by_agency/by_agency"], "agency_id", "referrals") == [("*", 0)]
    assert found["m01_referrals_by_agency/by_month"] == []
    assert len(found["m05_outcomes/by_outcome"]) == 1 + len(REFERENCE["outcomes"])
