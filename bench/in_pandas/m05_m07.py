"""Outcomes, repeats and escalations."""

import numpy as np
import pandas as pd

from bench.in_pandas.cases import REPEAT_DAYS, Data
from bench.in_pandas.rows import DAY, HOUR, counted, probability, quantiles, totalled, waits, with_rate


def decided_disposals(data: Data) -> pd.DataFrame:
    return data.disposals[data.disposals.case.isin(data.window.index[data.window.decided_at.notna()])]


def by_outcome(data: Data) -> pd.DataFrame:
    disposals = decided_disposals(data)
    rows = counted(disposals, ["outcome_id"]).rename(columns={"referrals": "disposals"})
    pairs = disposals[["case", "outcome_id"]].drop_duplicates()
    rows["referrals"] = pairs.outcome_id.value_counts()
    rows.loc["*", "referrals"] = pairs.case.nunique()
    return rows.assign(share_of_decided=rows.referrals / data.window.decided_at.count())


def outcomes_by(data: Data, column: str, name: str) -> pd.DataFrame:
    """Decided referrals by a column of theirs and outcome; over all outcomes each counts once."""
    pairs = decided_disposals(data)[["case", "outcome_id"]].drop_duplicates()
    pairs[name] = data.of_case(column, pairs.case)
    each = counted(pairs, [name, "outcome_id"], over=[name])
    once = counted(pairs.drop_duplicates("case").assign(outcome_id="*"), [name, "outcome_id"], over=[name])
    return pd.concat([each, once])


def by_cohort(data: Data) -> pd.DataFrame:
    return outcomes_by(data, "cohort_id", "cohort_id")


def by_risk(data: Data) -> pd.DataFrame:
    return outcomes_by(data, "final_risk", "risk")


def utilisation(data: Data) -> pd.DataFrame:
    shared = data.asked[data.asked.shared]
    shared = shared[shared.case.isin(data.window.index[data.window.decided_at.notna()])]
    taken = decided_disposals(data).dropna(subset="agency_id")
    part = taken.role.map({"lead": "led", "support": "supported"}).astype(object)
    parts = pd.concat(
        [
            shared[["case", "agency_id"]].assign(part="contributed"),
            taken[["case", "agency_id"]].assign(part=part),
        ]
    )
    parts = parts.astype({"part": "category"}).drop_duplicates()
    used = parts[["case", "agency_id"]].drop_duplicates()
    rows = parts.groupby(["agency_id", "part"], observed=True).size().unstack("part", fill_value=0)
    rows["utilised"] = used.groupby("agency_id", observed=True).size()
    rows.columns, rows.index = rows.columns.astype(object), rows.index.astype(object)
    rows.loc["*"] = parts.groupby("part", observed=True).case.nunique()
    rows.loc["*", "utilised"] = used.case.nunique()
    return rows.assign(utilised_rate=rows.utilised / data.window.decided_at.count())


def forums(data: Data) -> pd.DataFrame:
    disposals = decided_disposals(data)
    routed = disposals[disposals.outcome_id.isin(data.outcomes.outcome_id[data.outcomes.forum])]
    pairs = routed[["case", "outcome_id"]].drop_duplicates()
    rows = counted(pairs, ["outcome_id"])
    rows.loc["*", "referrals"] = pairs.case.nunique()
    return rows


def earliest_intervention(data: Data) -> pd.DataFrame:
    decided = data.window[data.window.decided_at.notna()].rename(columns={"final_risk": "risk"})
    by = decided.groupby("risk", observed=True)
    rows = totalled(pd.DataFrame({"decided": by.size(), "with_intervention": by.acted_at.count()}))
    known = decided[decided.time_known & decided.acted_at.notna()]
    timed = waits(known[["risk"]], known.received_at, known.acted_at, data.as_at)
    return rows.join(quantiles(timed, ["risk"], HOUR, median_hours=0.5))


def judged(data: Data) -> pd.DataFrame:
    """The considered referrals of the window: whether they can be judged, and whether they are repeats."""
    rows = data.window.loc[data.window.index.isin(data.visits.case), ["agency_id", "month", "received_at"]]
    history = rows.received_at >= data.cases.received_at.min() + pd.Timedelta(days=REPEAT_DAYS)
    repeat = rows.index.isin(data.visits.case[data.visits.repeat])
    return rows.assign(referrals=True, with_history=history, repeats=history & repeat)


