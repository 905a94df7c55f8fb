"""Statistics of m00–m07 as an analyst would write them in pandas: the reference for what DuckDB saves.

Not all of them: one or two of each measure, chosen to need every large table. What is left out is
left out on both sides of the comparison.
"""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

STATISTICS = (
    "m01_referrals_by_agency/by_month",
    "m02_referrals_by_cohort/by_cohort",
    "m03_risk/severity",
    "m04_timeliness/by_risk",
    "m04_timeliness/responses",
    "m05_outcomes/utilisation",
    "m06_repeats/repeat_rate",
    "m07_escalations/by_pair",
)


def median_hours(wait: pd.Series, ended: pd.Series) -> float | None:
    """Kaplan–Meier median of waits in microseconds, in hours."""
    curve = pd.DataFrame({"t": wait, "d": ended}).groupby("t").d.agg(["sum", "size"])
    at_risk = curve["size"][::-1].cumsum()[::-1]
    survival = (1 - curve["sum"] / at_risk).cumprod()
    reached = survival[(survival <= 0.5 + 1e-9) & (curve["sum"] > 0)]
    return None if reached.empty else reached.index[0] / 3.6e9


def run(files: Mapping[str, Sequence[Path]], as_at: str, start: str, end: str) -> dict[str, Any]:
    """Seconds by statistic, and its rows."""
    instant = pd.Timestamp(as_at).tz_convert("UTC")
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    timed: dict[str, Any] = {"seconds": {}, "rows": {}}

    def clock(name: str, began: float, rows: Any = None) -> None:
        timed["seconds"][name] = time.perf_counter() - began
        timed["rows"][name] = rows

    began = time.perf_counter()
    referrals = pd.read_parquet(files["referrals"][0])
    referrals = referrals[referrals.received_at <= instant]
    referrals.loc[referrals.decided_at > instant, "decided_at"] = pd.NaT
    day = referrals.received_at.dt.tz_convert("Europe/London").dt.tz_localize(None)
    referrals["in_window"] = (day >= first) & (day < last)
    referrals["month"] = day.dt.strftime("%Y-%m")
    referrals["stop_at"] = referrals.decided_at.fillna(instant)
    risks = pd.read_parquet(files["risks"][0])[["risk", "rank", "target_hours"]]
    ratings = pd.read_parquet(files["ratings"][0]).merge(
        referrals[["referral_id", "received_at", "stop_at"]], on="referral_id"
    )
    ratings = ratings[ratings.rated_at <= ratings.stop_at].merge(risks, on="risk")
    ratings = ratings.sort_values(["referral_id", "rated_at", "rating_id"])
    target = pd.to_timedelta(ratings.target_hours, unit="h")
    ratings["due_rated"] = ratings.rated_at + target
    ratings["due_received"] = ratings.received_at + target
    by = ratings.groupby("referral_id", sort=False)
    rated = pd.DataFrame(
        {
            "first_risk": by.risk.first(),
            "final_risk": by.risk.last(),
            "first_due": by.due_received.first(),
            "earliest": by.due_rated.min(),
        }
    )
    outcomes = pd.read_parquet(files["outcomes"][0])
    disposals = pd.read_parquet(files["disposals"][0])
    disposals = disposals[disposals.decided_at <= instant].merge(outcomes, on="outcome_id")
    cases = referrals.join(rated, on="referral_id").join(
        disposals.groupby("referral_id").severity.max(), on="referral_id"
    )
    cases["due_at"] = cases[["first_due", "earliest"]].min(axis=1)
    window = cases[cases.in_window]
    clock("cases", began)

    began = time.perf_counter()
    clock("m01_referrals_by_agency/by_month", began, window.groupby(["month", "agency_id"]).size())

    began = time.perf_counter()
    subjects = pd.read_parquet(files["subjects"][0])
    named = subjects[subjects.role == "subject"].merge(window[["referral_id", "cohort_id"]], on="referral_id")
    people = named.groupby("cohort_id").person_key.nunique()
    clock("m02_referrals_by_cohort/by_cohort", began, (people, named.person_key.nunique()))

    began = time.perf_counter()
    decided = window[window.decided_at.notna() & window.severity.notna()]
    grid = [decided.groupby([f"{stage}_risk", "severity"]).size() for stage in ("first", "final")]
    clock("m03_risk/severity", began, grid)

    began = time.perf_counter()
    timed_due = window.due_at.notna() & window.time_known
    state = np.select(
        [
            ~timed_due,
            window.decided_at <= window.due_at,
            window.decided_at > window.due_at,
            window.due_at >= instant,
        ],
        ["no_target", "in_time", "late", "open_in_time"],
        "open_overdue",
    )
    counts = window.assign(state=state).groupby(["final_risk", "state"]).size()
    known = window[window.time_known]
    wait = (known.stop_at - known.received_at).astype("timedelta64[us]").astype("int64")
    medians = {
        risk: median_hours(wait[known.final_risk == risk], known.decided_at.notna()[known.final_risk == risk])
        for risk in known.final_risk.dropna().unique()
    }
    medians["*"] = median_hours(wait, known.decided_at.notna())
    clock("m04_timeliness/by_risk", began, (counts, medians))

    began = time.perf_counter()
    requests = pd.read_parquet(files["requests"][0])
    requests = requests[requests.requested_at <= instant].merge(
        window[["referral_id", "time_known"]], on="referral_id"
    )
    requests.loc[requests.responded_at > instant, "responded_at"] = pd.NaT
    requests = requests[requests.response != "cancelled"]
    requests["in_time"] = requests.responded_at <= requests.due_at
    asked = requests.groupby("agency_id").in_time.agg(["size", "sum"])
    known = requests[requests.time_known]
    wait = (known.responded_at.fillna(instant) - known.requested_at).astype("timedelta64[us]").astype("int64")
    medians = {
        agency: median_hours(wait.loc[rows], known.responded_at.notna().loc[rows])
        for agency, rows in known.groupby("agency_id").groups.items()
    }
    medians["*"] = median_hours(wait, known.responded_at.notna())
    clock("m04_timeliness/responses", began, (asked, medians))

    began = time.perf_counter()
    shared = pd.read_parquet(
        files["requests"][0], columns=["referral_id", "agency_id", "response", "responded_at"]
    )
    shared = shared[(shared.response == "shared") & (shared.responded_at <= instant)]
    parts = pd.concat(
        [
            shared.assign(part="contributed")[["referral_id", "agency_id", "part"]],
            disposals.rename(columns={"role": "part"})[["referral_id", "agency_id", "part"]],
        ]
    )
    parts = parts[parts.referral_id.isin(window.referral_id[window.decided_at.notna()])]
    used = parts.drop_duplicates().groupby(["agency_id", "part"]).size()
    clock("m05_outcomes/utilisation", began, (used, parts.groupby("agency_id").referral_id.nunique()))

    began = time.perf_counter()
    visits = subjects[subjects.role == "subject"].merge(
        cases.loc[~cases.known_open, ["referral_id", "received_at", "agency_id", "in_window"]],
        on="referral_id",
    )
    visits = visits.sort_values(["person_key", "received_at"])
    moments = visits[["person_key", "received_at"]].drop_duplicates()
    moments["earlier_at"] = moments.groupby("person_key").received_at.shift()
    visits = visits.merge(moments, on=["person_key", "received_at"])
    year = pd.Timedelta(days=365)
    visits["repeat"] = visits.received_at - visits.earlier_at <= year
    judged = visits[visits.in_window & (visits.received_at >= cases.received_at.min() + year)]
    repeats = (
        judged.groupby(["agency_id", "referral_id"]).repeat.any().groupby("agency_id").agg(["size", "sum"])
    )
    clock("m06_repeats/repeat_rate", began, repeats)

    began = time.perf_counter()
    raised = pd.read_parquet(files["escalations"][0])
    day = raised.raised_at.dt.tz_convert("Europe/London").dt.tz_localize(None)
    raised = raised[(raised.raised_at <= instant) & (day >= first) & (day < last)]
    clock("m07_escalations/by_pair", began, raised.groupby(["raised_by", "about"]).size())
    return timed
