"""What every statistic starts from: one row a referral, and what hangs on it by `case`, its index.

Two contestants make it: `everyday` as an analyst does, `tuned` with row numbers for ids.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

pd.options.mode.copy_on_write = True  # as in pandas 3: what is cut out of a frame is its own, without a copy

Files = Mapping[str, Sequence[Path]]
REPEAT_DAYS = 365
STATES = ("no_target", "in_time", "late", "open_in_time", "open_overdue")


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
    sole_waits: Callable[[pd.DataFrame], pd.Series]

    def of_case(self, column: str, case: pd.Series) -> np.ndarray:
        """A column of `cases` for each of these referrals."""
        return of_case(self.cases, column, case)


def of_case(cases: pd.DataFrame, column: str, case: pd.Series) -> np.ndarray:
    """A column of `cases` for each of these referrals."""
    found = cases[column].reindex(case)
    return found.array if isinstance(found.dtype, pd.CategoricalDtype) else found.to_numpy()


@dataclass(frozen=True)
class Instants:
    """As-at and the window: moments in UTC, days in London, none of which says so."""

    as_at: pd.Timestamp
    start: pd.Timestamp
    end: pd.Timestamp

    @staticmethod
    def of(as_at: str, start: str, end: str) -> "Instants":
        """From ISO 8601; the window ends at the latest with the day of as-at."""
        instant = pd.Timestamp(as_at)
        today = instant.tz_convert("Europe/London").tz_localize(None).normalize()
        last = min(pd.Timestamp(end), today + pd.Timedelta(days=1))
        return Instants(instant.tz_convert(None).as_unit("us"), pd.Timestamp(start), last)
