"""Control limits and their rules, by hand."""

import numpy as np
import pytest

from mash.engine.control import NEAR, OUTSIDE, RUN, funnel_limits, spread_between, xmr

FLAT = [10, 12] * 6  # mean 11, every moving range 2, so limits 11 ± 2.66 × 2


def test_limits_come_from_the_mean_moving_range():
    limits = xmr(FLAT)
    assert limits.mean == 11
    assert limits.lower == pytest.approx(11 - 5.32)
    assert limits.upper == pytest.approx(11 + 5.32)
    assert not any(limits.signals)


def test_eleven_points_have_no_limits():
    assert xmr(FLAT[:11]) is None


def test_months_without_a_figure_are_passed_over_and_do_not_count():
    assert xmr([*FLAT[:11], None]) is None
    with_gap = xmr([*FLAT[:6], None, *FLAT[6:]])
    assert with_gap.mean == 11
    assert with_gap.signals[6] == ()
    assert len(with_gap.signals) == 13


def test_a_point_beyond_the_limits_is_marked_and_its_neighbours_are_not():
    signals = xmr([*FLAT, 40, *FLAT]).signals
    assert signals[12] == (OUTSIDE,)
    assert not any(OUTSIDE in rules for i, rules in enumerate(signals) if i != 12)


def test_eight_in_a_row_on_one_side_are_marked_from_the_eighth():
    values = [9, 11] * 4 + [10.5, 11.5] * 4  # mean 10.5; then only 11.5 lies above, 10.5 on the line
    assert not any(RUN in rules for rules in xmr(values).signals)
    values = [8, 12] * 6 + [11, 12, 11, 12, 11, 12, 11, 12]
    marked = [i for i, rules in enumerate(xmr(values).signals) if RUN in rules]
    # mean 10.6: the run above it begins with the 12 at index 11, so the eighth is index 18
    assert marked == [18, 19]


def test_three_of_four_near_a_limit_are_marked():
    values = [*FLAT, 15, 15, 11, 15]
    # mean 11.625, mean moving range 30 / 15 = 2, half way to the upper limit 11.625 + 2.66 = 14.285
    assert [i for i, rules in enumerate(xmr(values).signals) if NEAR in rules] == [15]


def test_a_rate_cannot_fall_below_its_floor():
    assert xmr([0, 1] * 6).lower == 0
    assert xmr([0, 1] * 6, floor=None).lower == pytest.approx(0.5 - 2.66)


def test_funnel_narrows_with_the_number_of_cases():
    low, high = funnel_limits(0.5, 100, 0.95)
    assert low == pytest.approx(0.5 - 1.959963985 * 0.05)
    assert high == pytest.approx(0.5 + 1.959963985 * 0.05)
    assert funnel_limits(0.5, 400, 0.95)[1] < high
    assert funnel_limits(0.01, 3, 0.998)[0] == 0


def drawn_units(rng, count, n, sd):
    """Units with `n` cases each around 0.7, beyond chance by a standard deviation `sd`."""
    return [(rng.binomial(n, rng.normal(0.7, sd)) / n, n) for _ in range(count)]


def test_units_that_chance_alone_makes_differ_let_nothing_more_through():
    rng = np.random.default_rng(5)
    found = [spread_between(0.7, drawn_units(rng, 50, 5000, 0)) for _ in range(50)]
    assert sum(sd > 0 for sd in found) <= 2


def test_how_much_units_differ_beyond_chance_is_found_and_one_far_out_does_not_hide_itself():
    rng = np.random.default_rng(6)
    units = drawn_units(rng, 50, 5000, 0.03)
    found = spread_between(0.7, units)
    assert 0.02 < found < 0.035
    assert spread_between(0.7, [*units[:-1], (0.2, 5000)]) < 1.2 * found
    low, high = funnel_limits(0.7, 5000, 0.998, found)
    assert (high - low) / 2 == pytest.approx(3.090232306 * (0.7 * 0.3 / 5000 + found**2) ** 0.5)


def test_few_units_and_rates_at_an_end_let_nothing_more_through():
    assert spread_between(0.5, [(0.1, 100), (0.9, 100)] * 4) == 0
    assert spread_between(0.5, [(0.1, 100), (0.9, 100)] * 5) > 0.3
    assert spread_between(0, [(0.0, 100)] * 20) == 0
