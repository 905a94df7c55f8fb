"""The large tables as the statistics want them."""

import numpy as np
import pandas as pd

from bench.in_pandas.rows import waits


def london(moment: pd.Series) -> pd.Series:
    return moment.dt.tz_localize("UTC").dt.tz_convert("Europe/London").dt.tz_localize(None)


def rated(ratings: pd.DataFrame, risks: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """First and last rating of each case up to its stop, and the due times they set."""
    ratings = ratings[ratings.rated_at <= cases.stop_at.to_numpy()[ratings.case]]
    ratings = ratings.sort_values(["case", "rated_at", "rating_id"])
    risk = ratings.risk.cat
    of_code = risks.loc[risk.categories]
    ratings["rank"] = of_code["rank"].to_numpy()[risk.codes]
    target = pd.to_timedelta(of_code.target_hours, unit="h").dt.as_unit("us").to_numpy()[risk.codes]
    ratings["due"] = cases.received_at.to_numpy()[ratings.case] + target
    earliest = (ratings.rated_at + target).groupby(ratings.case).min()
    first = ratings.drop_duplicates("case").set_index("case")
    final = ratings.drop_duplicates("case", keep="last").set_index("case")
    return pd.DataFrame(
        {
            "first_risk": first.risk,
            "first_rank": first["rank"],
            "first_rated": first.rated_at,
            "due_initial": first.due,
            "final_risk": final.risk,
            "final_rank": final["rank"],
            "due_current": final.due,
            "earliest": earliest,
        }
    )


def disposed(disposals: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Each case's most severe outcome (of equally severe ones the smallest) and its first intervention.

    `outcomes` stand in order of severity, so that the most severe is the one with the smallest number.
    """
    dtype = disposals.outcome_id.dtype
    order = outcomes.set_index("outcome_id").index.get_indexer(dtype.categories)[
        disposals.outcome_id.cat.codes
    ]
    worst = pd.Series(order).groupby(disposals.case.to_numpy()).min()
    acted = disposals[outcomes.severity.to_numpy()[order] >= 1]
    return pd.DataFrame(
        {
            "worst_outcome": pd.Series(outcomes.outcome_id.array[worst], index=worst.index),
            "severity": pd.Series(outcomes.severity.to_numpy()[worst], index=worst.index),
            "acted_at": acted.groupby("case").decided_at.min(),
        }
    )


def asked(requests: pd.DataFrame, cases: pd.DataFrame, as_at: pd.Timestamp) -> pd.DataFrame:
    """Requests of the window's referrals; `counts`: those that bear on the way to the decision."""
    asked = requests[(requests.requested_at <= as_at) & cases.in_window.to_numpy()[requests.case]]
    response = asked.pop("response")
    asked["cancelled"] = (response == "cancelled") & ~(asked.responded_at > as_at)
    asked["responded_at"] = asked.responded_at.where(asked.responded_at <= as_at)
    asked["shared"] = (response == "shared") & asked.responded_at.notna()
    asked["time_known"] = cases.time_known.to_numpy()[asked.case]
    stop_at = cases.stop_at.to_numpy()[asked.case]
    asked["counts"] = ~asked.cancelled & asked.time_known & (asked.requested_at <= stop_at)
    asked["answered"] = asked.responded_at <= stop_at
    asked["until"] = asked.responded_at.where(asked.answered, stop_at)
    return asked


def visits(subjects: pd.DataFrame, cases: pd.DataFrame, days: int) -> pd.DataFrame:
    """Each considered referral with each of its subjects, and how it stands to the one before it.

    In order of person and receipt; of one moment the largest referral_id comes last.
    """
    seen = subjects[~cases.known_open.to_numpy()[subjects.case]]
    received_at = cases.received_at.to_numpy()[seen.case]
    order = np.lexsort((seen.case, received_at, seen.person))
    seen, received_at = seen.iloc[order], received_at[order]
    seen = seen.assign(received_at=received_at)
    # several referrals of one moment have the same earlier one: look it up once for each moment
    begins = ~seen.duplicated(["person", "received_at"]).to_numpy()
    moments = seen[begins]
    before = moments.person == moments.person.shift()
    last_rank = cases.final_rank.to_numpy()[seen.drop_duplicates(["person", "received_at"], keep="last").case]
    earlier_at = moments.received_at.shift().where(before)
    previous_rank = pd.Series(last_rank).shift().where(before.to_numpy())
    moment = begins.cumsum() - 1
    since = received_at - earlier_at.to_numpy()[moment]
    return seen.assign(
        repeat=since <= np.timedelta64(days, "D"), previous_rank=previous_rank.to_numpy()[moment]
    )


def returns(visits: pd.DataFrame, cases: pd.DataFrame, as_at: pd.Timestamp) -> pd.DataFrame:
    """Each considered decided referral of the window and subject: the wait until the person came back."""
    decided = (cases.in_window & cases.decided_at.notna()).to_numpy()
    units = visits.loc[decided[visits.case], ["case", "person"]]
    units["decided_at"] = cases.decided_at.to_numpy()[units.case]
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


def raised(
    escalations: pd.DataFrame, as_at: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp
) -> pd.DataFrame:
    """Escalations raised in the window, as they stand at as-at."""
    day = london(escalations.raised_at)
    raised = escalations[(escalations.raised_at <= as_at) & (day >= start) & (day < end)]
    resolved = raised.resolved_at <= as_at
    return raised.assign(
        month=day.dt.to_period("M"),
        resolved_at=raised.resolved_at.where(resolved),
        resolution=raised.resolution.where(resolved),
    )
