"""What every statistic starts from: one row a referral, and what hangs on it by the number of that row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench.in_pandas import tables

pd.options.mode.copy_on_write = True  # as in pandas 3: what is cut out of a frame is its own, without a copy

Files = Mapping[str, Sequence[Path]]
REPEAT_DAYS = 365
STATES = ("no_target", "in_time", "late", "open_in_time", "open_overdue")
#: Columns of codes, and the table that lists them.
CODES = {"agency_id": "agencies", "cohort_id": "cohorts", "risk": "risks", "outcome_id": "outcomes"}


@dataclass
class Data:
    """The tables of a question. `cases` has every referral known at as-at, `window` those of the window."""

    as_at: pd.Timestamp  # UTC, as are all moments in the tables, none of which says so
    start: pd.Timestamp
    end: pd.Timestamp
    agencies: pd.DataFrame
    outcomes: pd.DataFrame
    risks: pd.DataFrame
    baselines: pd.DataFrame
    cases: pd.DataFrame
    window: pd.DataFrame
    referral_cohorts: pd.DataFrame
    disposals: pd.DataFrame
    asked: pd.DataFrame
    subjects: pd.DataFrame
    visits: pd.DataFrame
    returns: pd.DataFrame
    escalations: pd.DataFrame

    def of_case(self, column: str, case: pd.Series) -> np.ndarray:
        """A column of `cases` for each of these referrals."""
        return self.cases[column].to_numpy()[case]


def prepare(files: Files, as_at: str, start: str, end: str) -> Data:
    """Read the dataset and make the tables."""
    instant = pd.Timestamp(as_at)
    london = instant.tz_convert("Europe/London").tz_localize(None)
    instant = instant.tz_convert(None).as_unit("us")
    first = pd.Timestamp(start)
    last = min(pd.Timestamp(end), london.normalize() + pd.Timedelta(days=1))
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
    cases = cases[cases.received_at <= instant].astype({"referral_id": object})
    cases = cases.set_index("referral_id").sort_index()
    known, cases = cases.index, cases.reset_index(drop=True)
    for moment in ("decided_at", "feedback_at"):
        cases[moment] = cases[moment].where(cases[moment] <= instant)
    day = tables.london(cases.received_at)
    cases["in_window"] = (day >= first) & (day < last)
    cases["month"] = day.dt.to_period("M")
    cases["stop_at"] = cases.decided_at.fillna(instant)

    def placed(frame: pd.DataFrame) -> pd.DataFrame:
        """Rows of known referrals, with `case`, the number of the referral's row, for its id."""
        ids = frame.pop("referral_id").cat
        frame["case"] = known.get_indexer(ids.categories)[ids.codes].astype(np.int32)
        return frame[frame.case >= 0]

    risks = read("risks", "risk", "rank", "target_hours").set_index("risk")
    ratings = placed(read("ratings", "referral_id", "rating_id", "rated_at", "risk"))
    cases = cases.join(tables.rated(ratings, risks, cases))
    for risk in ("first_risk", "final_risk"):
        cases[risk] = cases[risk].cat.add_categories("unrated").fillna("unrated")
    cases["due_strictest"] = np.fmin(cases.due_initial, cases.pop("earliest"))
    cases["due_at"] = cases.due_strictest.where(cases.time_known)
    conditions = (
        cases.due_at.isna(),
        cases.decided_at <= cases.due_at,
        cases.decided_at > cases.due_at,
        cases.due_at >= instant,
    )
    state = np.select(conditions, range(4), 4)
    cases["state"] = pd.Categorical.from_codes(state, STATES)

    outcomes = read("outcomes", "outcome_id", "severity", "forum")
    outcomes = outcomes.sort_values(["severity", "outcome_id"], ascending=[False, True], ignore_index=True)
    disposals = placed(read("disposals", "referral_id", "outcome_id", "decided_at", "agency_id", "role"))
    disposals = disposals[disposals.decided_at <= instant]
    cases = cases.join(tables.disposed(disposals, outcomes))

    requests = placed(read("requests", "referral_id", "agency_id", "requested_at", "due_at", "responded_at",
                           "response"))  # fmt: skip
    people = placed(read("subjects", "referral_id", "person_key", filters=[("role", "==", "subject")]))
    people["person"] = people.pop("person_key").cat.codes
    seen = tables.visits(people, cases, REPEAT_DAYS)
    escalations = read("escalations", "raised_at", "raised_by", "about", "reason", "stage", "resolved_at",
                       "resolution")  # fmt: skip
    return Data(
        as_at=instant,
        start=first,
        end=last,
        agencies=read("agencies", "agency_id", "in_baseline"),
        outcomes=outcomes,
        risks=risks,
        baselines=read("baselines", "agency_id", "cohort_id", "start", "end", "volume"),
        cases=cases,
        window=cases[cases.in_window],
        referral_cohorts=placed(read("referral_cohorts", "referral_id", "cohort_id")),
        disposals=disposals,
        asked=tables.asked(requests, cases, instant),
        subjects=people,
        visits=seen,
        returns=tables.returns(seen, cases, instant),
        escalations=tables.raised(escalations, instant, first, last),
    )


def _codes(files: Files, column: str, table: str) -> pd.CategoricalDtype:
    listed = pd.read_parquet(files[table][0], columns=[column])[column]
    return pd.CategoricalDtype(sorted(listed.unique()))
