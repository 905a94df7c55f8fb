"""Timeliness against targets, and what blocks the flow."""

import numpy as np
import pandas as pd

from bench.in_pandas.cases import STATES, Data
from bench.in_pandas.rows import HOUR, quantiles, reached, totalled, waits, with_rate

SEGMENTS = ("receipt_to_rating", "rating_to_request", "request_to_last_response", "last_response_to_decision")


def by_state(data: Data, by: list[str], over: list[str] | None = None) -> pd.DataFrame:
    """Referrals of the window by state, those due and those of them met in time, and the rate."""
    window = data.window.rename(columns={"final_risk": "risk"})
    counts = window.groupby([*by, "state"], observed=True).size().unstack("state", fill_value=0)
    counts = counts.reindex(columns=list(STATES), fill_value=0)
    due = window[window.due_at < data.as_at]
    counts["due"] = due.groupby(by, observed=True).size()
    counts["met"] = due[due.state == "in_time"].groupby(by, observed=True).size()
    counts.columns = counts.columns.astype(str)
    return with_rate(totalled(counts.fillna(0), over), "on_time_rate", "met", "due")


def hours(data: Data, by: str) -> pd.DataFrame:
    """Median and ninth decile of the hours from receipt to decision."""
    known = data.window[data.window.time_known].rename(columns={"final_risk": "risk"})
    timed = waits(known[[by]], known.received_at, known.decided_at, data.as_at)
    return quantiles(timed, [by], HOUR, median_hours=0.5, p90_hours=0.9)


def by_risk(data: Data) -> pd.DataFrame:
    return by_state(data, ["risk"]).join(hours(data, "risk"))


def by_agency(data: Data) -> pd.DataFrame:
    return by_state(data, ["agency_id"]).join(hours(data, "agency_id"))


def by_month(data: Data) -> pd.DataFrame:
    return by_state(data, ["month", "risk"], over=["risk"])


def policy_sensitivity(data: Data) -> pd.DataFrame:
    known = data.window[data.window.time_known]
    decided, undecided = known.decided_at, known.decided_at.isna()
    rows = {}
    for policy in ("current", "initial", "strictest"):
        due = known[f"due_{policy}"]
        in_time, passed = decided <= due, due < data.as_at
        rows[policy] = {
            "in_time": in_time.sum(),
            "late": (decided > due).sum(),
            "open_in_time": (undecided & (due >= data.as_at)).sum(),
            "open_overdue": (undecided & passed).sum(),
            "due": passed.sum(),
            "met": (in_time & passed).sum(),
        }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("target_policy")
    return frame.assign(on_time_rate=frame.met / frame.due)


def responses(data: Data) -> pd.DataFrame:
    cancelled = data.asked[data.asked.cancelled].groupby("agency_id", observed=True).size()
    live = data.asked[~data.asked.cancelled]
    in_time, passed, still = (
        live.responded_at <= live.due_at,
        live.due_at < data.as_at,
        live.responded_at.isna(),
    )
    states = pd.DataFrame(
        {
            "agency_id": live.agency_id,
            "requests": True,
            "in_time": in_time,
            "late": live.responded_at > live.due_at,
            "open_in_time": still & (live.due_at >= data.as_at),
            "open_overdue": still & passed,
            "no_due": live.due_at.isna(),
            "due": passed,
            "met": in_time & passed,
        }
    )
    counts = states.groupby("agency_id", observed=True).sum()
    rows = totalled(counts.join(cancelled.rename("cancelled"), how="outer").fillna(0))
    known = live[live.time_known]
    timed = waits(known[["agency_id"]], known.requested_at, known.responded_at, data.as_at)
    rows = rows.join(quantiles(timed, ["agency_id"], HOUR, median_hours=0.5))
    return rows.assign(on_time_rate=rows.met / rows.due)


def feedback(data: Data) -> pd.DataFrame:
    decided = data.window[data.window.decided_at.notna()]
    by = decided.groupby("agency_id", observed=True)
    rows = totalled(pd.DataFrame({"decided": by.size(), "fed_back": by.feedback_at.count()}))
    known = decided[decided.time_known]
    timed = waits(known[["agency_id"]], known.decided_at, known.feedback_at, data.as_at)
    return rows.join(quantiles(timed, ["agency_id"], HOUR, median_hours=0.5))


def segments(data: Data) -> pd.DataFrame:
    counting = data.asked[data.asked.counts]
    by = counting.groupby("case")
    way = data.window.loc[data.window.time_known, ["received_at", "first_rated", "decided_at", "stop_at"]]
    way = way.join(
        pd.DataFrame({"asked": by.requested_at.min(), "last": by.until.max(), "all": by.answered.all()})
    )
    # a maximum with an empty moment is empty: each milestone needs the one before
    t2 = pd.Series(np.maximum(way.first_rated.to_numpy(), way.asked.to_numpy()), index=way.index)
    t3 = pd.Series(np.maximum(t2.to_numpy(), way["last"].to_numpy()), index=way.index)
    milestones = (way.received_at, way.first_rated, t2, t3.where(way["all"].eq(True)), way.decided_at)
    spent = way.asked.notna() | way.decided_at.isna()
    found = {}
    for name, begins, ends in zip(SEGMENTS, milestones, milestones[1:], strict=False):
        entered = begins.notna()
        timed = waits(spent[entered].to_frame("spent"), begins[entered], ends[entered], way.stop_at[entered])
        quantile = reached(timed, HOUR, median_hours=0.5, p90_hours=0.9)
        time = timed.wait[timed.spent].sum()
        found[name] = {"referrals": len(timed), **quantile, "time": time}
    rows = pd.DataFrame.from_dict(found, orient="index").rename_axis("segment")
    return rows.assign(share_of_time=rows.pop("time") / sum(row["time"] for row in found.values()))


def blockages(data: Data) -> pd.DataFrame:
    counting = data.asked[data.asked.counts]
    by = counting.groupby("case")
    complete, latest = by.answered.transform("all"), by.until.transform("max")
    last = counting.loc[complete & (counting.until == latest), ["case", "agency_id"]].drop_duplicates()
    last["late"] = data.of_case("state", last.case) == "late"
    of_agency = last.groupby("agency_id", observed=True).late.agg(["size", "sum"])
    once = last.drop_duplicates("case")
    waited = data.sole_waits(counting)
    of_agency.index = of_agency.index.astype(object)
    rows = pd.DataFrame(
        {
            "last_to_respond": of_agency["size"],
            "last_to_respond_late": of_agency["sum"],
            "sole_wait_hours": waited / HOUR,
        }
    ).fillna(0)
    rows.loc["*"] = [len(once), once.late.sum(), waited.sum() / HOUR]
    return rows.rename_axis("agency_id")


STATISTICS = {
    "m04_timeliness/by_risk": by_risk,
    "m04_timeliness/by_agency": by_agency,
    "m04_timeliness/by_month": by_month,
    "m04_timeliness/policy_sensitivity": policy_sensitivity,
    "m04_timeliness/responses": responses,
    "m04_timeliness/feedback": feedback,
    "m04_timeliness/segments": segments,
    "m04_timeliness/blockages": blockages,
}
