"""What changed since the earlier release: the sentences, and what is never called a change."""

import pytest

from mash.release.pack.changed import changed
from mash.release.pack.headlines import HEADLINES
from tests.release.pack.conftest import folder_of

QUARTER = {"start": "2026-01-01", "end": "2026-04-01"}
LAST = {"start": "2025-10-01", "end": "2026-01-01"}
LAST_AS_AT = "2025-12-31T23:59:59+00:00"
PLAIN = {"target_policy": "strictest", "repeat_days": 365}


def on_time(met, due, months=(), agencies=""):
    """Measure four: its total, its months, its agencies."""
    tables = {
        "m04_timeliness/by_risk": f"risk,met,due\n*,{met},{due}\n",
        "m04_timeliness/by_agency": f"agency_id,met,due\n*,{met},{due}\n{agencies}",
    }
    if months:
        rows = "".join(f"{month},*,{rate}\n" for month, rate in months)
        tables["m04_timeliness/by_month"] = "month,risk,on_time_rate\n" + rows
    return tables


@pytest.fixture
def compare(tmp_path):
    """Compare two folders of results made by hand: the first headline of a measure, and all of it."""

    def made(now, before, measure="m04_timeliness", about=None, earlier=None):
        for name in ("now", "before"):
            (tmp_path / name).mkdir()
        compared = changed(
            folder_of(tmp_path / "now", now, **{"window": QUARTER} | (about or {})),
            folder_of(tmp_path / "before", before, **{"window": LAST, "as_at": LAST_AS_AT} | (earlier or {})),
        )
        return compared.of(measure)[0], compared

    return made


def test_a_rise_beyond_chance_is_called_better(compare):
    change, compared = compare(on_time(760, 1000), on_time(710, 1000))
    assert change.verdict == "Better"
    assert change.sentence == (
        "The share of referrals decided in time rose from 71.0 % (710 of 1,000) to 76.0 % (760 of 1,000): "
        "beyond what chance alone gives."
    )
    assert compared.since == "1 October 2025 to 31 December 2025"
    assert compared.definitions == ()


def test_a_small_rise_is_called_noise_and_no_reason_is_sought(compare):
    change, _ = compare(on_time(76, 100, agencies="pol,76,100\n"), on_time(71, 100, agencies="pol,71,100\n"))
    assert change.verdict == "May be chance"
    assert change.sentence.endswith("to 76.0 % (76 of 100): the difference may be chance alone.")
    assert change.why == ()


def test_what_accounts_for_a_change_stands_beside_it(compare):
    change, _ = compare(
        on_time(600, 1000, agencies="pol,400,500\nasc,200,500\n"),
        on_time(710, 1000, agencies="pol,400,500\nasc,310,500\n"),
    )
    assert change.verdict == "Worse"
    by_agency = change.why[0]
    assert [(one.part, round(one.total, 4)) for one in by_agency.parts] == [("Adult social care", -0.11)]


def test_a_change_of_policy_is_never_shown_as_a_change_of_performance(compare):
    change, compared = compare(
        on_time(930, 1000), on_time(210, 1000), about={"parameters": PLAIN},
        earlier={"parameters": PLAIN | {"target_policy": "initial"}},
    )  # fmt: skip
    assert change.verdict == "Not comparable"
    assert change.sentence == (
        "The share of referrals decided in time cannot be compared: the definition (target policy) changed."
    )
    assert compared.definitions == (
        "Target policy was initial and is strictest: Timeliness cannot be compared.",
    )


def test_a_parameter_touches_only_the_measures_that_hang_on_it(compare):
    change, compared = compare(
        on_time(760, 1000), on_time(710, 1000), about={"parameters": PLAIN},
        earlier={"parameters": PLAIN | {"repeat_days": 180}},
    )  # fmt: skip
    assert change.verdict == "Better"
    assert compared.of("m06_repeats")[0].verdict == "Not comparable"


