"""Monthly series: what fires is named, in words and on the chart; where a series stands now; breaks, gaps."""

import pytest

from mash.release.charts import series
from mash.release.course import Break, course
from mash.release.figures import HIDDEN, Figures
from mash.release.trends import direction, headline, in_part, trend, unusual


def run_of(*values, breaks=(), partial=()):
    months = [f"{2020 + n // 12}-{n % 12 + 1:02}" for n in range(len(values))]
    rows = [{"month": month, "n": value} for month, value in zip(months, values, strict=True)]
    return course(rows, "n", breaks=breaks, partial=partial)


def drawn(found):
    return series("A title", "Words.", found, subject="A subject", axis_title="Referrals")


STEADY = [10, 11] * 8


def test_months_in_a_row_that_break_the_same_rule_are_one_stretch():
    told = unusual(run_of(*[10, 12] * 6, *[10.5] * 10, *[10, 12] * 6))
    assert told.count("8 in a row on one side of the mean") == 1
    assert "August 2021 to November 2021 (8 in a row on one side of the mean)" in told


def test_a_single_month_stands_alone():
    told = unusual(run_of(*[10, 11] * 6, 90, *[10, 11] * 6))
    assert "; January 2021 (outside the limits" in told.replace("diamond: ", "; ")
    assert " to January 2021" not in told


def test_nothing_unusual_is_said_too():
    found = run_of(*STEADY)
    assert unusual(found) == "Every month lies within what chance alone would give: no month is unusual."
    assert headline(found, "Referrals") == "Referrals: no month outside what chance would give"
    assert direction(found).words == "within its limits"
    assert direction(found).side == 0


def test_a_short_series_says_that_it_has_no_limits():
    assert "Control limits need 12 months" in unusual(run_of(1, 2, 3))
    assert direction(run_of(1, 2, 3)).words == "too few months: 3"
    assert direction(run_of(1, 2, 3)).side is None


def test_one_month_is_no_line(hub_results):
    figures = Figures(hub_results, "m01_referrals_by_agency")
    rows = [{"month": f"2025-{number:02}", "referrals": 7} for number in (5, 6)]
    told = [trend(figures, "Referrals", rows[:n], "referrals", subject="A subject").text for n in (1, 2)]
    assert told[0].startswith("One month: 7 in May 2025. ")
    assert told[1].startswith("A line of 2 months from May 2025 to June 2025: lowest 7")


@pytest.mark.parametrize(
    ("values", "title", "now", "side"),
    [
        (
            [*STEADY, 90],
            "Referrals rose above the upper limit in May 2021",
            "above its upper limit in May 2021",
            1,
        ),
        (
            [*STEADY, 0, 0],
            "Referrals fell below the lower limit from May 2021 to June 2021",
            "below its lower limit in two of 3 months",
            -1,
        ),
        (
            [90, *STEADY, *STEADY, *STEADY, *STEADY, 90],
            "Referrals rose above the upper limit in June 2025, and one earlier month lay outside",
            "above its upper limit in June 2025",
            1,
        ),
        (
            [10, 12] * 6 + [10.9] * 9,
            "Referrals lay below the mean for nine months to September 2021",
            "nine months in a row below the mean",
            -1,
        ),
        # of ten on one side and four on the other: limits 10.5 ± 2.66 × 1.07, three of four above half of it
        (
            [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 12.6, 12.6, 10, 12.6],
            "Referrals came near the upper limit in February 2021",
            "near its upper limit in February 2021",
            1,
        ),
    ],
)
def test_each_rule_in_the_title_and_in_the_direction(values, title, now, side):
    found = run_of(*values)
    assert headline(found, "Referrals") == title
    assert (direction(found).words, direction(found).side) == (now, side)
    assert len(direction(found).words) <= 60


def test_what_fired_long_ago_is_in_the_title_and_not_in_the_direction():
    found = run_of(*[10, 12] * 6, *[10.9] * 9, *[12, 10] * 6)
    assert headline(found, "Referrals").startswith("Referrals lay below the mean for nine months to ")
    assert direction(found).words == "within its limits"


def test_the_rules_stand_on_the_chart_where_they_fire_and_the_limits_are_named():
    svg = drawn(run_of(*STEADY, 90)).svg
    assert ">outside<" in svg
    assert svg.count(">outside<") == 1
    assert ">mean 15<" in svg
    assert svg.count(">limit ") == 2
    assert ">outside<" not in drawn(run_of(*STEADY)).svg


def test_a_changed_definition_begins_limits_anew():
    # hand-worked: 12 months at 10 or 11, then 12 at 90 or 91; held against one mean all would be signals
    levels = [*[10, 11] * 6, *[90, 91] * 6]
    assert any(run_of(*levels).signals)
    found = run_of(*levels, breaks=[Break("2021-01", "new targets")])
    assert not any(found.signals)
    assert [s.limits.mean for s in found.stretches] == [10.5, 90.5]
    chart = drawn(found)
    assert ">new targets<" in chart.svg
    assert ">mean 90<" in chart.svg  # the limits named at the end are those of the last definition
    assert chart.svg.count('stroke-dasharray="2 3"') == 1


def test_a_break_with_few_months_behind_it_leaves_the_last_without_limits():
    found = run_of(*[10, 11] * 6, 90, 91, breaks=[Break("2021-01", "new targets")])
    assert found.limits is None
    assert direction(found).side is None
    assert found.stretches[0].limits is not None


def test_hidden_months_are_left_out_marked_and_counted():
    values = [*STEADY, HIDDEN, 11, 10, HIDDEN]
    found = run_of(*values)
    assert found.limits == run_of(*(None if value is HIDDEN else value for value in values)).limits
    chart = drawn(found)
    assert chart.svg.count(">c<") == 2
    assert "2 months not shown, marked c" in chart.text
    assert direction(run_of(*[HIDDEN] * 20)).words == "too few months are shown"
    assert direction(run_of(*STEADY, HIDDEN, HIDDEN, HIDDEN)).side is None


def test_a_month_in_part_bears_no_limits_and_is_drawn_hollow():
    whole, part = run_of(*STEADY, 1), run_of(*STEADY, 1, partial=["2021-05"])
    assert any(whole.signals)
    assert not any(part.signals)
    assert part.limits.mean == run_of(*STEADY).limits.mean
    assert "A hollow month is only in part inside the window" in drawn(part).text


@pytest.mark.parametrize(
    ("start", "end", "as_at", "expected"),
    [
        ("2026-01-01", "2026-04-01", "2026-03-31T23:00:00+00:00", []),
        ("2026-01-02", "2026-04-01", "2026-03-31T12:00:00+00:00", ["2026-01"]),
        ("2026-01-01", "2026-03-31", "2026-03-31T12:00:00+00:00", ["2026-03"]),
        ("2026-01-01", "2026-04-01", "2026-03-30T12:00:00+00:00", ["2026-03"]),
        # 23:30 UTC on 30 March is already 31 March in London
        ("2026-01-01", "2026-04-01", "2026-03-30T23:30:00+00:00", []),
    ],
)
def test_months_that_are_only_in_part_inside_the_window(start, end, as_at, expected):
    about = {"window": {"start": start, "end": end}, "as_at": as_at}
    assert in_part(about, ["2026-01", "2026-02", "2026-03"]) == expected
