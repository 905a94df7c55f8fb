"""Tables that both contestants make alike once every referral has its `case`."""

import numpy as np
import pandas as pd

from bench.in_pandas.cases import Instants, of_case
from bench.in_pandas.rows import waits


def london(moment: pd.Series) -> pd.Series:
    return moment.dt.tz_localize("UTC").dt.tz_convert("Europe/London").dt.tz_localize(None)


def received(cases: pd.DataFrame, at: Instants) -> pd.DataFrame:
    """Referrals as they stand at as-at, with their month, stop and whether the window has them."""
    for moment in ("decided_at", "feedback_at"):
        cases[moment] = cases[moment].where(cases[moment] <= at.as_at)
    day = london(cases.received_at)
    cases["in_window"] = (day >= at.start) & (day < at.end)
    cases["month"] = day.dt.to_period("M")
    cases["stop_at"] = cases.decided_at.fillna(at.as_at)
    return cases


def state(cases: pd.DataFrame, as_at: pd.Timestamp) -> np.ndarray:
    """Each referral's state against `due_at`, as a number of STATES."""
    conditions = (
        cases.due_at.isna(),
        cases.decided_at <= cases.due_at,
        cases.decided_at > cases.due_at,
        cases.due_at >= as_at,
    )
    return np.select(conditions, range(4), 4)


def asked(requests: pd.DataFrame, cases: pd.DataFrame, as_at: pd.Timestamp) -> pd.DataFrame:
    """Requests of the window's referrals; `counts`: those that bear on the way to the decision."""
    asked = requests[(requests.requested_at <= as_at) & of_case(cases, "in_window", requests.case)]
    response = asked.pop("response")
    asked["cancelled"] = (response == "cancelled") & ~(asked.responded_at > as_at)
    asked["responded_at"] = asked.responded_at.where(asked.responded_at <= as_at)
    asked["shared"] = (response == "shared") & asked.responded_at.notna()
    asked["time_known"] = of_case(cases, "time_known", asked.case)
    stop_at = of_case(cases, "stop_at", asked.case)
    asked["counts"] = ~asked.cancelled & asked.time_known & (asked.requested_at <= stop_at)
    asked["answered"] = asked.responded_at <= stop_at
    asked["until"] = asked.responded_at.where(asked.answered, stop_at)
    return asked


def returns(visits: pd.DataFrame, cases: pd.DataFrame, as_at: pd.Timestamp) -> pd.DataFrame:
    """Each considered decided referral of the window and subject: the wait until the person came back."""
    units = visits.loc[of_case(cases, "in_window", visits.case), ["case", "person"]]
    units["decided_at"] = of_case(cases, "decided_at", units.case)
    units = units.dropna(subset="decided_at")
    following = pd.merge_asof(
        units.sort_values("decided_at"),
        visits[["person", "received_at"]].sort_values("received_at"),
        left_on="decided_at",
        right_on="received_at",
        by="person",
        direction="forward",
        allow_exact_matches=False,
    )
    return waits(following[["case"]], following.decided_at, following.received_at, as_at)


def raised(escalations: pd.DataFrame, at: Instants) -> pd.DataFrame:
    """Escalations raised in the window, as they stand at as-at."""
    day = london(escalations.raised_at)
    raised = escalations[(escalations.raised_at <= at.as_at) & (day >= at.start) & (day < at.end)]
    resolved = raised.resolved_at <= at.as_at
    return raised.assign(
        month=day.dt.to_period("M"),
        resolved_at=raised.resolved_at.where(resolved),
        resolution=raised.resolution.where(resolved),
    )