def test_a_reworded_statistic_is_not_compared(compare, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    now = folder_of(tmp_path / "one", on_time(760, 1000))
    before = folder_of(tmp_path / "two", on_time(710, 1000), window=LAST, as_at=LAST_AS_AT)
    before.about["statistics"]["m04_timeliness/by_risk"]["definition"] = "Something else."
    compared = changed(now, before)
    assert compared.of("m04_timeliness")[0].verdict == "Not comparable"
    assert "the definition of by_risk changed" in compared.definitions[0]


def test_a_hidden_count_is_not_compared(compare):
    published = {"published": {"rounded_to": 5}}
    change, _ = compare(on_time("c", 10), on_time(5, 10), about=published, earlier=published)
    assert change.verdict == "Not shown"
    assert "protection hides" in change.sentence


def test_published_figures_are_not_compared_with_plain_ones(compare):
    with pytest.raises(ValueError, match="published results with published results"):
        compare(on_time(75, 100), on_time(71, 100), about={"published": {"rounded_to": 5}})


def test_of_published_counts_rounding_is_no_change(compare):
    published = {"published": {"rounded_to": 5}}
    change, _ = compare(on_time(75, 100), on_time(60, 100), about=published, earlier=published)
    assert change.verdict == "May be chance"


STEADY = [0.80, 0.82, 0.79, 0.81, 0.80, 0.82, 0.81, 0.79, 0.80, 0.81, 0.82, 0.80]
YEAR = [f"2025-{month:02}" for month in range(1, 13)]
NEW = ["2026-01", "2026-02", "2026-03"]
OF_A_YEAR = {"window": {"start": "2025-01-01", "end": "2026-01-01"}}


def test_with_a_series_a_month_outside_the_limits_makes_the_change(compare):
    now = on_time(900, 1000, list(zip(NEW, [0.81, 0.97, 0.96], strict=True)))
    before = on_time(3200, 4000, list(zip(YEAR, STEADY, strict=True)))
    change, _ = compare(now, before, earlier=OF_A_YEAR)
    assert change.verdict == "Better"
    assert change.sentence.endswith("beyond what chance alone gives (unusual: February 2026, March 2026).")


def test_with_a_series_months_within_the_limits_are_noise_whatever_the_totals_say(compare):
    swinging = [0.60, 0.95] * 6
    now = on_time(9000, 10000, list(zip(NEW, [0.90, 0.89, 0.91], strict=True)))
    before = on_time(7700, 10000, list(zip(YEAR, swinging, strict=True)))
    change, _ = compare(now, before, earlier=OF_A_YEAR)
    assert change.verdict == "May be chance"


def test_a_series_with_a_hidden_month_does_not_decide(compare):
    now = on_time(900, 1000, list(zip(NEW, [0.81, "c", 0.96], strict=True)))
    before = on_time(3200, 4000, list(zip(YEAR, STEADY, strict=True)))
    published = {"published": {"rounded_to": 5}}
    change, _ = compare(now, before, about=published, earlier=OF_A_YEAR | published)
    assert change.verdict == "Better"
    assert "unusual" not in change.sentence


def test_windows_that_share_days_are_not_judged_without_a_series(compare):
    change, _ = compare(
        on_time(760, 1000), on_time(710, 1000),
        earlier={"window": {"start": "2025-12-01", "end": "2026-03-01"}, "as_at": "2026-02-28T23:59:59Z"},
    )  # fmt: skip
    assert change.verdict == "Not judged"
    assert "share days" in change.sentence


def referrals(number):
    return {"m01_referrals_by_agency/by_agency": f"agency_id,referrals\n*,{number}\n"}


def test_counts_of_windows_of_one_length_stand_side_by_side(compare):
    change, _ = compare(referrals(300), referrals(200), "m01_referrals_by_agency")
    assert change.sentence == (
        "The number of referrals rose from 200 to 300: beyond what chance alone gives."
    )
    assert change.verdict == "Higher"


def test_counts_of_windows_of_different_length_are_said_by_the_day(compare):
    year = {"start": "2025-01-01", "end": "2026-01-01"}
    change, _ = compare(referrals(300), referrals(1200), "m01_referrals_by_agency", earlier={"window": year})
    assert change.sentence == (
        "The number of referrals rose from 3.29 a day (1,200 in 365 days) to 3.33 a day (300 in 90 days): "
        "the difference may be chance alone."
    )


def test_days_after_as_at_do_not_count(compare):
    change, _ = compare(
        referrals(100),
        referrals(200),
        "m01_referrals_by_agency",
        about={"as_at": "2026-01-31T12:00:00+00:00"},
    )
    assert "(100 in 31 days)" in change.sentence


def gamma(value, lower, upper):
    return {
        "m03_risk/added_value": f"stage,gamma,lower,upper\ndifference,{value},{lower},{upper}\n",
    }


@pytest.mark.parametrize(("lower", "verdict"), [(0.21, "Better"), (0.19, "May be chance")])
def test_a_figure_with_its_own_interval_changes_where_the_two_do_not_overlap(compare, lower, verdict):
    _, compared = compare(gamma(0.3, lower, 0.4), gamma(0.1, 0.0, 0.2))
    change = compared.of("m03_risk")[1]
    assert change.verdict == verdict
    assert "from 0.10 (95 % interval 0.00 to 0.20) to 0.30" in change.sentence


def test_what_stands_on_the_books_is_a_fact_and_no_chance(compare):
    table = "agency_id,overdue\n*,{}\npol,{}\n"
    change, _ = compare(
        {"m10_audit/actions": table.format(53, 53)}, {"m10_audit/actions": table.format(47, 47)}, "m10_audit"
    )
    assert change.sentence == "The number of overdue actions from audits rose from 47 to 53."
    assert change.verdict == "Worse"


def cohorts(*counts):
    rows = "".join(f"{code},{number}\n" for code, number in zip("abc", counts, strict=False))
    return {"m02_referrals_by_cohort/by_cohort": f"cohort_id,referrals\n*,{sum(counts)}\n{rows}"}


def test_a_mix_is_judged_as_a_whole_and_names_what_moved_most(compare):
    change, _ = compare(cohorts(100, 100, 300), cohorts(150, 150, 200), "m02_referrals_by_cohort")
    assert change.sentence == (
        "The mix of referrals by category changed beyond what chance alone gives; most of all C, which rose "
        "from 40.0 % to 60.0 %."
    )
    assert change.verdict == "Changed"


def test_a_mix_within_chance_names_nothing(compare):
    change, _ = compare(cohorts(100, 101, 99), cohorts(98, 100, 102), "m02_referrals_by_cohort")
    assert change.sentence == "The mix of referrals by category: the differences may be chance alone."


def test_the_same_is_the_same(compare):
    change, _ = compare(on_time(5, 10), on_time(50, 100))
    assert change.verdict == "The same"


def test_nothing_due_is_not_defined(compare):
    change, _ = compare(on_time(0, 0), on_time(50, 100))
    assert change.verdict == "Not judged"
    assert "now the figure is not defined" in change.sentence


def test_every_headline_stands_in_the_results_with_its_columns_and_parts(now):
    for headline in HEADLINES:
        keys = {headline.statistic: {headline.top, headline.bottom, headline.printed, *headline.where}}
        for parts in headline.parts:
            asked = {headline.top, headline.bottom, parts.dimension, *parts.where}
            keys[parts.statistic] = keys.get(parts.statistic, set()) | asked
        if headline.series:
            keys[headline.series.statistic] = {headline.series.column, "month", *headline.series.where}
        for statistic, columns in keys.items():
            rows = now.rows(f"{headline.measure}/{statistic}")
            assert columns - {""} <= set(rows[0]), headline


def test_parts_of_a_headline_add_up_to_it(now):
    for headline in HEADLINES:
        for parts in headline.parts:
            rows = [
                row
                for row in now.rows(f"{headline.measure}/{parts.statistic}")
                if all(row[column] == code for column, code in parts.where.items())
            ]
            for column in filter(None, (headline.top, headline.bottom)):
                total = [row[column] for row in rows if row[parts.dimension] == "*"]
                known = [float(row[column] or 0) for row in rows if row[parts.dimension] != "*"]
                assert [float(total[0] or 0)] == [pytest.approx(sum(known))], (headline.words, column)
