"""The trend over quarters: worked by hand, against exact fractions, and how often noise is called a trend."""

import math
import random
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mash.engine.quarters import direction, trend


def quarters(*rates, n=100):
    """Four quarters of three equal months each."""
    return [[(rate * n, n)] * 3 for rate in rates]


def test_a_trend_worked_by_hand():
    # 30, 60, 90, 120 of 300 a quarter: p = 300 ÷ 1200 = ¼; Σ w (x − p n) = −0·45 − 1·15 + 2·15 + 3·45 = 150;
    # Σ w² n − (Σ w n)² ÷ N = 4200 − 1800² ÷ 1200 = 1500; variance 1500 · ¼ · ¾ = 281.25; months do not vary
    assert trend(quarters(0.1, 0.2, 0.3, 0.4), share=True) == pytest.approx(150 / math.sqrt(281.25))
    assert direction(quarters(0.1, 0.2, 0.3, 0.4), share=True) == 1
    assert direction(quarters(0.4, 0.3, 0.2, 0.1), share=True) == -1
    assert direction(quarters(0.2, 0.2, 0.2, 0.2), share=True) == 0


def test_months_that_vary_much_make_the_same_quarters_noise():
    # the same sums, but one month of each quarter has all of it
    steady = quarters(0.1, 0.15, 0.2, 0.25)
    uneven = [[(3 * months[0][0], 100), (0, 100), (0, 100)] for months in steady]
    assert direction(steady, share=True) == 1
    assert direction(uneven, share=True) == 0


def test_a_count_is_held_against_the_days_it_had():
    # 10 a day in quarters of 90, 91, 92 and 92 days is no trend, though the counts rise
    days = [(31, 28, 31), (30, 31, 30), (31, 31, 30), (31, 30, 31)]
    assert trend([[(10.0 * d, d) for d in months] for months in days], share=False) == pytest.approx(
        0, abs=1e-9
    )


def test_what_cannot_be_said():
    assert direction(quarters(0, 0, 0, 0), share=True) is None
    assert direction(quarters(1, 1, 1, 1), share=True) is None
    assert direction([[(0, 0)] * 3] * 4, share=True) is None
    assert direction([[(1, 10)]] * 4, share=True) is None  # nothing is known of how months vary


cell = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=4, max_size=4))
def test_against_exact_fractions(found):
    months = [(w, Fraction(x), Fraction(n)) for w, quarter in enumerate(found) for x, n in quarter]
    whole, among = sum(x for _, x, _ in months), sum(n for _, _, n in months)
    assume(0 < whole < among)
    rate = whole / among
    score = sum(w * (x - rate * n) for w, x, n in months)
    spread = sum(w * w * n for w, _, n in months) - sum(w * n for w, _, n in months) ** 2 / among
    apart = Fraction(0)
    for quarter in found:
        own = Fraction(sum(x for x, _ in quarter), sum(n for _, n in quarter))
        if 0 < own < 1:
            apart += sum((x - own * n) ** 2 / (n * own * (1 - own)) for x, n in quarter)
    variance = spread * rate * (1 - rate) * max(Fraction(1), apart / 8)
    assert trend(found, share=True) == pytest.approx(float(score) / math.sqrt(variance), abs=1e-9)


def test_noise_is_rarely_called_a_trend_also_where_months_vary_more_than_chance():
    drawn = random.Random(20130513)
    called = 0
    for _ in range(400):
        months = []
        for _ in range(12):
            share = min(
                0.95, max(0.05, drawn.gauss(0.8, 0.06))
            )  # a month's own luck, beyond that of its cases
            months.append((sum(drawn.random() < share for _ in range(150)), 150))
        called += direction([months[i : i + 3] for i in (0, 3, 6, 9)], share=True) != 0
    assert called / 400 < 0.09  # 5 % is meant; the plain test calls a third of these a trend
