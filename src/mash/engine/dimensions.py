"""Dimensions of a statistic: which codes are shown, whether there is a total, and their order.

Source: measures-rules.md, "Codes shown, totals, order, empty".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from mash.framework import codes

TOTAL = "*"
UNKNOWN = "unknown"
UNRATED = "unrated"

Code = str | int


@dataclass(frozen=True)
class Shown:
    """The codes that a question shows, taken once from the dataset's reference tables.

    `agencies` are those valid on a day of the window; `risks` those in force on a day of it or given
    to a referral of it, `unrated` included where a referral of the window is unrated.
    """

    agencies: tuple[str, ...]
    baseline_agencies: tuple[str, ...]
    other_agencies: tuple[str, ...]
    risks: tuple[str, ...]
    cohorts: tuple[str, ...]
    outcomes: tuple[str, ...]
    forums: tuple[str, ...]
    months: tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """A dimension column: `codes` gives the codes shown besides those that have a row.

    `total`: a row `*` over the union of the records. `number`: the codes are whole numbers.
    """

    column: str
    codes: Callable[[Shown], Iterable[Code]]
    total: bool = False
    number: bool = False

    @property
    def totalled(self) -> "Dimension":
        """The same dimension with a total row."""
        return replace(self, total=True)

    def named(self, column: str) -> "Dimension":
        """The same dimension under another column name."""
        return replace(self, column=column)

    def parse(self, text: str | None) -> Code:
        """A code as the engine hands it over (text, or empty for unknown)."""
        if text is None:
            return UNKNOWN
        return int(text) if self.number and text not in (TOTAL, UNKNOWN) else text


def sort_key(code: Code) -> tuple[int, int, str]:
    """`*` first, numbers as numbers, everything else by Unicode code point."""
    if code == TOTAL:
        return (0, 0, "")
    if isinstance(code, int):
        return (1, code, "")
    return (2, 0, code)


def fixed(column: str, values: tuple[Code, ...]) -> Dimension:
    """A dimension over a fixed list of the contract: all of it is shown."""
    return Dimension(column, lambda shown: values, number=isinstance(values[0], int))


def observed(column: str, *, number: bool = False) -> Dimension:
    """A dimension of which only codes with a row are shown (rounds, surveys, themes …)."""
    return Dimension(column, lambda shown: (), number=number)


AGENCY = Dimension("agency_id", lambda shown: shown.agencies)
RISK = Dimension("risk", lambda shown: shown.risks)
COHORT = Dimension("cohort_id", lambda shown: shown.cohorts)
OUTCOME = Dimension("outcome_id", lambda shown: shown.outcomes)
MONTH = Dimension("month", lambda shown: shown.months)
SEVERITY = fixed("severity", codes.SEVERITIES)


def valid_in_window(valid_from: date | None, valid_to: date | None, start: date, last_day: date) -> bool:
    """True where the validity (both ends included, empty = unbounded) touches the window."""
    return (valid_from is None or valid_from <= last_day) and (valid_to is None or valid_to >= start)
