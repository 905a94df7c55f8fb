"""The queue against closed forms, hand-worked days and a plain loop."""

import heapq
import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.whatif import queue
from mash.whatif.calendar import CLOSED, Calendar
from mash.whatif.rota import BY_DUE, FIRST_COME, URGENT_FIRST, URGENT_THEN_DUE, Rota

MONDAY = date(2024, 11, 4)
ALWAYS = ((0, 48),) * 4
NINE_TO_FIVE = ((18, 16), None, None, None)


def rota(days=14, people=1.0, hours=ALWAYS, urgent=None, **more):
    calendar = Calendar(MONDAY, days, frozenset())
    return Rota(calendar, tuple(calendar.kinds.tolist()), (hours, urgent or hours), (people,) * 4, **more)


def left(desk, arrived, work, due=None, urgent=None, until=math.inf):
    arrived = np.array(arrived, dtype=float)
    due = arrived if due is None else np.array(due, dtype=float)
    urgent = np.zeros(len(arrived), dtype=bool) if urgent is None else np.array(urgent)
    until = min(until, float(desk.calendar.midnights[-1]))
    return queue.left(desk, arrived, due, urgent, np.array(work, dtype=float), until)


def erlang_c(people, load):
    """The chance that somebody who comes to an M/M/c queue waits. Source: Erlang (1917)."""
    terms = [load**k / math.factorial(k) for k in range(people)]
    busy = load**people / math.factorial(people) * people / (people - load)
    return busy / (sum(terms) + busy)


@pytest.mark.parametrize(("people", "load"), [(1, 0.7), (3, 2.4)])
def test_waits_are_those_of_erlang(people, load):
    rng = np.random.default_rng(1)
    size = 40_000
    arrived = np.cumsum(rng.exponential(0.2, size))
    work = rng.exponential(0.2 * load, size)
    desk = rota(days=int(arrived[-1] / 24) + 3, people=float(people))
    waits = left(desk, arrived, work) - arrived - work
    expected = erlang_c(people, load) * 0.2 * load / (people - load)
    assert waits.mean() == pytest.approx(expected, rel=0.12)
    assert (waits > 1e-9).mean() == pytest.approx(erlang_c(people, load), rel=0.05)


def test_work_that_takes_as_long_as_it_takes_to_come_never_waits_and_a_little_longer_waits_longer_each_time():
    arrived = np.arange(100.0)
    assert left(rota(), arrived, np.full(100, 1.0)) == pytest.approx(arrived + 1)
    assert left(rota(), arrived, np.full(100, 1.5)) == pytest.approx(1.5 * (arrived + 1))
    assert left(rota(people=2.0), arrived, np.full(100, 1.5)) == pytest.approx(arrived + 1.5)


def test_a_day_at_a_desk_by_hand():
    desk = rota(hours=NINE_TO_FIVE)
    # comes before opening; waits for it; rests overnight from 17:00 to 9:00; over the weekend
    assert left(desk, [8.0, 9.5, 16.5, 112.0], [1.0, 1.0, 2.0, 5.5]).tolist() == [10.0, 11.0, 34.5, 181.5]
    finishing = rota(hours=NINE_TO_FIVE, finishes=True)
    assert left(finishing, [16.5, 16.8], [2.0, 1.0]).tolist() == [18.5, 34.0]


def test_urgent_work_is_done_at_night_and_before_other_work():
    desk = rota(hours=NINE_TO_FIVE, urgent=ALWAYS, order=URGENT_FIRST)
    found = left(desk, [20.0, 21.0, 32.9], [1.0, 1.0, 1.0], urgent=[False, True, True])
    assert found.tolist() == pytest.approx([34.9, 22.0, 33.9])


@pytest.mark.parametrize(
    ("order", "expected"),
    [(FIRST_COME, "abcd"), (URGENT_FIRST, "acbd"), (URGENT_THEN_DUE, "acdb"), (BY_DUE, "adbc")],
)
def test_work_is_taken_in_the_order_of_the_rota(order, expected):
    found = left(
        rota(order=order),
        [0.0, 0.1, 0.2, 0.3],
        [1.0, 1.0, 1.0, 1.0],
        due=[9.0, 5.0, 6.0, 4.0],
        urgent=[False, False, True, False],
    )
    assert "".join("abcd"[job] for job in np.argsort(found)) == expected


def test_more_people_on_mondays_work_on_mondays():
    desk = rota(hours=NINE_TO_FIVE).with_more(frozenset({0}), 1)
    assert left(desk, [9.0, 9.0, 33.0, 33.0], [1.0] * 4).tolist() == [10.0, 10.0, 34.0, 35.0]


def test_nobody_is_added_on_closed_days():
    calendar = Calendar(MONDAY, 14, frozenset({MONDAY}))
    assert calendar.kinds[0] == CLOSED
    desk = Rota(calendar, tuple(calendar.kinds.tolist()), (ALWAYS, ALWAYS), (1.0,) * 4)
    assert desk.with_more(frozenset({0}), 1).more == (0,) * 7 + (1,) + (0,) * 6


def test_what_has_not_left_by_the_end_has_not_left():
    assert left(rota(), [0.0, 1.0], [5.0, 5.0], until=6.0).tolist() == [5.0, math.inf]
    assert left(rota(people=math.inf), [0.0, 1.0, 2.0], [5.0, 6.0, math.inf], until=6.0).tolist() == [
        5.0, math.inf, math.inf,
    ]  # fmt: skip


jobs = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), min_size=1, max_size=30)


@settings(max_examples=30, deadline=None)
@given(jobs, st.integers(1, 4))
def test_first_come_first_served_as_in_a_plain_loop(drawn, people):
    arrived = sorted(at / 2 for at, _ in drawn)
    work = [some / 4 for _, some in drawn]
    free, expected = [0.0] * people, []
    for at, some in zip(arrived, work, strict=True):
        begins = max(at, heapq.heappop(free))
        expected.append(begins + some)
        heapq.heappush(free, begins + some)
    assert left(rota(people=float(people)), arrived, work).tolist() == pytest.approx(expected)


@settings(max_examples=30, deadline=None)
@given(jobs, st.booleans())
def test_without_a_queue_it_is_as_with_more_people_than_work(drawn, finishes):
    arrived, work = [at / 2 for at, _ in drawn], [some / 4 for _, some in drawn]
    many = rota(people=float(len(drawn)), hours=NINE_TO_FIVE, finishes=finishes)
    without = rota(people=math.inf, hours=NINE_TO_FIVE, finishes=finishes)
    assert left(many, arrived, work) == pytest.approx(left(without, arrived, work))
