"""The tuned contestant: referrals are numbered once (`case`), what hangs on them is joined by position and
not by text, codes are categories, and what groupby would do is done on sorted arrays.
"""

from typing import Any

import numpy as np
import pandas as pd

from bench.in_pandas import tables
from bench.in_pandas.cases import REPEAT_DAYS, STATES, Data, Files, Instants

#: Columns of codes, and the table that lists them.
CODES = {"agency_id": "agencies", "cohort_id": "cohorts", "risk": "risks", "outcome_id": "outcomes"}


def prepare(files: Files, as_at: str, start: str, end: str) -> Data:
    """Read the dataset and make the tables."""
    at = Instants.of(as_at, start, end)
    codes = {column: _codes(files, column, table) for column, table in CODES.items()}

    def read(table: str, *columns: str, **how: Any) -> pd.DataFrame:
        """Columns of a table: text as categories, except rating_id, which is compared; moments in UTC."""
        coded = [column for column in columns if column != "rating_id"]
        frame = pd.read_parquet(files[table][0], columns=list(columns), read_dictionary=coded, **how)
        frame = frame.astype({column: codes[column] for column in columns if column in codes})
        moments = frame.select_dtypes("datetimetz")
        return frame.assign(**{column: moments[column].dt.tz_localize(None) for column in moments})

    cases = read("referrals", "referral_id", "agency_id", "cohort_id", "received_at", "time_known",
                 "decided_at", "feedback_at", "known_open")  # fmt: skip
    cases = cases[cases.received_at <= at.as_at].astype({"referral_id": object})
    cases = cases.set_index("referral_id").sort_index()
    known, cases = cases.index, cases.reset_index(drop=True)
    cases = tables.received(cases, at)

    def placed(frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of known referrals, with `case`, the number of the referral's row, for its id."""
        ids = frame.pop("referral_id").cat
        frame["case"] = known.get_indexer(ids.categories)[ids.codes].astype(np.int32)
        return frame[frame.case >= 0]

    risks = read("risks", "risk", "rank", "target_hours").set_index("risk")
    ratings = placed(read("ratings", "referral_id", "rating_id", "rated_at", "risk"))
    cases = cases.join(rated(ratings, risks, cases))
    for risk in ("first_risk", "final_risk"):
        cases[risk] = cases[risk].cat.add_categories("unrated").fillna("unrated")
    cases["due_strictest"] = np.fmin(cases.due_initial, cases.pop("earliest"))
    cases["due_at"] = cases.due_strictest.where(cases.time_known)
    cases["state"] = pd.Categorical.from_codes(tables.state(cases, at.as_at), STATES)

    outcomes = read("outcomes", "outcome_id", "severity", "forum")
    outcomes = outcomes.sort_values(["severity", "outcome_id"], ascending=[False, True], ignore_index=True)
    disposals = placed(read("disposals", "referral_id", "outcome_id", "decided_at", "agency_id", "role"))
    disposals = disposals[disposals.decided_at <= at.as_at]
    cases = cases.join(disposed(disposals, outcomes))

    requests = placed(read("requests", "referral_id", "agency_id", "requested_at", "due_at", "responded_at",
                           "response"))  # fmt: skip
    people = placed(read("subjects", "referral_id", "person_key", filters=[("role", "==", "subject")]))
    people["person"] = people.pop("person_key").cat.codes
    seen = visits(people, cases, REPEAT_DAYS)
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


def _codes(files: Files, column: str, table: str) -> pd.CategoricalDtype:
    listed = pd.read_parquet(files[table][0], columns=[column])[column]
    return pd.CategoricalDtype(sorted(listed.unique()))


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


def sole_waits(counting: pd.DataFrame) -> pd.Series:
    """Microseconds in which an agency was the only one with a request outstanding, by agency."""
    agencies = counting.agency_id.dtype.categories
    # one agency's requests that overlap are trimmed, so that each moment has the agency once
    pair = counting.case.to_numpy(np.int64) * len(agencies) + counting.agency_id.cat.codes.to_numpy()
    order = np.lexsort((counting.requested_at, pair))
    open_, pair = counting.iloc[order], pair[order]
    covered = open_.until.groupby(pair).cummax().groupby(pair).shift()
    start = open_.requested_at.mask(covered > open_.requested_at, covered)
    spell = (start < open_.until).to_numpy()
    number = open_.agency_id.cat.codes.to_numpy()[spell].astype(np.int64) + 1
    case = open_.case.to_numpy()[spell]
    moment = np.concatenate([start.to_numpy()[spell], open_.until.to_numpy()[spell]]).astype(np.int64)
    order = np.lexsort((moment, np.concatenate([case, case])))
    moment = moment[order]
    # every spell ends within its referral: one running sum over all of them is 0 between two referrals
    outstanding = np.concatenate([np.ones_like(number), -np.ones_like(number)])[order].cumsum()
    who = np.concatenate([number, -number])[order].cumsum()
    alone = np.flatnonzero(outstanding == 1)
    waited = np.bincount(who[alone] - 1, moment[alone + 1] - moment[alone], minlength=len(agencies))
    return pd.Series(waited, index=agencies)
