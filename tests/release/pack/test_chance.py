"""What is more than chance: published examples, an oracle in plain Python, rounded counts."""

from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from mash.engine.control import xmr
from mash.release.pack.chance import (
    Count,
    counts_differ,
    intervals_apart,
    mixes_differ,
    shares_differ,
    unusual_months,
)


@pytest.mark.parametrize(
    ("now", "before", "differ"),
    [
        # Newcombe 1998, table II, method 10: intervals of the difference
        ((56, 70), (48, 80), True),  # 0.0524 to 0.3339
        ((9, 10), (3, 10), True),  # 0.1705 to 0.8090
        ((6, 7), (2, 7), True),  # 0.0582 to 0.8062
        ((5, 56), (0, 29), False),  # -0.0381 to 0.1926
        ((0, 10), (0, 20), False),
        ((10, 10), (0, 20), True),
    ],
)
def test_shares_differ_as_newcombe_worked_them_out(now, before, differ):
    assert shares_differ(Count(*now), Count(*before)) is differ
    assert shares_differ(Count(*before), Count(*now)) is differ


def wilson_by_hand(top, n):
    """The two shares at which the observed one lies just 1.96 standard errors away."""
    z = NormalDist().inv_cdf(0.975)
    p = top / n
    a, b, c = 1 + z * z / n, -2 * p - z * z / n, p * p
    root = sqrt(max(0.0, b * b - 4 * a * c))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


shares = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares, shares)
def test_shares_differ_where_zero_lies_outside_the_interval_of_their_difference(now, before):
    (a, m), (b, n) = now, before
    difference = a / m - b / n
    (low1, high1), (low2, high2) = wilson_by_hand(a, m), wilson_by_hand(b, n)
    lower = difference - sqrt((a / m - low1) ** 2 + (high2 - b / n) ** 2)
    upper = difference + sqrt((high1 - a / m) ** 2 + (b / n - low2) ** 2)
    if min(abs(lower), abs(upper)) > 1e-9:
        assert shares_differ(Count(a, m), Count(b, n)) is (lower > 0 or upper < 0)


@given(shares, shares)
def test_what_stands_against_rounding_stands_without_it(now, before):
    if shares_differ(Count(*now), Count(*before), 2):
        assert shares_differ(Count(*now), Count(*before))


def test_rounding_alone_makes_no_change():
    # 76 of 100 and 62 of 100 differ; published 75 of 100 and 60 of 100 could have been 73 of 102, 62 of 98
    assert shares_differ(Count(75, 100), Count(60, 100))
    assert not shares_differ(Count(75, 100), Count(60, 100), 2)
    assert shares_differ(Count(750, 1000), Count(600, 1000), 2)


def test_counts_differ_by_the_days_they_were_counted_on():
    assert not counts_differ(Count(21, 90), Count(18, 92))
    assert counts_differ(Count(60, 90), Count(30, 90))
    # the same 60 in twice the days is the same rate
    assert not counts_differ(Count(60, 180), Count(30, 90))
    assert not counts_differ(Count(0, 90), Count(0, 90))
    assert counts_differ(Count(0, 90), Count(10, 90))
    assert not counts_differ(Count(0, 90), Count(5, 90), 2)


events = st.tuples(st.integers(0, 500), st.integers(28, 366))


@given(events, events)
def test_counts_differ_where_the_share_of_the_days_lies_outside_that_of_the_events(now, before):
    (a, m), (b, n) = now, before
    if a + b == 0:
        assert not counts_differ(Count(a, m), Count(b, n))
        return
    lower, upper = wilson_by_hand(a, a + b)
    expected = m / (m + n)
    if min(abs(lower - expected), abs(upper - expected)) > 1e-9:
        assert counts_differ(Count(a, m), Count(b, n)) is not (lower <= expected <= upper)


def test_a_mix_worked_by_hand():
    # expected 15 everywhere: chi-square 4 × 25 ÷ 15 = 6.67 on one degree of freedom, p = 0.0098
    assert mixes_differ([10, 20], [20, 10])
    # each 2 nearer: 4 × 9 ÷ 15 = 2.4, p = 0.12
    assert not mixes_differ([10, 20], [20, 10], 2)
    assert not mixes_differ([10], [20])
    assert not mixes_differ([0, 0], [5, 5])


mixes = st.integers(2, 8).flatmap(
    lambda k: st.tuples(*[st.lists(st.integers(0, 200), min_size=k, max_size=k)] * 2)
)


@given(mixes)
def test_mixes_differ_as_scipy_says(both):
    now, before = both
    columns = [pair for pair in zip(now, before, strict=True) if sum(pair)]
    if not sum(now) or not sum(before) or len(columns) < 2:
        assert not mixes_differ(now, before)
        return
    p = chi2_contingency([list(row) for row in zip(*columns, strict=True)], correction=False).pvalue
    if abs(p - 0.05) > 1e-9:
        assert mixes_differ(now, before) is bool(p < 0.05)


def test_intervals_that_touch_are_not_apart():
    assert intervals_apart((0.3, 0.4), (0.1, 0.29))
    assert intervals_apart((0.1, 0.2), (0.3, 0.4))
    assert not intervals_apart((0.3, 0.4), (0.1, 0.3))


def test_only_new_months_on_the_side_of_the_change_count():
    values = [0.7, 0.72] * 6 + [0.2, 0.71]
    months = [f"m{i:02}" for i in range(14)]
    limits = xmr(values)
    assert unusual_months(limits, values, months, {"m12", "m13"}, up=True) == []
    assert unusual_months(limits, values, months, {"m12", "m13"}, up=False) == ["m12"]
    assert unusual_months(limits, values, months, set(), up=False) == []
