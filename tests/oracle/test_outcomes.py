"""The oracle on cases worked by hand: outcomes, repeats, escalations (m05–m07). January and February 2024."""

from tests.oracle.small import (
    ask,
    at,
    disposal,
    picked,
    rating,
    referral,
    request,
    row,
    subject,
)


def test_the_earliest_intervention_is_the_first_that_is_more_than_nothing():
    tables = {
        "referrals": [referral("1", "2024-01-05 10:00", "2024-01-05 12:00"),
                      referral("2", "2024-01-05 00:00", "2024-01-05 12:00", time_known=False)],
        "disposals": [disposal("1", "none", "2024-01-05 12:00"), disposal("1", "enquire", "2024-01-05 14:00"),
                      disposal("1", "assess", "2024-01-05 13:00"),
                      disposal("2", "assess", "2024-01-05 12:00")],
    }  # fmt: skip
    assert ask(tables)["m05_outcomes/earliest_intervention"][0] == {
        "risk": "*", "decided": 2, "with_intervention": 2, "median_hours": 3.0,
    }  # fmt: skip


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
    # p returns exactly 90 days after the decision; s comes at the instant of the decision, which
    # is no return; q and s have been watched for 100 days
    tables = {
        "referrals": [
            referral("1", "2023-06-01 12:00", "2023-06-02 12:00"),
            referral("2", "2023-08-31 12:00"),
            referral("3", "2023-06-01 12:00", "2023-06-02 12:00"),
            referral("4", "2023-06-02 12:00"),
        ],
        "subjects": [
            subject("1", "p"),
            subject("2", "p"),
            subject("3", "q"),
            subject("3", "s"),
            subject("4", "s"),
        ],
        "disposals": [disposal("1", "none", "2023-06-02 12:00"), disposal("1", "assess", "2023-06-02 12:00")],
    }
    found = ask(tables, as_at="2023-09-10 12:00", start="2023-06-01", end="2023-09-01")
    assert picked(found["m06_repeats/return_curve"], "days", "units", "events", "return_probability") == [
        ("90", 3, 1, 1 / 3), ("180", 3, 1, None), ("365", 3, 1, None),
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
