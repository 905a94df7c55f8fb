"""A measure's figures as the report reads them: typed rows, names of codes, words for numbers."""

from dataclasses import dataclass
from typing import Any

from mash.engine.results import Results

#: Dimension columns that hold codes of a reference table.
NAMED_BY = {
    "agency_id": "agencies",
    "raised_by": "agencies",
    "about": "agencies",
    "cohort_id": "cohorts",
    "risk": "risks",
    "first_risk": "risks",
    "final_risk": "risks",
    "outcome_id": "outcomes",
}
WORDS = {
    "*": "All",
    "unknown": "Unknown",
    "unrated": "Not rated",
    "hub": "The hub as a whole",
    "case": "The case as a whole",
    "other": "Other agencies",
}
RATES = {
    "share", "share_of_all", "share_of_decided", "share_of_time", "rate", "lower", "upper", "on_time_rate",
    "utilised_rate", "changed_rate", "return_probability", "top_two_share", "good_or_better",
}  # fmt: skip
#: Rates of statistics whose lower and upper belong to something other than a share.
NOT_SHARES = {"m03_risk/added_value"}

Row = dict[str, Any]


class Hidden:
    """What a published figure has where protection hides it: neither 0 nor undefined, and no number.

    It compares with nothing and adds to nothing, so that a sentence or chart that forgets it fails.
    """

    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN = Hidden()
#: How a hidden figure stands in the CSV of published results.
HIDDEN_TEXT = "c"


@dataclass(frozen=True)
class Figures:
    """The figures of one measure."""

    results: Results
    measure: str

    def has(self, statistic: str) -> bool:
        """Whether the results hold the statistic."""
        return f"{self.measure}/{statistic}" in self.results.about["statistics"]

    def rows(self, statistic: str) -> list[Row]:
        """Rows with numbers as numbers and empty as None; codes and months stay text."""
        return [
            {column: _typed(column, text) for column, text in row.items()}
            for row in self.results.rows(f"{self.measure}/{statistic}")
        ]

    def total(self, statistic: str, dimension: str) -> Row:
        """The row `*` of a statistic with one dimension."""
        return next(row for row in self.rows(statistic) if row[dimension] == "*")

    def parts(self, statistic: str, dimension: str) -> list[Row]:
        """The rows of a statistic but for `*`."""
        return [row for row in self.rows(statistic) if row[dimension] != "*"]

    def by_rank(self, rows: list[Row], column: str = "risk") -> list[Row]:
        """Rows with the highest risk first and what is not rated last."""
        ranked = list(self.results.about["names"]["risks"])
        return sorted(rows, key=lambda row: -ranked.index(row[column]) if row[column] in ranked else 1)

    def name(self, column: str, code: Any) -> str:
        """What people call a code."""
        names = self.results.about["names"].get(NAMED_BY.get(column, ""), {})
        text = str(code)
        return names.get(text) or WORDS.get(text) or text.replace("_", " ").capitalize()


def _typed(column: str, text: str) -> Any:
    if text == "":
        return None
    if column in NAMED_BY or column.endswith("_id") or column in _TEXT:
        return text
    if text == HIDDEN_TEXT:
        return HIDDEN
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text


_TEXT = {
    "month",
    "theme",
    "criterion",
    "stage",
    "kind",
    "source",
    "reason",
    "segment",
    "measure",
    "direction",
}


def count(value: float | None) -> str:
    """A whole number with thousands separated."""
    return "–" if value is None else f"{value:,.0f}"


def percent(value: float | None) -> str:
    """A share as a percentage with one decimal."""
    return "–" if value is None else f"{100 * value:.1f} %"


def decimal(value: float | None, places: int = 1) -> str:
    """A decimal number."""
    return "–" if value is None else f"{value:,.{places}f}"


def between(lower: float | None, upper: float | None) -> str:
    """An interval of shares in words; nothing where it is not defined."""
    if lower is None or upper is None:
        return ""
    return f" (95 % interval {percent(lower)} to {percent(upper)})"


def plural(number: float, one: str, many: str | None = None) -> str:
    """`1 referral`, `2 referrals`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"
