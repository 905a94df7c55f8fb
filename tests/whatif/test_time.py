"""Open time, opening hours inferred, and how long things take."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.whatif.calendar import CLOSED, SATURDAY, SUNDAY, WORKING, Calendar, opened
from mash.whatif.durations import Durations, Spread
from mash.whatif.hours import ALWAYS, days_as_worked, opening_hours
from tests.oracle import survival as oracle

MONDAY = date(2025, 3, 24)  # clocks go forward on the Sunday after
CALENDAR = Calendar(MONDAY, 14, frozenset({date(2025, 3, 26)}))
SHIFTS = ((18, 16), (20, 12), None, None)
OPEN = opened(CALENDAR, CALENDAR.kinds, SHIFTS)


def test_days_and_hours_follow_london():
    assert CALENDAR.kinds[:7].tolist() == [WORKING, WORKING, CLOSED, WORKING, WORKING, SATURDAY, SUNDAY]
    assert CALENDAR.midnights[:8].tolist() == [0, 24, 48, 72, 96, 120, 144, 167]
    assert OPEN.begins[:5].tolist() == [9, 33, 81, 105, 130]
    assert OPEN.ends[:5].tolist() == [17, 41, 89, 113, 136]
    assert OPEN.begins[5] == 167 + 9


def test_hours_past_midnight_end_where_the_next_day_begins_again():
    night = opened(CALENDAR, CALENDAR.kinds, ((40, 48), None, None, None))
    assert night.begins[:3].tolist() == [20, 44, 92]
    assert night.ends[:3].tolist() == [44, 68, 116]


@given(st.floats(0, 300), st.floats(0, 40))
def test_so_much_open_time_passes_until_it_is_done(moment, work):
    done = OPEN.finish(moment, work)
    assert done >= moment
    if np.isfinite(done):
        gone = OPEN.elapsed(np.array([moment, done]))
        assert gone[1] - gone[0] == pytest.approx(work, abs=1e-9)
    else:
        assert OPEN.elapsed(np.array([moment]))[0] + work > OPEN.gone[-1] - 1e-9


def test_work_ends_at_closing_time_and_begins_at_opening_time():
    assert OPEN.finish(16.0, 1.0) == 17.0
    assert OPEN.finish(16.0, 1.5) == 33.5
    assert OPEN.finish(17.0, 0.0) == 33.0
    assert OPEN.finish(10.0, 0.0) == 10.0


def records(rng, calendar, begins, ends, per_day, weekend):
    """Work that comes all day and leaves within an hour of opening time."""
    arrived, gone = [], []
    for day, kind in enumerate(calendar.kinds):
        for _ in range(per_day):
            at = day * 24 + rng.uniform(0, 24)
            arrived.append(at)
        if kind == WORKING or weekend:
            gone += [day * 24 + rng.uniform(begins, ends) for _ in range(per_day)]
    arrived, gone = np.sort(arrived), np.sort(gone)
    size = min(len(arrived), len(gone))
    return arrived[:size], np.maximum(gone[:size], arrived[:size])


def test_hours_are_inferred_to_the_half_hour():
    calendar = Calendar(date(2024, 11, 4), 100, frozenset())
    arrived, gone = records(np.random.default_rng(3), calendar, 9.5, 16.0, 20, weekend=False)
    assert opening_hours(calendar, calendar.kinds, arrived, gone) == [(19, 13), None, None, None]


def test_a_desk_that_never_closes_has_no_hours():
    calendar = Calendar(date(2024, 11, 4), 60, frozenset())
    rng = np.random.default_rng(3)
    arrived = np.sort(rng.uniform(0, 59 * 24, 1200))
    found = opening_hours(calendar, calendar.kinds, arrived, arrived + rng.exponential(1.0, 1200))
    assert found[:3] == [ALWAYS] * 3


def test_a_day_on_which_nothing_left_though_much_waited_was_a_closed_day():
    calendar = Calendar(date(2024, 11, 4), 60, frozenset())
    arrived, gone = records(np.random.default_rng(3), calendar, 9.0, 17.0, 12, weekend=True)
    stopped = (gone >= 240) & (gone < 264)  # the eleventh day, a Thursday
    late = np.where(stopped, gone + 24, gone)
    kinds = days_as_worked(calendar, arrived, late)
    assert np.flatnonzero(kinds != calendar.kinds).tolist() == [10]
    assert kinds[10] == CLOSED


waits = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=40)


@given(waits)
def test_quantiles_are_those_of_kaplan_and_meier(drawn):
    durations = Durations(np.array([float(t) for t, _ in drawn]), np.array([ended for _, ended in drawn]))
    assert durations.median() == oracle.median(drawn)
    ninth = durations.at(np.array([0.9]))[0]
    assert (None if np.isinf(ninth) else ninth) == oracle.quantile(drawn, Fraction(1, 10))


def test_waits_drawn_are_as_often_as_they_were_seen_and_else_never_end():
    durations = Durations(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, True, True, False]))
    assert durations.at(np.array([0.0, 0.24, 0.26, 0.74, 0.76])).tolist() == [1, 1, 2, 3, np.inf]
    spread = Spread(np.array([1.0, 5.0]), np.array([0.5, 0.25]))
    assert spread.at(np.array([0.1, 0.6, 0.8])).tolist() == [1, 5, np.inf]
