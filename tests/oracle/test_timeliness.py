"""The oracle on cases worked by hand: timeliness (m04). Window: January and February 2024."""

from fractions import Fraction

import pytest

from tests.oracle.small import (
    ask,
    day,
    picked,
    rating,
    referral,
    request,
    row,
)


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


def test_median_tolerates_what_products_of_fractions_leave():
    # S after 3 of 6 events is exactly ½ here; a float product of 5/6 × 4/5 × 3/4 may lie a hair above it
    assert Fraction(5, 6) * Fraction(4, 5) * Fraction(3, 4) == Fraction(1, 2)
    tables = {"referrals": [referral(str(n), "2024-01-05 10:00", f"2024-01-05 1{n}:00") for n in range(1, 7)]}
    assert ask(tables)["m04_timeliness/by_risk"][0]["median_hours"] == 3
