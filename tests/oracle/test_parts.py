"""The oracle's parts against worked figures, lifelines and the krippendorff package."""

import math
import random
from datetime import UTC, date, datetime, time, timedelta

import krippendorff
import pytest
from lifelines import KaplanMeierFitter

from tests.oracle import clock, survival
from tests.oracle.stats import gamma, garwood, ordinal_alpha, wilson

OFFICE = (time(8, 30), time(17))
WEEK = (1, 2, 3, 4, 5)


def due(start, hours, closed=(), kind="working"):
    return clock.due(start, hours, kind, OFFICE, WEEK, closed)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_wilson_by_hand():
    # 7 of 10, z² = 3.8414588: centre (0.7 + 0.19207294) ÷ 1.38414588 = 0.644493
    # half = 1.95996398 ÷ 1.38414588 × √(0.021 + 0.00960365) = 1.416010 × 0.174939 = 0.247715
    assert wilson(7, 10) == pytest.approx((0.396778, 0.892208), abs=2e-6)
    assert wilson(0, 3)[0] == 0
    assert wilson(3, 3)[1] == 1
    assert wilson(0, 0) == (None, None)


def test_garwood_by_hand():
    # no event: the upper limit is −ln 0.025; ten events: 4.7954 and 18.3904 in every table of it
    assert garwood(0) == (0, pytest.approx(-math.log(0.025)))
    assert garwood(10) == pytest.approx((4.795389, 18.390356), abs=1e-6)


def test_gamma_leaves_ties_out():
    # pairs: (1,0)-(2,3) concordant, (1,0)-(2,0) tied, (2,3)-(2,0) tied, (3,0) with (2,3) discordant, and
    # with (1,0) and (2,0) tied: (1 − 1) ÷ 2
    assert gamma([(1, 0), (2, 3), (2, 0), (3, 0)]) == 0
    assert gamma([(1, 0), (2, 3), (3, 4)]) == 1
    assert gamma([(1, 0), (1, 5)]) is None


def test_survival_by_hand():
    # 1: event of 4 at risk, S ¾. 2: one event, one censored of 3 at risk, S ½. 3: censored.
    cases = [(1, True), (2, True), (2, False), (3, False)]
    assert [(t, n, d) for t, n, d, _ in survival.steps(cases)] == [(1, 4, 1), (2, 3, 1)]
    assert survival.median(cases) == 2
    assert survival.p90(cases) is None
    assert survival.median([]) is None


def test_probability_is_empty_when_nobody_was_watched_so_long():
    cases = [(1, True), (2, False)]
    assert survival.probability_by(cases, 2)[0] == 0.5
    assert survival.probability_by(cases, 3) == (None, None, None)
    # but once S is 0 it stays there, without an interval
    assert survival.probability_by([(1, True), (2, True)], 3) == (1, None, None)
    # nothing happened yet: probability 0 without an interval
    assert survival.probability_by([(5, False)], 3) == (0, None, None)


@pytest.mark.parametrize("seed", range(8))
def test_survival_agrees_with_lifelines(seed):
    dice = random.Random(seed)
    cases = [(dice.randint(1, 20), dice.random() < 0.6) for _ in range(dice.randint(5, 40))]
    fitted = KaplanMeierFitter().fit([t for t, _ in cases], [e for _, e in cases])
    for time_, _, _, s in survival.steps(cases):
        assert float(s) == pytest.approx(fitted.predict(time_), abs=1e-12)
        if 0 < s < 1:
            probability, low, high = survival.probability_by(cases, time_)
            row = fitted.confidence_interval_.loc[time_]
            assert probability == pytest.approx(1 - fitted.predict(time_), abs=1e-12)
            assert (1 - high, 1 - low) == pytest.approx(tuple(row), abs=1e-12)
    # lifelines gives the first time with S ≤ q, without our tolerance: these samples avoid the edge
    s_values = [float(s) for *_, s in survival.steps(cases)]
    if all(abs(s - 0.5) > 1e-9 for s in s_values):
        expected = fitted.median_survival_time_
        assert survival.median(cases) == (None if math.isinf(expected) else expected)


@pytest.mark.parametrize("seed", range(12))
def test_alpha_agrees_with_the_krippendorff_package(seed):
    dice = random.Random(seed)
    units = [[dice.randint(1, 4) for _ in range(dice.randint(0, 4))] for _ in range(6)]
    table = [[values.count(grade) for grade in (1, 2, 3, 4)] for values in units]
    expected = krippendorff.alpha(
        value_counts=table, value_domain=[1, 2, 3, 4], level_of_measurement="ordinal"
    )
    assert ordinal_alpha(units) == pytest.approx(expected, abs=1e-12)


def test_alpha_by_hand():
    # two audits graded 1,2 and 1,1: n = 4, marginals 1: 3, 2: 1; δ²(1,2) = (4 − 2)² = 4
    # observed: 2 × 4 ÷ 1 = 8; expected: 2 × 3 × 1 × 4 = 24; alpha = 1 − 3 × 8 ÷ 24 = 0
    assert ordinal_alpha([[1, 2], [1, 1]]) == 0
    assert ordinal_alpha([[3, 3], [2]]) is None  # the paired grades are equal, the lone 2 pairs with nothing
    assert ordinal_alpha([[3], [2]]) is None


def test_elapsed_clock_does_not_see_the_clock_change():
    # Saturday 30 March 2024, 12:00 GMT; 24 h later it is 13:00 by the wall
    assert due(utc(2024, 3, 30, 12), 24, kind="elapsed") == utc(2024, 3, 31, 12)


def test_working_target_that_fills_the_day_ends_at_closing_time():
    # Tuesday 2 April 2024 is in summer time: 08:30 is 07:30 UTC, 17:00 is 16:00 UTC
    assert due(utc(2024, 4, 2, 7, 30), 8.5) == utc(2024, 4, 2, 16)
    assert due(utc(2024, 4, 2, 7, 30) + clock.MICROSECOND, 8.5) == utc(2024, 4, 3, 7, 30) + clock.MICROSECOND


def test_working_target_zero_is_the_start_itself():
    assert due(utc(2024, 3, 30, 12), 0) == utc(2024, 3, 30, 12)  # a Saturday


def test_working_clock_skips_closed_days_and_the_change_of_the_clock():
    # Thursday 28 March 2024 16:59:59 GMT; Good Friday, weekend, Easter Monday closed; one hour is due on
    # Tuesday 2 April an hour less a second after opening, 08:30 BST = 07:30 UTC
    closed = {date(2024, 3, 29), date(2024, 4, 1)}
    assert due(utc(2024, 3, 28, 16, 59, 59), 1, closed) == utc(2024, 4, 2, 8, 29, 59)


def test_working_hours_across_the_missing_hour_are_as_long_as_they_really_are():
    # Sunday 31 March 2024, open 00:00–06:00 by the wall: five hours, 00:00–05:00 UTC
    sunday = clock.due(utc(2024, 3, 31), 5, "working", (time(0), time(6)), (7,), ())
    assert sunday == utc(2024, 3, 31, 5)
    assert clock.london_day(utc(2024, 3, 31, 23)) == date(2024, 4, 1)
    assert clock.elapsed(utc(2024, 3, 31), utc(2024, 4, 1)) == timedelta(days=1) // clock.MICROSECOND
