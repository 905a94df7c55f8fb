"""A desk: urgent first, closed means urgent only, no more at work than there are people."""

from datetime import date

import pytest

from mash.demo import hidden
from mash.demo.london import HOUR, after_office_hours, day_of, midnight
from mash.demo.staff import DECISION, Desk

TUESDAY, SUNDAY, GOOD_FRIDAY = date(2024, 3, 5), date(2024, 3, 3), date(2024, 3, 29)


@pytest.fixture(scope="module")
def opened():
    return Desk(DECISION, 1.0)


@pytest.fixture
def desk(opened):
    opened.waiting.clear()
    opened.busy = 0
    return opened


def test_urgent_cases_come_first_then_those_due_first(desk):
    desk.join("later", urgent=False, due=20)
    desk.join("sooner", urgent=False, due=10)
    desk.join("urgent", urgent=True, due=30)
    noon = midnight(TUESDAY) + 12 * HOUR
    taken = []
    while (case := desk.take(noon)) is not None:
        taken.append(case)
        desk.leave()
    assert taken == ["urgent", "sooner", "later"]


def test_nobody_takes_more_cases_than_there_are_people(desk):
    for number in range(5):
        desk.join(f"case {number}", urgent=False, due=number)
    noon = midnight(TUESDAY) + 12 * HOUR
    assert [desk.take(noon) for _ in range(3)] == ["case 0", "case 1", None]


@pytest.mark.parametrize(
    ("day", "hour", "works"),
    [
        (TUESDAY, 8.4, False),
        (TUESDAY, 8.5, True),
        (TUESDAY, 17.5, False),
        (SUNDAY, 12, True),
        (GOOD_FRIDAY, 12, False),
        (hidden.BACKLOG_FIRST, 12, False),
        (hidden.BACKLOG_LAST, 12, False),
    ],
)
def test_what_is_not_urgent_waits_until_the_desk_opens(desk, day, hour, works):
    desk.join("case", urgent=False, due=0)
    assert (desk.take(midnight(day) + int(hour * HOUR)) == "case") is works


def test_urgent_cases_are_taken_on_a_bank_holiday_at_night(desk):
    desk.join("case", urgent=True, due=0)
    assert desk.take(midnight(GOOD_FRIDAY) + 3 * HOUR) == "case"


def test_office_time_skips_nights_week_ends_and_bank_holidays():
    thursday = midnight(date(2024, 3, 28)) + 16 * HOUR  # an hour before the Easter week-end
    after = after_office_hours(thursday, 2 * HOUR)
    assert day_of(after) == date(2024, 4, 2)
    assert after == midnight(date(2024, 4, 2)) + 10 * HOUR
    assert after_office_hours(thursday, HOUR) == thursday + HOUR


def test_days_begin_at_local_midnight_on_both_sides_of_a_clock_change():
    for day in (
        date(2024, 3, 30),
        date(2024, 3, 31),
        date(2024, 4, 1),
        date(2024, 10, 27),
        date(2024, 10, 28),
    ):
        assert day_of(midnight(day)) == day
        assert day_of(midnight(day) - 1) < day
    assert midnight(date(2024, 4, 1)) - midnight(date(2024, 3, 31)) == 23 * HOUR
