"""Unusual months in words: what fires is named, a stretch is said once."""

from mash.engine.control import xmr
from mash.release.trends import unusual


def words(*values):
    months = [f"{2020 + n // 12}-{n % 12 + 1:02}" for n in range(len(values))]
    return unusual([{"month": month} for month in months], xmr(values))


def test_months_in_a_row_that_break_the_same_rule_are_one_stretch():
    told = words(*[10, 12] * 6, *[10.5] * 10, *[10, 12] * 6)
    assert told.count("8 in a row on one side of the mean") == 1
    assert "August 2021 to November 2021 (8 in a row on one side of the mean)" in told


def test_a_single_month_stands_alone():
    told = words(*[10, 11] * 6, 90, *[10, 11] * 6)
    assert "; January 2021 (outside the limits" in told.replace("diamond: ", "; ")
    assert " to January 2021" not in told


def test_nothing_unusual_is_said_too():
    assert (
        words(*[10, 11] * 8) == "Every month lies within what chance alone would give: no month is unusual."
    )


def test_a_short_series_says_that_it_has_no_limits():
    assert "Control limits need 12 months" in words(1, 2, 3)