def repeats_by(data: Data, by: str, over: list[str]) -> pd.DataFrame:
    counts = judged(data).groupby(by, observed=True)[["referrals", "with_history", "repeats"]].sum()
    return with_rate(totalled(counts, over), "rate", "repeats", "with_history")


def repeat_rate(data: Data) -> pd.DataFrame:
    return repeats_by(data, "agency_id", ["agency_id"])


def repeats_by_month(data: Data) -> pd.DataFrame:
    return repeats_by(data, "month", [])


def return_curve(data: Data) -> pd.DataFrame:
    rows = {days: {"units": len(data.returns)} | probability(data.returns, days) for days in (90, 180, 365)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("days")


def return_by_outcome(data: Data) -> pd.DataFrame:
    units = data.returns.assign(outcome_id=data.of_case("worst_outcome", data.returns.case))
    units = units.dropna(subset="outcome_id")
    groups = {"*": units} | dict(list(units.groupby("outcome_id", observed=True)))
    rows = {
        outcome: {"decided": len(group)} | probability(group, REPEAT_DAYS)
        for outcome, group in groups.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").drop(columns="events").rename_axis("outcome_id")


def risk_trend(data: Data) -> pd.DataFrame:
    in_window = data.of_case("in_window", data.visits.case)
    units = data.visits[in_window & data.visits.repeat]
    change = data.of_case("final_rank", units.case) - units.previous_rank
    direction = np.sign(change.dropna()).map({-1: "lower", 0: "same", 1: "higher"})
    rows = totalled(direction.value_counts().rename("repeats").rename_axis("direction"))
    return rows.assign(share=rows.repeats / len(direction))


def by_pair(data: Data) -> pd.DataFrame:
    pair = ["raised_by", "about"]
    by = data.escalations.groupby(pair, observed=True)
    counts = by.agg(escalations=("raised_at", "size"), resolved=("resolved_at", "count"))
    rows = totalled(counts)
    rows["open"] = rows.escalations - rows.pop("resolved")
    raised = data.escalations
    timed = waits(raised[pair], raised.raised_at, raised.resolved_at, data.as_at)
    return rows.join(quantiles(timed, pair, DAY, median_days=0.5))


def by_reason(data: Data) -> pd.DataFrame:
    by = data.escalations.assign(changed=data.escalations.resolution == "changed").groupby(
        "reason", observed=True
    )
    counts = by.agg(
        escalations=("raised_at", "size"), resolved=("resolved_at", "count"), changed=("changed", "sum")
    )
    rows = totalled(counts)
    return rows.assign(changed_rate=rows.changed / rows.resolved)


def by_stage(data: Data) -> pd.DataFrame:
    return counted(data.escalations, ["stage"]).rename(columns={"referrals": "escalations"})


def rate(data: Data) -> pd.DataFrame:
    rows = pd.DataFrame(
        {"escalations": data.escalations.month.value_counts(), "referrals": data.window.month.value_counts()}
    ).fillna(0)
    rows.index = rows.index.astype(str)
    return rows.assign(per_100_referrals=100 * rows.escalations / rows.referrals).rename_axis("month")


STATISTICS = {
    "m05_outcomes/by_outcome": by_outcome,
    "m05_outcomes/by_cohort": by_cohort,
    "m05_outcomes/by_risk": by_risk,
    "m05_outcomes/utilisation": utilisation,
    "m05_outcomes/forums": forums,
    "m05_outcomes/earliest_intervention": earliest_intervention,
    "m06_repeats/repeat_rate": repeat_rate,
    "m06_repeats/by_month": repeats_by_month,
    "m06_repeats/return_curve": return_curve,
    "m06_repeats/return_by_outcome": return_by_outcome,
    "m06_repeats/risk_trend": risk_trend,
    "m07_escalations/by_pair": by_pair,
    "m07_escalations/by_reason": by_reason,
    "m07_escalations/by_stage": by_stage,
    "m07_escalations/rate": rate,
}
