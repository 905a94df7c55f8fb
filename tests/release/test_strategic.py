"""The strategic outcomes: what bears on them, their quarters added up, their direction."""

import pytest

from mash.framework.measures import MEASURES, STRATEGIC_OUTCOMES
from mash.measures import all_statistics
from mash.release.figures import HIDDEN
from mash.release.months import days_in, quarter_name
from mash.release.strategic import strategic_outcomes, the_map
from tests.release.changed import by_hand, dimensions, hidden

MONTHS = [f"{2025 + (3 + i) // 12}-{(3 + i) % 12 + 1:02}" for i in range(12)]  # April 2025 to March 2026
DECIDED = "Referrals decided in time"


def borne(results, name):
    return next(
        one for outcome in strategic_outcomes(results) for one in outcome.borne if one.bearing.name == name
    )


def decided(results, met, due=100, **about):
    rows = [
        {"month": month, "risk": "*", "met": number, "due": due}
        for month, number in zip(MONTHS, met, strict=True)
    ]
    return by_hand(results, {"m04_timeliness/by_month": rows}, **about)


def test_the_map_names_only_what_the_results_have():
    columns = {statistic.key: set(statistic.columns) for statistic in all_statistics()}
    assert {one.outcome for one in the_map()} == {1, 2}
    for one in the_map():
        key = f"{one.measure}/{one.statistic}"
        wanted = {one.counted, *([one.among] if one.among else [])}
        assert wanted <= columns[key] - dimensions(key)
        assert {column for column, _ in one.where} <= dimensions(key)
        assert one.why.endswith(".")


def test_each_outcome_stands_in_the_words_of_the_framework(hub_results):
    found = strategic_outcomes(hub_results)
    assert [outcome.words for outcome in found] == list(STRATEGIC_OUTCOMES)
    titles = {measure.title for measure in MEASURES}
    for outcome in found:
        assert len(outcome.borne) >= 3
        assert {one.title for one in outcome.borne} <= titles


def test_a_quarter_is_the_sum_of_its_months_and_no_mean_of_rates(hub_results):
    # hand-worked: of 10, 100 and 1 due, 10, 20 and 0 were met: 30 of 111, and not the mean of three rates
    counts = [(10, 10), (20, 100), (0, 1)] * 4
    rows = [
        {"month": month, "risk": "*", "met": met, "due": due}
        for month, (met, due) in zip(MONTHS, counts, strict=True)
    ]
    one = borne(by_hand(hub_results, {"m04_timeliness/by_month": rows}), DECIDED)
    assert [quarter.name for quarter in one.quarters] == [
        "April to June 2025",
        "July to September 2025",
        "October to December 2025",
        "January to March 2026",
    ]
    assert {(quarter.counted, quarter.among, quarter.figure) for quarter in one.quarters} == {
        (30, 111, 30 / 111)
    }


@pytest.mark.parametrize(
    ("met", "words", "says"),
    [
        ([50] * 3 + [60] * 3 + [70] * 3 + [80] * 3, "rising over the last four quarters", "better"),
        ([80] * 3 + [70] * 3 + [60] * 3 + [50] * 3, "falling over the last four quarters", "worse"),
        ([70, 71, 72] * 4, "no more change than chance would give", "only noise"),
    ],
)
def test_the_direction_of_four_quarters(hub_results, met, words, says):
    one = borne(decided(hub_results, met), DECIDED)
    assert (one.direction, one.verdict) == (words, says)
    assert "95 %" in one.rule


def test_a_count_that_rises_has_changed_and_is_not_better(hub_results):
    cohorts = ("domestic", "exploitation", "neglect")
    rows = [
        {"month": month, "cohort_id": cohort, "referrals": 100 + 20 * (i // 3)}
        for i, month in enumerate(MONTHS)
        for cohort in cohorts
    ]
    one = borne(
        by_hand(hub_results, {"m02_referrals_by_cohort/by_month": rows}), "Referrals about harm that is crime"
    )
    # two of the three cohorts are harm that is crime
    assert [quarter.figure for quarter in one.quarters] == [600, 720, 840, 960]
    assert (one.direction, one.verdict) == ("rising over the last four quarters", "changed")


def test_a_hidden_month_hides_its_quarter_and_then_nothing_can_be_said(hub_results):
    met = [50] * 3 + [60] * 3 + ["c", 70, 70] + [80] * 3
    one = borne(decided(hub_results, met), DECIDED)
    assert [quarter.figure is HIDDEN for quarter in one.quarters] == [False, False, True, False]
    assert (one.direction, one.verdict) == ("a quarter is not shown", "cannot be said")


def test_a_quarter_that_is_not_over_is_left_out(hub_results):
    window = {"window": {"start": "2025-04-01", "end": "2026-03-31"}}
    one = borne(decided(hub_results, [50] * 12, **window), DECIDED)
    assert [quarter.name for quarter in one.quarters][-1] == "October to December 2025"
    assert (one.direction, one.verdict) == ("fewer than four whole quarters: 3", "cannot be said")


def test_a_figure_without_months_is_said_for_the_whole_window(hub_results):
    one = borne(hub_results, "Severe outcomes among those rated lowest at first")
    row = next(r for r in hub_results.rows("m03_risk/missed_risk") if r["measure"] == "severe_in_lowest")
    assert one.whole == pytest.approx(float(row["rate"]))
    assert (one.direction, one.verdict) == ("one figure for the whole window", "cannot be said")
    covered = hidden(hub_results, ("m03_risk/missed_risk", "numerator", {}))
    assert borne(covered, "Severe outcomes among those rated lowest at first").whole is HIDDEN


def test_nothing_counted_among_is_no_quarter(hub_results):
    one = borne(decided(hub_results, [0] * 12, due=0), DECIDED)
    assert [quarter.figure for quarter in one.quarters] == [None] * 4
    assert (one.direction, one.verdict) == ("not defined in every quarter", "cannot be said")


def test_names_of_quarters_and_days_of_months():
    assert quarter_name("2026-03") == "January to March 2026"
    assert quarter_name("2025-10") == "October to December 2025"
    assert [days_in(month) for month in ("2024-02", "2025-02", "2025-12")] == [29, 28, 31]
