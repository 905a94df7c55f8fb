"""The oracle on cases worked by hand: sharing (m00–m07). Default window January and February 2024."""

from fractions import Fraction

import pytest

from tests.oracle.small import (
    REFERENCE,
    ask,
    at,
    day,
    disposal,
    picked,
    rating,
    referral,
    request,
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
    to_come = {"agency_id": "to come", "valid_from": day("2024-03-01")}
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


@pytest.mark.parametrize(
    ("policy", "decided", "state"),
    [
        # rated low (72 h) at 10:00, high (2 h) at 11:00: strictest due 13:00
        ("strictest", "2024-01-05 13:00", "in_time"),
        ("strictest", "2024-01-05 13:00:00.000001", "late"),
        ("current", "2024-01-05 12:00", "in_time"),
        ("current", "2024-01-05 12:00:01", "late"),
        ("initial", "2024-01-08 10:00", "in_time"),
        ("initial", "2024-01-08 10:00:01", "late"),
    ],
)
def test_target_policies(policy, decided, state):
    tables = {
        "referrals": [referral("1", "2024-01-05 10:00", decided)],
        "ratings": [
            rating("a", "1", "2024-01-05 10:00", "low"),
            rating("b", "1", "2024-01-05 11:00", "high"),
        ],
    }
    assert ask(tables, target_policy=policy)["m04_timeliness/by_risk"][0][state] == 1


def test_only_what_was_due_before_as_at_enters_the_rate():
    # as-at 12:00. Due 12:00 and open: open_in_time, not due. Due 11:59:59 and open: overdue and due.
    # Decided early but due later: in_time, not due. Decided in time and due: met.
    tables = {
        "referrals": [
            referral("1", "2024-01-05 10:00"),
            referral("2", "2024-01-05 09:59:59"),
            referral("3", "2024-01-05 11:00", "2024-01-05 11:30"),
            referral("4", "2024-01-05 08:00", "2024-01-05 09:00"),
            referral("5", "2024-01-05 00:00", "2024-01-05 09:00", time_known=False),
        ],
        "ratings": [rating(r, r, "2024-01-05 11:00", "high") for r in "123"]
        + [rating(r, r, "2024-01-05 08:30", "high") for r in "45"],
    }
    total = ask(tables, as_at="2024-01-05 12:00")["m04_timeliness/by_risk"][0]
    states = ("in_time", "late", "open_in_time", "open_overdue", "no_target", "due", "met", "on_time_rate")
    assert tuple(total[s] for s in states) == (2, 0, 1, 1, 1, 2, 1, 0.5)
    # waits of the four with a time: events 0.5 h and 1 h, censored 2 h and 2 h 1 s: S(1 h) = ½
    assert total["median_hours"] == 1
    assert total["p90_hours"] is None


def test_a_risk_is_read_on_the_day_of_receipt():
    # 72 h until 31 January, then a gap, then no target; received in the gap: the nearest later row counts
    rows = [
        {"risk": "low", "rank": 1, "target_hours": 72.0, "clock": "elapsed",
         "valid_from": day("2000-01-01"), "valid_to": day("2024-01-31")},
        {"risk": "low", "rank": 1, "target_hours": None, "clock": "elapsed",
         "valid_from": day("2024-02-10"), "valid_to": day("2024-02-20")},
        {"risk": "low", "rank": 1, "target_hours": 1.0, "clock": "elapsed", "valid_from": day("2024-02-21")},
    ]  # fmt: skip
    tables = {
        "risks": rows,
        "referrals": [referral("1", "2024-01-31 23:59:59"), referral("2", "2024-02-01 00:00")],
        "ratings": [rating(r, r, "2024-02-01 00:00", "low") for r in "12"],
    }
    total = ask(tables)["m04_timeliness/by_risk"][0]
    assert (total["open_overdue"], total["no_target"]) == (1, 1)


def test_a_request_withdrawn_or_answered_only_after_as_at_is_open():
    tables = {
        "referrals": [referral("1", "2024-01-05 10:00")],
        "requests": [
            request("1", "A", "2024-01-05 10:00", "2024-01-05 11:00", "shared", due="2024-01-05 11:00"),
            request("1", "A", "2024-01-05 10:01", "2024-01-05 13:00", "cancelled", due="2024-01-05 12:00"),
            request("1", "b", "2024-01-05 10:00", None, "cancelled"),
            request("1", "b", "2024-01-05 10:01", None, "shared"),  # a response without its moment is none
        ],
    }
    rows = ask(tables, as_at="2024-01-05 12:00")["m04_timeliness/responses"]
    columns = ("agency_id", "requests", "in_time", "open_in_time", "no_due", "cancelled", "due", "met")
    assert picked(rows, *columns) == [
        ("*", 3, 1, 1, 1, 1, 1, 1),
        ("A", 2, 1, 1, 0, 0, 1, 1),
        ("b", 1, 0, 0, 1, 1, 0, 0),
    ]


def test_segments_lie_end_to_end_and_waits_are_sole():
    # received 10, rated 11, asked A 12 and b 13, A answers 14, b 16, decided 18: 1 + 1 + 4 + 2 hours
    # sole: A 12–13, b 14–16
    tables = {
        "referrals": [referral("1", "2024-01-05 10:00", "2024-01-05 18:00"),
                      referral("2", "2024-01-05 10:00", "2024-01-05 12:00")],  # never asked: no share of time
        "ratings": [rating("1", "1", "2024-01-05 11:00", "low")],
        "requests": [
            request("1", "A", "2024-01-05 12:00", "2024-01-05 14:00", "shared"),
            request("1", "b", "2024-01-05 13:00", "2024-01-05 16:00", "declined"),
            request("1", "b", "2024-01-05 18:00:01"),  # after the stop: does not count
        ],
    }  # fmt: skip
    found = ask(tables)
    columns = ("segment", "referrals", "median_hours", "share_of_time")
    assert picked(found["m04_timeliness/segments"], *columns) == [
        ("last_response_to_decision", 1, 2.0, 0.25),
        ("rating_to_request", 1, 1.0, 0.125),
        ("receipt_to_rating", 2, 1.0, 0.125),
        ("request_to_last_response", 1, 4.0, 0.5),
    ]
    assert picked(found["m04_timeliness/blockages"], "agency_id", "last_to_respond", "sole_wait_hours") == [
        ("*", 1, 3.0), ("A", 0, 1.0), ("b", 1, 2.0),
    ]  # fmt: skip


def test_an_answer_after_the_decision_comes_too_late_for_segments():
    # asked 11, decided 12, answered 13: the wait for it is cut off at the decision, and nobody was last
    tables = {
        "referrals": [referral("1", "2024-01-05 10:00", "2024-01-05 12:00")],
        "ratings": [rating("1", "1", "2024-01-05 11:00", "low")],
        "requests": [request("1", "A", "2024-01-05 11:00", "2024-01-05 13:00", "shared")],
    }
    found = ask(tables)
    waiting = row(found["m04_timeliness/segments"], segment="request_to_last_response")
    assert (waiting["referrals"], waiting["median_hours"], waiting["share_of_time"]) == (1, None, 0.5)
    total = found["m04_timeliness/blockages"][0]
    assert (total["last_to_respond"], total["sole_wait_hours"]) == (0, 1.0)


def test_the_earliest_intervention_is_the_first_that_is_more_than_nothing():
    tables = {
        "referrals": [referral("1", "2024-01-05 10:00", "2024-01-05 12:00"),
                      referral("2", "2024-01-05 00:00", "2024-01-05 12:00", time_known=False)],
        "disposals": [disposal("1", "none", "2024-01-05 12:00"), disposal("1", "enquire", "2024-01-05 14:00"),
                      disposal("1", "assess", "2024-01-05 13:00"), disposal("2", "assess", "2024-01-05 12:00")],
    }  # fmt: skip
    assert ask(tables)["m05_outcomes/earliest_intervention"][0] == {
        "risk": "*", "decided": 2, "with_intervention": 2, "median_hours": 3.0,
    }  # fmt: skip


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


def test_utilisation_counts_referrals_once_and_nobodys_disposals_for_nobody():
    times = ("2024-01-05 10:00", "2024-01-05 12:00")
    tables = {
        "referrals": [referral("1", *times), referral("2", *times), referral("3", times[0])],
        "requests": [
            request("1", "A", times[0], times[1], "shared"),
            request("2", "b", times[0], None, "shared"),  # nobody wrote down when: unanswered
            request("3", "b", *times, "shared"),  # not decided
        ],
        "disposals": [
            disposal("1", "assess", times[1], "A"),
            disposal("1", "assess", times[1], "b", "support"),
            disposal("2", "enquire", times[1]),
        ],
    }
    columns = ("agency_id", "contributed", "led", "supported", "utilised", "utilised_rate")
    assert picked(ask(tables)["m05_outcomes/utilisation"], *columns) == [
        ("*", 1, 1, 1, 1, 0.5), ("A", 1, 1, 0, 1, 0.5), ("b", 0, 0, 1, 1, 0.5),
    ]  # fmt: skip


def test_repeats_within_exactly_repeat_days_and_only_with_history():
    # 365 × 24 h after 1 March 2023 12:00 (2024 has a leap day): 29 February 2024 12:00
    tables = {
        "referrals": [
            referral("0", "2023-03-01 12:00"),
            referral("1", "2024-02-29 12:00"),  # exactly: a repeat, and exactly enough history
            referral("2", "2024-02-29 12:00"),  # the same instant as 1, another person's first
            referral("3", "2024-02-29 11:59:59"),  # a repeat without history: not judged
            referral("4", "2024-02-29 13:00", known_open=True),  # left out
            referral("5", "2024-02-29 13:00"),  # nobody is its subject: left out
        ],
        "subjects": [subject("0", "p"), subject("0", "r"), subject("1", "p"), subject("2", "q"),
                     subject("3", "r"),
                     subject("4", "q"), subject("5", "q", "carer")],
    }  # fmt: skip
    found = ask(tables, as_at="2024-03-01 12:00")
    total = found["m06_repeats/repeat_rate"][0]
    assert (total["referrals"], total["with_history"], total["repeats"]) == (3, 2, 1)
    # and within the second after the year, but for referral 3 (a second before 1), it would be none
    late = tables | {"referrals": [referral("0", "2023-03-01 11:59:59"), *tables["referrals"][1:3]]}
    assert ask(late)["m06_repeats/repeat_rate"][0]["repeats"] == 0


def test_return_is_measured_from_decision_to_the_next_receipt_and_censored_at_as_at():
    # p returns exactly 90 days after the decision (at the decision itself does not count); q has been
    # watched for 100 days
    tables = {
        "referrals": [
            referral("1", "2023-06-01 12:00", "2023-06-02 12:00"),
            referral("2", "2023-08-31 12:00"),
            referral("3", "2023-06-01 12:00", "2023-06-02 12:00"),
            referral("4", "2023-06-02 12:00"),
        ],
        "subjects": [subject("1", "p"), subject("2", "p"), subject("3", "q"), subject("4", "p")],
        "disposals": [disposal("1", "none", "2023-06-02 12:00"), disposal("1", "assess", "2023-06-02 12:00")],
    }
    found = ask(tables, as_at="2023-09-10 12:00", start="2023-06-01", end="2023-09-01")
    assert picked(found["m06_repeats/return_curve"], "days", "units", "events", "return_probability") == [
        ("90", 2, 1, 0.5), ("180", 2, 1, None), ("365", 2, 1, None),
    ]  # fmt: skip
    # only referral 1 has a disposal, assess its most severe; its unit returned, so S is 0 for good
    assert row(found["m06_repeats/return_by_outcome"], outcome_id="*")["decided"] == 1
    assert row(found["m06_repeats/return_by_outcome"], outcome_id="assess") == {
        "outcome_id": "assess", "decided": 1, "return_probability": 1.0, "lower": None, "upper": None,
    }  # fmt: skip


def test_risk_trend_compares_with_the_latest_earlier_referral():
    tables = {
        "referrals": [
            referral("1", "2024-01-01 12:00"), referral("2", "2024-01-02 12:00"),
            referral("3", "2024-01-03 12:00"),
        ],
        "ratings": [rating("1", "1", "2024-01-01 12:00", "high"), rating("2", "2", "2024-01-02 12:00", "low"),
                    rating("3", "3", "2024-01-03 12:00", "high")],
        "subjects": [subject(r, p) for r, p in ("1p", "2p", "3p", "2q", "3q", "1s")],
    }  # fmt: skip
    # p: 2 against 1 lower, 3 against 2 higher; q: 3 against 2 higher
    assert picked(ask(tables)["m06_repeats/risk_trend"], "direction", "repeats", "share") == [
        ("*", 3, 1.0), ("higher", 2, 2 / 3), ("lower", 1, 1 / 3), ("same", 0, 0.0),
    ]  # fmt: skip


def test_escalations_belong_to_the_month_they_were_raised_and_never_about_oneself():
    base = {"raised_by": "A", "about": "b", "reason": "threshold", "stage": 2}
    tables = {
        "escalations": [
            base | {"escalation_id": "1", "raised_at": at("2024-01-05 12:00"),
                    "resolved_at": at("2024-01-08 00:00"), "resolution": "changed"},
            base | {"escalation_id": "2", "raised_at": at("2024-02-05 12:00"),
                    "resolved_at": at("2024-03-05 12:00"), "resolution": "changed"},  # after as-at: open
            base | {"escalation_id": "3", "raised_at": at("2024-02-06 12:00"), "resolution": "changed"},
        ],
        "referrals": [referral("1", "2024-01-05 10:00")],
    }  # fmt: skip
    found = ask(tables)
    assert picked(found["m07_escalations/by_pair"], "raised_by", "about", "escalations", "open") == [
        ("*", "*", 3, 2), ("*", "A", 0, 0), ("*", "b", 3, 2),
        ("A", "*", 3, 2), ("A", "b", 3, 2), ("b", "*", 0, 0), ("b", "A", 0, 0),
    ]  # fmt: skip
    total = row(found["m07_escalations/by_reason"], reason="*")
    assert (total["resolved"], total["changed"], total["changed_rate"]) == (1, 1, 1.0)
    assert picked(found["m07_escalations/rate"], "month", "escalations", "per_100_referrals") == [
        ("2024-01", 1, 100.0), ("2024-02", 2, None),
    ]  # fmt: skip


def test_nothing_is_shown_of_a_window_that_as_at_has_not_reached():
    tables = {"referrals": [referral("1", "2023-12-31 12:00")]}
    found = ask(tables, as_at="2023-12-31 23:59:59")
    assert picked(found["m01_referrals_by_agency/by_agency"], "agency_id", "referrals") == [("*", 0)]
    assert found["m01_referrals_by_agency/by_month"] == []
    assert len(found["m05_outcomes/by_outcome"]) == 1 + len(REFERENCE["outcomes"])


def test_median_tolerates_what_products_of_fractions_leave():
    # S after 3 of 6 events is exactly ½ here; a float product of 5/6 × 4/5 × 3/4 may lie a hair above it
    assert Fraction(5, 6) * Fraction(4, 5) * Fraction(3, 4) == Fraction(1, 2)
    tables = {"referrals": [referral(str(n), "2024-01-05 10:00", f"2024-01-05 1{n}:00") for n in range(1, 7)]}
    assert ask(tables)["m04_timeliness/by_risk"][0]["median_hours"] == 3
