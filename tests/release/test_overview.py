"""The overview: a line for each measure, worked by hand; and what needs attention."""

import pytest

from mash.framework.measures import MEASURES
from mash.release.overview import MOST, headline, overview, verdict
from mash.release.reading import HIGHER, LOWER, NEITHER, compared
from tests.release.changed import by_hand, hidden

AGENCY = {"agency_id": "police"}


@pytest.fixture
def results(hub_results):
    return hub_results


def months(values, **others):
    """36 months to March 2026, the last ones with the values."""
    names = [f"{2023 + (3 + i) // 12}-{(3 + i) % 12 + 1:02}" for i in range(36)]
    filled = [*[(10, 11)[i % 2] for i in range(36 - len(values))], *values]
    return [{"month": name, **others, "referrals": value} for name, value in zip(names, filled, strict=True)]


def test_every_measure_has_its_line_and_the_page_fits_one_screen(results):
    found = overview(results)
    assert [one.measure for one in found] == [measure.name for measure in MEASURES]
    for one in found:
        assert 0 < len(one.figure) <= MOST
        assert 0 < len(one.direction) <= MOST
        assert one.verdict in {"better", "worse", "changed", "only noise", "cannot be said"}
        assert one.rule
        assert one.better in {HIGHER, LOWER, NEITHER}
        assert all(sentence.endswith(".") and len(sentence) < 120 for sentence in one.attention)


def test_an_empty_hub_has_its_lines_too(empty_results):
    for one in overview(empty_results):
        assert one.verdict in {"only noise", "cannot be said"}
        assert "None" not in one.figure + one.direction
        assert one.direction != one.verdict, "why it cannot be said is said"


@pytest.mark.parametrize(
    ("side", "better", "says"),
    [
        (1, HIGHER, "better"),
        (-1, HIGHER, "worse"),
        (1, LOWER, "worse"),
        (-1, LOWER, "better"),
        (1, NEITHER, "changed"),
        (-1, NEITHER, "changed"),
        (0, HIGHER, "only noise"),
        (None, LOWER, "cannot be said"),
    ],
)
def test_what_a_direction_means(side, better, says):
    assert verdict(side, better) == says


def test_referrals_above_their_limit_have_changed_and_are_neither_better_nor_worse(results):
    rows = [row | {"agency_id": "*"} for row in months([90])]
    one = headline(by_hand(results, {"m01_referrals_by_agency/by_month": rows}), "m01_referrals_by_agency")
    assert one.direction == "above its upper limit in March 2026"
    assert one.verdict == "changed"
    assert one.rule == "outside the limits"
    assert one.better == NEITHER
    assert one.attention[0] == "Referrals by agency: above its upper limit in March 2026."
    assert one.months[-1] == ("2026-03", 90)
    assert len(one.months) == 36


def test_what_was_unusual_half_a_year_ago_is_no_direction_now(results):
    rows = [row | {"agency_id": "*"} for row in months([30, 10, 11, 10, 11, 10, 11])]
    one = headline(by_hand(results, {"m01_referrals_by_agency/by_month": rows}), "m01_referrals_by_agency")
    assert (one.direction, one.verdict) == ("within its limits", "only noise")


def on_time(rates):
    rows = months([])
    return [
        {"month": row["month"], "risk": "*", "on_time_rate": rate}
        for row, rate in zip(rows, rates, strict=True)
    ]


def test_a_fall_of_what_should_be_high_is_worse_and_a_rise_better(results):
    steady = [0.80, 0.82] * 18
    for last, says, words in (
        (0.5, "worse", "below its lower limit in March 2026"),
        (0.99, "better", "above its upper limit in March 2026"),
    ):
        table = on_time([*steady[:-1], last])
        one = headline(by_hand(results, {"m04_timeliness/by_month": table}), "m04_timeliness")
        assert (one.verdict, one.direction) == (says, words)
        assert any(words in sentence for sentence in one.attention) == (says == "worse")


def test_overdue_items_and_agencies_outside_the_limits_need_attention(results):
    row = results.rows("m04_timeliness/responses")[0]
    responses = [
        row | {"agency_id": "*", "due": 1000, "met": 700, "on_time_rate": 0.7, "open_overdue": 3},
        row | {"agency_id": "police", "due": 500, "met": 350, "on_time_rate": 0.7},
        row | {"agency_id": "housing", "due": 400, "met": 200, "on_time_rate": 0.5},
        row | {"agency_id": "fire", "due": 100, "met": 100, "on_time_rate": 1.0},
    ]
    by_risk = [
        row | {"open_overdue": 1 if row["risk"] == "*" else 0}
        for row in results.rows("m04_timeliness/by_risk")
    ]
    tables = {"m04_timeliness/responses": responses, "m04_timeliness/by_risk": by_risk}
    one = headline(by_hand(results, tables), "m04_timeliness")
    assert one.attention[-3:] == (
        "1 referral is open and overdue.",
        "3 requests are unanswered and overdue.",
        "Homes lies below the limits in answers in time: 50.0 %.",
    )


def test_a_headline_figure_that_is_hidden_is_not_shown(results):
    found = hidden(results, ("m04_timeliness/by_risk", "on_time_rate", {"risk": "*"}))
    assert headline(found, "m04_timeliness").figure == "decided in time: not shown"
    found = hidden(results, ("m01_referrals_by_agency/by_agency", "referrals", {"agency_id": "*"}))
    assert headline(found, "m01_referrals_by_agency").figure == "referrals received: not shown"


def test_where_all_months_are_hidden_no_direction_is_given(results):
    found = hidden(results, ("m06_repeats/by_month", "rate", {}))
    one = headline(found, "m06_repeats")
    assert (one.direction, one.verdict) == ("too few months are shown", "cannot be said")


def survey(survey_id, rate, lower, upper):
    return {"survey_id": survey_id, "agency_id": "*", "invited": 100, "answered": 1} | {
        "rate": rate, "lower": lower, "upper": upper,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("last", "words", "says"),
    [
        (survey("B", 0.6, 0.52, 0.68), "above the survey before, beyond chance", "better"),
        (survey("B", 0.2, 0.14, 0.28), "below the survey before, beyond chance", "worse"),
        (survey("B", 0.45, 0.37, 0.53), "like the survey before, within chance", "only noise"),
    ],
)
def test_surveys_are_compared_by_their_intervals(results, last, words, says):
    table = [survey("A", 0.4, 0.32, 0.49), last]
    one = headline(by_hand(results, {"m08_satisfaction/response_rate": table}), "m08_satisfaction")
    assert (one.direction, one.verdict) == (words, says)
    assert one.figure == f"{100 * last['rate']:.1f} % answered the last survey"
    assert any("Fewer than half" in sentence for sentence in one.attention) == (last["rate"] < 0.5)


def test_one_round_alone_is_compared_with_nothing():
    found = compared([{"rate": 0.5, "lower": 0.4, "upper": 0.6}], "rate", "rounds")
    assert (found.words, found.side) == ("fewer than two rounds to compare", None)
