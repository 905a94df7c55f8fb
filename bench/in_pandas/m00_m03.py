"""Baseline, referrals by agency and by cohort, and risk."""

import numpy as np
import pandas as pd
from scipy.stats import chi2

from bench.in_pandas.cases import Data
from bench.in_pandas.rows import counted, totalled, with_rate

STAGES = ("first", "final")


def share(data: Data) -> pd.DataFrame:
    inside = data.agencies.agency_id[data.agencies.in_baseline]
    referrals = data.window[data.window.agency_id.isin(inside)].groupby(
        ["agency_id", "cohort_id"], observed=True
    )
    periods = data.baselines[data.baselines.agency_id.isin(inside)]
    day = pd.Timedelta(days=1)
    begins, ends = pd.to_datetime(periods.start), pd.to_datetime(periods.end) + day
    days = (ends.clip(upper=data.end) - begins.clip(lower=data.start)) / day
    demand = periods.assign(days=days, volume=periods.volume * days / ((ends - begins) / day))[days > 0]
    demand = demand.groupby(["agency_id", "cohort_id"], observed=True)[["days", "volume"]].sum()
    cells = demand.join(referrals.size().rename("referrals"), how="outer")
    whole = (data.end - data.start) / day
    cells["covered"] = (cells.days == whole) & (cells.volume > 0)
    cells["cells"] = 1
    rows = totalled(cells.fillna({"referrals": 0, "volume": 0.0, "days": 0.0}))
    volume = rows.volume.where(rows.covered == rows.cells)
    n = rows.referrals
    return pd.DataFrame(
        {
            "referrals": n,
            "baseline_volume": rows.volume.where(rows.days > 0),
            "share": n / volume,
            "lower": np.where(n > 0, chi2.ppf(0.025, 2 * n) / 2, 0.0) / volume,
            "upper": chi2.ppf(0.975, 2 * n + 2) / 2 / volume,
        }
    )


def exempt(data: Data) -> pd.DataFrame:
    outside = data.agencies.agency_id[~data.agencies.in_baseline]
    return counted(data.window[data.window.agency_id.isin(outside)], ["agency_id"], over=[])


def by_agency(data: Data) -> pd.DataFrame:
    rows = counted(data.window, ["agency_id"])
    return rows.assign(share_of_all=rows.referrals / len(data.window))


def agency_by_month(data: Data) -> pd.DataFrame:
    return counted(data.window, ["month", "agency_id"], over=["agency_id"])


def by_cohort(data: Data) -> pd.DataFrame:
    subjects = data.subjects[data.of_case("in_window", data.subjects.case)]
    people = pd.DataFrame(
        {"cohort_id": data.of_case("cohort_id", subjects.case), "person": subjects.person.to_numpy()}
    ).drop_duplicates()
    rows = counted(data.window, ["cohort_id"])
    rows["people"] = people.groupby("cohort_id", observed=True).size()
    rows.loc["*", "people"] = people.person.nunique()
    return rows.assign(share_of_all=rows.referrals / len(data.window))


def any_cohort(data: Data) -> pd.DataFrame:
    window = data.window
    extra = data.referral_cohorts[data.of_case("in_window", data.referral_cohorts.case)]
    main = pd.DataFrame({"case": window.index, "cohort_id": window.cohort_id.array})
    rows = counted(pd.concat([main, extra]).drop_duplicates(), ["cohort_id"])
    rows.loc["*", "referrals"] = len(window)
    return rows


def agency_cohort(data: Data) -> pd.DataFrame:
    return counted(data.window, ["agency_id", "cohort_id"])


def cohort_by_month(data: Data) -> pd.DataFrame:
    return counted(data.window, ["month", "cohort_id"], over=["cohort_id"])


def by_risk(data: Data) -> pd.DataFrame:
    counts = [data.window[f"{stage}_risk"].value_counts().rename(f"{stage}_rated") for stage in STAGES]
    return totalled(pd.concat(counts, axis=1).rename_axis("risk"))


def rerating(data: Data) -> pd.DataFrame:
    rated = data.window[data.window.first_risk != "unrated"]
    return counted(rated, ["first_risk", "final_risk"])


def with_outcome(data: Data) -> pd.DataFrame:
    return data.window[data.window.decided_at.notna() & data.window.severity.notna()]


def severity(data: Data) -> pd.DataFrame:
    decided = with_outcome(data).astype({"severity": int})
    stages = {
        stage: counted(decided.rename(columns={f"{stage}_risk": "risk"}), ["risk", "severity"])
        for stage in STAGES
    }
    return pd.concat(stages, names=["stage"])


def gamma(counts: np.ndarray, agree: np.ndarray) -> np.ndarray:
    """Goodman–Kruskal gamma for each row of counts of the combinations."""
    return ((counts @ agree) * counts).sum(axis=1) / ((counts @ abs(agree)) * counts).sum(axis=1)


def added_value(data: Data) -> pd.DataFrame:
    rated = with_outcome(data).dropna(subset="first_rank")
    counts = rated.groupby(["first_rank", "final_rank", "severity"]).size().reset_index(name="referrals")
    n = counts.referrals.to_numpy()
    samples = np.random.default_rng(20130513).multinomial(n.sum(), n / n.sum(), size=1000)
    severe = counts.severity.to_numpy()
    found = {}
    for stage in STAGES:
        rank = counts[f"{stage}_rank"].to_numpy()
        agree = np.sign(rank[:, None] - rank) * np.sign(severe[:, None] - severe)
        found[stage] = gamma(np.vstack([n, samples]), agree)
    found["difference"] = found["final"] - found["first"]
    rows = {
        stage: (values[0], *np.nanquantile(values[1:], [0.025, 0.975])) for stage, values in found.items()
    }
    rows_ = pd.DataFrame.from_dict(rows, orient="index", columns=["gamma", "lower", "upper"])
    return rows_.rename_axis("stage")


def missed_risk(data: Data) -> pd.DataFrame:
    rated = with_outcome(data).dropna(subset="first_rank")
    lowest = rated.severity[rated.first_rank == data.risks["rank"].min()]
    highest = rated.severity[rated.first_rank == data.risks["rank"].max()]
    rows = {
        "severe_in_lowest": ((lowest >= 4).sum(), len(lowest)),
        "nothing_in_highest": ((highest == 0).sum(), len(highest)),
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["numerator", "denominator"])
    return with_rate(frame.rename_axis("measure"), "rate", "numerator", "denominator")


STATISTICS = {
    "m00_baseline/share": share,
    "m00_baseline/exempt": exempt,
    "m01_referrals_by_agency/by_agency": by_agency,
    "m01_referrals_by_agency/by_month": agency_by_month,
    "m02_referrals_by_cohort/by_cohort": by_cohort,
    "m02_referrals_by_cohort/any_cohort": any_cohort,
    "m02_referrals_by_cohort/agency_cohort": agency_cohort,
    "m02_referrals_by_cohort/by_month": cohort_by_month,
    "m03_risk/by_risk": by_risk,
    "m03_risk/rerating": rerating,
    "m03_risk/severity": severity,
    "m03_risk/added_value": added_value,
    "m03_risk/missed_risk": missed_risk,
}
