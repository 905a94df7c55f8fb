"""Each fact that docs/simulated-hub.md tells is really there to be found."""

from datetime import date, timedelta

import polars as pl
import pytest

from mash.demo import hidden
from mash.demo.london import AS_AT

YEAR = timedelta(days=365)
RANK = {"blue": 1, "amber": 2, "red": 3}


def hours(end: str, start: str) -> pl.Expr:
    return (pl.col(end) - pl.col(start)).dt.total_seconds() / 3600


def local(name: str) -> pl.Expr:
    return pl.col(name).dt.convert_time_zone("Europe/London")


def share(table: pl.DataFrame, condition: pl.Expr) -> float:
    return table.select(condition.mean()).item()


@pytest.fixture(scope="module")
def timed(tables):
    """Decided referrals with a time of day, with their hours to decision."""
    return (
        tables["referrals"]
        .filter(pl.col("time_known"))
        .with_columns(hours=hours("decided_at", "received_at"))
    )


@pytest.fixture(scope="module")
def judged(tables):
    """Decided, rated referrals: cohort, first and final risk rank, severity."""
    ratings = (
        tables["ratings"].sort("rated_at", "rating_id").with_columns(rank=pl.col("risk").replace_strict(RANK))
    )
    ends = ratings.group_by("referral_id").agg(first=pl.col("rank").first(), final=pl.col("rank").last())
    severity = tables["disposals"].join(tables["outcomes"], on="outcome_id").group_by("referral_id")
    return (
        tables["referrals"]
        .join(ends, on="referral_id")
        .join(severity.agg(pl.col("severity").max()), on="referral_id")
        .with_columns(year=local("received_at").dt.date().sub(hidden.FIRST_DAY).dt.total_days() // 366)
    )


def gamma(table: pl.DataFrame, stage: str) -> float:
    """Goodman and Kruskal's gamma of rank against severity, from the cross table."""
    cells = table.group_by(stage, "severity").len().rows()
    concordant = sum(n * m for a, b, n in cells for x, y, m in cells if a < x and b < y)
    discordant = sum(n * m for a, b, n in cells for x, y, m in cells if a < x and b > y)
    return (concordant - discordant) / (concordant + discordant)


def test_exactly_the_referrals_asked_for_and_some_still_open(tables):
    assert tables["referrals"].height == 20_000
    undecided = tables["referrals"]["decided_at"].null_count()
    assert 5 <= undecided <= 100


def test_nothing_happens_after_as_at(tables):
    for name, table in tables.items():
        for column, dtype in table.schema.items():
            if isinstance(dtype, pl.Datetime) and column != "due_at" and table.height:
                assert table[column].dt.epoch("s").max() <= AS_AT, f"{name}.{column}"


def test_night_desks_refer_at_night_and_offices_do_not(tables):
    hour = local("received_at").dt.hour()
    night = (
        tables["referrals"]
        .filter(pl.col("time_known"))
        .group_by("agency_id")
        .agg(((hour < 8) | (hour > 20)).mean())
    )
    at_night = dict(night.rows())
    assert at_night["police"] > 0.2
    assert at_night["childrens"] == 0


def test_schools_rest_at_week_ends_and_in_august(tables):
    education = tables["referrals"].filter(pl.col("agency_id") == "education")
    assert share(education, local("received_at").dt.weekday() >= 6) < 0.05
    assert share(education, local("received_at").dt.month() == 8) < 0.02


def answer_medians(tables) -> pl.DataFrame:
    """Agencies with their median hours to an answer, the slowest first."""
    answered = tables["requests"].filter(pl.col("response").is_in(["shared", "nothing_known", "declined"]))
    median = hours("responded_at", "requested_at").median().alias("m")
    medians = answered.group_by("agency_id").agg(median, pl.len()).filter(pl.col("len") >= 100)
    return medians.sort("m", descending=True)


def test_the_slow_agency_takes_several_times_as_long_as_the_next(tables):
    medians = answer_medians(tables)
    assert medians["agency_id"][0] == hidden.SLOW_AGENCY
    assert medians["m"][0] > 3 * medians["m"][1]


def test_one_agency_mostly_knows_nothing(tables):
    answered = tables["requests"].filter(pl.col("response").is_in(["shared", "nothing_known", "declined"]))
    nothing = answered.group_by("agency_id").agg(
        (pl.col("response") == "nothing_known").mean().alias("share")
    )
    by_agency = dict(nothing.rows())
    assert by_agency.pop(hidden.NOTHING_KNOWN_AGENCY) == pytest.approx(hidden.NOTHING_KNOWN_SHARE, abs=0.03)
    assert max(by_agency.values()) < hidden.USUAL_NOTHING_KNOWN_SHARE + 0.1


def test_some_requests_are_withdrawn_and_some_never_answered(tables):
    assert hidden.CANCELLED_SHARE < share(tables["requests"], pl.col("response") == "cancelled") < 0.25
    assert share(tables["requests"], pl.col("response").is_null()) > 0.01


def test_the_backlog_is_visible_and_clears(timed):
    day = local("received_at").dt.date()
    during = timed.filter(day.is_between(hidden.BACKLOG_FIRST, hidden.BACKLOG_LAST))
    a_year_before = timed.filter(day.is_between(date(2023, 12, 23), date(2024, 1, 2)))
    long_after = timed.filter(day.is_between(date(2025, 3, 1), date(2025, 3, 31)))
    assert during["hours"].median() > 4 * a_year_before["hours"].median()
    assert long_after["hours"].median() < 1.5 * timed["hours"].median()


def test_people_wait_longer_over_a_bank_holiday(timed, tables):
    closed = tables["closed_days"]["date"].to_list()
    day = local("received_at").dt.date()
    usual = timed.filter(~day.is_between(date(2024, 12, 1), date(2025, 2, 28)))
    assert usual.filter(day.is_in(closed))["hours"].median() > 1.2 * usual["hours"].median()


def test_final_ratings_go_better_with_severity_than_first_ones(judged):
    assert gamma(judged, "final") > gamma(judged, "first") + 0.08


def test_the_rising_cohort_grows_in_number_and_risk(judged):
    rising = judged.filter(pl.col("cohort_id") == hidden.RISING_COHORT)
    by_year = rising.group_by("year").agg(pl.len(), red=(pl.col("final") == 3).mean()).sort("year")
    assert by_year["len"].is_sorted()
    assert by_year["red"].is_sorted()
    assert by_year["red"][2] > 1.5 * by_year["red"][0]


def test_the_empty_cohort_is_never_used(tables):
    assert hidden.EMPTY_COHORT in tables["cohorts"]["cohort_id"]
    assert hidden.EMPTY_COHORT not in tables["referrals"]["cohort_id"]


def test_about_half_of_referrals_concern_an_open_case(tables):
    assert share(tables["referrals"], pl.col("known_open")) == pytest.approx(
        hidden.KNOWN_OPEN_SHARE, abs=0.02
    )


@pytest.fixture(scope="module")
def followed(tables, judged):
    """Judged referrals that m06 considers, by subject, with the receipt before and the one after."""
    subjects = tables["subjects"].filter(pl.col("role") == "subject").select("referral_id", "person_key")
    considered = judged.filter(~pl.col("known_open")).join(subjects, on="referral_id").sort("received_at")
    received = pl.col("received_at")
    return considered.with_columns(
        previous=received.shift(1).over("person_key"), next=received.shift(-1).over("person_key")
    )


def returned_in_a_year(followed: pl.DataFrame) -> dict[int, float]:
    """Severity → share of subjects who came back within a year, among those watched for a year."""
    watched = followed.filter(pl.col("decided_at") < followed["received_at"].max() - YEAR)
    back = ((pl.col("next") - pl.col("decided_at")) <= YEAR).fill_null(False)
    return dict(watched.group_by("severity").agg(back.mean()).rows())


def test_families_come_back_least_after_early_help(followed):
    back = returned_in_a_year(followed)
    assert back[0] > 1.4 * back[2]


def test_agencies_with_dates_only_have_no_times(tables):
    referrals = tables["referrals"]
    assert set(referrals.filter(~pl.col("time_known"))["agency_id"]) == set(hidden.DATES_ONLY_AGENCIES)
    assert share(referrals.filter(~pl.col("time_known")), local("received_at").dt.time() == pl.time(0)) == 1


def test_one_kind_of_referrer_is_seldom_told(tables):
    decided = tables["referrals"].filter(pl.col("decided_at").is_not_null())
    told = dict(decided.group_by("agency_id").agg(pl.col("feedback_at").is_not_null().mean()).rows())
    assert told.pop(hidden.UNTOLD_AGENCY) == pytest.approx(hidden.UNTOLD_SHARE, abs=0.03)
    assert min(told.values()) > hidden.TOLD_SHARE - 0.1


def test_the_merged_trusts_stop_and_their_successor_begins(tables):
    spans = dict.fromkeys(hidden.MERGED_AGENCIES, "max") | {hidden.SUCCESSOR: "min"}
    day = local("received_at").dt.date()
    for agency, end in spans.items():
        days = tables["referrals"].filter(pl.col("agency_id") == agency).select(day).to_series()
        assert days.len() > 100
        assert (days.max() < hidden.MERGER_DAY) if end == "max" else (days.min() >= hidden.MERGER_DAY)


def test_baselines_have_one_gap_one_exemption_and_the_shares_set(tables):
    baselines = tables["baselines"]
    assert hidden.EXEMPT_AGENCY not in baselines["agency_id"]
    starts = baselines.select("agency_id", "start").unique().group_by("agency_id").len()
    quarters = dict(starts.rows())
    assert quarters["police"] == 12
    assert quarters[hidden.BASELINE_GAP_AGENCY] == 11
    gap = pl.col("start") == hidden.BASELINE_GAP_FIRST
    assert baselines.filter(gap, pl.col("agency_id") == hidden.BASELINE_GAP_AGENCY).is_empty()
    police = tables["referrals"].filter(pl.col("agency_id") == "police").height
    volume = baselines.filter(pl.col("agency_id") == "police")["volume"].sum()
    assert police / volume == pytest.approx(0.08, rel=0.05)


def test_two_agencies_quarrel_and_the_second_stage_sticks(tables):
    escalations = tables["escalations"]
    pair = (
        escalations.group_by(pl.concat_list("raised_by", "about").list.sort())
        .len()
        .sort("len", descending=True)
    )
    assert pair.row(0)[0] == sorted(hidden.QUARREL)
    assert pair.row(0)[1] > 3 * pair.row(1)[1]
    assert escalations["stage"].mode().to_list() == [hidden.STICKING_STAGE]


def test_one_agency_hardly_answers_surveys_and_the_backlog_displeases(tables):
    answered = tables["invitations"].group_by("agency_id").agg(pl.col("answered_at").is_not_null().mean())
    rates = dict(answered.rows())
    assert rates.pop(hidden.SILENT_AGENCY) < 0.15
    assert min(rates.values()) > 0.3
    scores = (
        tables["answers"]
        .join(tables["invitations"], on="invitation_id")
        .group_by("survey_id")
        .agg(pl.col("score").mean())
    )
    means = dict(scores.rows())
    assert min(means, key=means.get) == "S4"


def test_complaints_about_delay_follow_the_backlog_and_some_are_joint_or_about_the_hub(tables):
    complaints = tables["complaints"]
    delay = complaints.filter(pl.col("theme") == "delay")
    end = hidden.BACKLOG_FIRST + timedelta(days=hidden.DELAY_COMPLAINTS_DAYS)
    after = delay.filter(local("received_at").dt.date().is_between(hidden.BACKLOG_FIRST, end)).height
    assert after / hidden.DELAY_COMPLAINTS_DAYS > 2 * (delay.height - after) / (
        1096 - hidden.DELAY_COMPLAINTS_DAYS
    )
    agencies = tables["complaint_agencies"].group_by("complaint_id").len()
    assert agencies["len"].max() == 2
    assert agencies.height < complaints.height
    assert set(complaints["source"]) == {"internal", "external"}


def test_graders_differ_as_set_and_agree_least_about_one_criterion(tables):
    grades = tables["audit_grades"].filter(~pl.col("moderated"))
    mean = dict(grades.group_by("auditor").agg(pl.col("grade").mean()).rows())
    assert sorted(mean, key=mean.get) == sorted(hidden.LENIENCY, key=hidden.LENIENCY.get)
    pairs = grades.group_by("audit_id", "criterion").agg(gap=pl.col("grade").max() - pl.col("grade").min())
    gaps = dict(pairs.group_by("criterion").agg(pl.col("gap").mean()).rows())
    assert max(gaps, key=gaps.get) == hidden.DISPUTED_CRITERION


def test_audits_draw_from_strata_with_the_chances_that_they_state(tables):
    audits = tables["audits"]
    assert audits["round_id"].n_unique() == 11
    assert (
        audits.group_by("round_id", "stratum")
        .agg(pl.col("selection_probability").n_unique())["selection_probability"]
        .max()
        == 1
    )
    # In each stratum drawn ÷ chance is the size of the stratum, a whole number.
    sizes = audits.group_by("round_id", "stratum").agg(
        (pl.len() / pl.col("selection_probability").first()).alias("size")
    )
    assert (sizes["size"] - sizes["size"].round()).abs().max() < 1e-9


def test_one_agency_leaves_its_audit_actions_undone(tables):
    overdue = tables["audit_actions"].filter(pl.col("due_on") <= hidden.LAST_DAY)
    undone = dict(overdue.group_by("agency_id").agg(pl.col("completed_on").is_null().mean()).rows())
    assert max(undone, key=undone.get) == hidden.TARDY_ACTIONS_AGENCY
    done = tables["recommendations"].filter(pl.col("agency_id") == hidden.TARDY_ACTIONS_AGENCY)["status"]
    assert "implemented" not in done


def test_one_agency_is_never_served_and_one_never_reached(tables):
    uses = tables["evidence_uses"].filter(pl.col("agency_id") == hidden.UNSERVED_AGENCY)
    assert uses.height > 0
    assert uses["supplied_on"].null_count() == uses.height
    assert hidden.UNREACHED_AGENCY not in tables["activity_agencies"]["agency_id"]
    assert tables["activity_agencies"]["agency_id"].n_unique() == 10


@pytest.fixture(scope="module")
def come_out(tables, timed, judged, followed):
    """What hidden.COMES_OUT tells, measured."""
    day = local("received_at").dt.date()
    back = returned_in_a_year(followed)
    judgeable = followed.filter(pl.col("received_at") >= followed["received_at"].min() + YEAR)
    final = judged.select("referral_id", "final")

    def on_time(rank: int, target: int) -> float:
        return share(
            timed.join(final.filter(pl.col("final") == rank), on="referral_id"), pl.col("hours") <= target
        )

    return {
        "gamma_first": gamma(judged, "first"),
        "gamma_final": gamma(judged, "final"),
        "risk_changed_share": share(judged, pl.col("first") != pl.col("final")),
        "slow_agency_median_hours": answer_medians(tables)["m"][0],
        "median_hours": timed["hours"].median(),
        "backlog_median_hours": timed.filter(day.is_between(hidden.BACKLOG_FIRST, hidden.BACKLOG_LAST))[
            "hours"
        ].median(),
        "on_time_red": on_time(3, 2),
        "on_time_amber": on_time(2, 24),
        "on_time_blue": on_time(1, 72),
        "repeat_rate": share(
            judgeable, (pl.col("received_at") - pl.col("previous") <= YEAR).fill_null(False)
        ),
        "returned_in_a_year_after_no_action": back[0],
        "returned_in_a_year_after_early_help": back[2],
    }


@pytest.mark.parametrize("figure", hidden.COMES_OUT)
def test_what_comes_of_it_is_what_the_page_tells(come_out, figure):
    assert come_out[figure] == pytest.approx(hidden.COMES_OUT[figure], rel=0.15)
