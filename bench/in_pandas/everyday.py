"""The everyday contestant: the tables as pandas reads them, ids and codes as the text they are, merge and groupby."""

from typing import Any

import numpy as np
import pandas as pd

from bench.in_pandas import tables
from bench.in_pandas.cases import REPEAT_DAYS, STATES, Data, Files, Instants


def prepare(files: Files, as_at: str, start: str, end: str) -> Data:
    """Read the dataset and make the tables."""
    at = Instants.of(as_at, start, end)

    def read(table: str, *columns: str, **how: Any) -> pd.DataFrame:
        """Columns of a table, moments in UTC."""
        frame = pd.read_parquet(files[table][0], columns=list(columns), **how)
        moments = frame.select_dtypes("datetimetz")
        frame = frame.assign(**{column: moments[column].dt.tz_localize(None) for column in moments})
        return frame.rename(columns={"referral_id": "case"})

    cases = read("referrals", "referral_id", "agency_id", "cohort_id", "received_at", "time_known",
                 "decided_at", "feedback_at", "known_open").set_index("case")  # fmt: skip
    cases = tables.received(cases[cases.received_at <= at.as_at], at)

    def placed(frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of known referrals."""
        return frame[frame.case.isin(cases.index)]

    risks = read("risks", "risk", "rank", "target_hours")
    ratings = read("ratings", "referral_id", "rating_id", "rated_at", "risk").merge(risks, on="risk")
    cases = cases.join(rated(ratings.merge(cases[["received_at", "stop_at"]], on="case")))
    cases = cases.fillna({"first_risk": "unrated", "final_risk": "unrated"})
    cases["due_strictest"] = cases[["due_initial", "earliest"]].min(axis=1)
    cases["due_at"] = cases.due_strictest.where(cases.time_known)
    cases["state"] = np.array(STATES, dtype=object)[tables.state(cases, at.as_at)]

    outcomes = read("outcomes", "outcome_id", "severity", "forum")
    disposals = read("disposals", "referral_id", "outcome_id", "decided_at", "agency_id", "role")
    disposals = placed(disposals[disposals.decided_at <= at.as_at])
    cases = cases.join(disposed(disposals.merge(outcomes, on="outcome_id")))

    requests = placed(read("requests", "referral_id", "agency_id", "requested_at", "due_at", "responded_at",
                           "response"))  # fmt: skip
    people = placed(read("subjects", "referral_id", "person_key", filters=[("role", "==", "subject")]))
    people = people.rename(columns={"person_key": "person"})
    seen = visits(people.merge(cases[["received_at", "known_open", "final_rank"]], on="case"))
    escalations = read("escalations", "raised_at", "raised_by", "about", "reason", "stage", "resolved_at",
                       "resolution")  # fmt: skip
    return Data(
        as_at=at.as_at,
        start=at.start,
        end=at.end,
        agencies=read("agencies", "agency_id", "in_baseline"),
        outcomes=outcomes,
        risks=risks,
        baselines=read("baselines", "agency_id", "cohort_id", "start", "end", "volume"),
        cases=cases,
        window=cases[cases.in_window],
        referral_cohorts=placed(read("referral_cohorts", "referral_id", "cohort_id")),
        disposals=disposals,
        asked=tables.asked(requests, cases, at.as_at),
        subjects=people,
        visits=seen,
        returns=tables.returns(seen, cases, at.as_at),
        escalations=tables.raised(escalations, at),
        sole_waits=sole_waits,
    )


def rated(ratings: pd.DataFrame) -> pd.DataFrame:
    """First and last rating of each case up to its stop, and the due times they set."""
    ratings = ratings[ratings.rated_at <= ratings.stop_at].sort_values(["case", "rated_at", "rating_id"])
    target = pd.to_timedelta(ratings.target_hours, unit="h").dt.as_unit("us")
    ratings = ratings.assign(due=ratings.received_at + target, from_rating=ratings.rated_at + target)
    return ratings.groupby("case").agg(
        first_risk=("risk", "first"),
        first_rank=("rank", "first"),
        first_rated=("rated_at", "first"),
        due_initial=("due", "first"),
        final_risk=("risk", "last"),
        final_rank=("rank", "last"),
        due_current=("due", "last"),
        earliest=("from_rating", "min"),
    )


def disposed(disposals: pd.DataFrame) -> pd.DataFrame:
    """Each case's most severe outcome (of equally severe ones the smallest) and its first intervention."""
    worst = disposals.sort_values(["severity", "outcome_id"], ascending=[False, True]).drop_duplicates("case")
    worst = worst.set_index("case").rename(columns={"outcome_id": "worst_outcome"})
    acted = disposals[disposals.severity >= 1].groupby("case").decided_at.min()
    return worst[["worst_outcome", "severity"]].assign(acted_at=acted)


def visits(subjects: pd.DataFrame) -> pd.DataFrame:
    """Each considered referral with each of its subjects, and how it stands to the one before it.

    Of several received at one moment the one with the largest referral_id is the previous one.
    """
    seen = subjects[~subjects.known_open].sort_values(["person", "received_at", "case"])
    moments = seen.drop_duplicates(["person", "received_at"], keep="last")
    before = moments.groupby("person")[["received_at", "final_rank"]].shift()
    moments = moments[["person", "received_at"]].assign(
        earlier_at=before.received_at, previous_rank=before.final_rank
    )
    seen = seen.merge(moments, on=["person", "received_at"])
    return seen.assign(repeat=seen.received_at - seen.earlier_at <= pd.Timedelta(days=REPEAT_DAYS))


def sole_waits(counting: pd.DataFrame) -> pd.Series:
    """Microseconds in which an agency was the only one with a request outstanding, by agency."""
    pair = ["case", "agency_id"]
    spells = counting.sort_values([*pair, "requested_at"])
    # one agency's requests that overlap are trimmed, so that each moment has the agency once
    covered = spells.assign(covered=spells.groupby(pair).until.cummax()).groupby(pair).covered.shift()
    spells["start"] = spells.requested_at.mask(covered > spells.requested_at, covered)
    spells = spells[spells.start < spells.until]
    number = spells.agency_id.astype("category").cat.codes.astype("int64") + 1
    steps = pd.concat(
        [
            pd.DataFrame({"case": spells.case, "moment": spells.start, "step": 1, "number": number}),
            pd.DataFrame({"case": spells.case, "moment": spells.until, "step": -1, "number": -number}),
        ]
    )
    steps = steps.sort_values(["case", "moment"], ignore_index=True)
    running = steps.groupby("case")[["step", "number"]].cumsum()
    steps["wait"] = steps.groupby("case").moment.shift(-1) - steps.moment
    alone = steps[running.step == 1].assign(number=running.number)
    waited = alone.groupby("number").wait.sum().astype("int64")
    return waited.set_axis(spells.agency_id.astype("category").cat.categories[waited.index - 1])
