"""A measure's figures as the report reads them: typed rows, names of codes, words for numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeGuard

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
#: How a hidden figure stands in the CSV of published results, and how on a page.
HIDDEN_TEXT = "c"
HIDDEN_SHOWN = "[c]"
HIDDEN_MEANS = f"{HIDDEN_SHOWN}: hidden so that nobody can be recognised."


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

    def curves(self, name: str, column: str | None) -> tuple[str, dict[str, list[Row]]]:
        """The unit of time of a curve, and its points by the codes of a column (`*` where it has none); no
        points where the results hold no such curve.
        """
        key = f"{self.measure}/{name}"
        groups: dict[str, list[Row]] = {}
        for row in self.results.curve(key):
            typed = {name: _typed(name, text) for name, text in row.items()}
            groups.setdefault(typed[column] if column else "*", []).append(typed)
        return self.results.about.get("curves", {}).get(key, {}).get("unit", ""), groups

    def by_rank(self, rows: list[Row], column: str = "risk") -> list[Row]:
        """Rows with the highest risk first and what is not rated last."""
        ranked = list(self.results.about["names"]["risks"])
        return sorted(rows, key=lambda row: -ranked.index(row[column]) if row[column] in ranked else 1)

    def named(self, rows: Iterable[Row], column: str) -> list[Row]:
        """Rows with what people call the code of a column as their `name`, and as `label`, which is shorter
        for an agency.
        """
        label = self.short if column == "agency_id" else partial(self.name, column)
        return [row | {"name": self.name(column, row[column]), "label": label(row[column])} for row in rows]

    def short(self, code: Any) -> str:
        """An agency's name without the word that most agencies' names begin with, for a crowded picture."""
        name = self.name("agency_id", code)
        names = list(self.results.about["names"].get("agencies", {}).values())
        first, _, others = name.partition(" ")
        alike = sum(other.startswith(f"{first} ") for other in names)
        shorter = others[:1].upper() + others[1:]
        return shorter if shorter and shorter not in names and 2 * alike > len(names) > 2 else name

    def name(self, column: str, code: Any) -> str:
        """What people call a code; with the code where another has the same name."""
        table, text = NAMED_BY.get(column, ""), str(code)
        names = self.results.about["names"].get(table, {})
        name = names.get(text)
        if name and list(names.values()).count(name) > 1:
            return f"{name} ({text})"
        if text == "other" and table == "agencies":
            return "Other agencies"
        return name or WORDS.get(text) or text.replace("_", " ").capitalize()


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


def known(value: Any) -> TypeGuard[float]:
    """True for a figure that is there: neither hidden nor undefined."""
    return value is not None and value is not HIDDEN


def shown(*values: Any) -> bool:
    """True where none of the values is hidden."""
    return not any(value is HIDDEN for value in values)


def largest_first(rows: Iterable[Row], column: str) -> list[Row]:
    """Rows from the largest figure to the smallest; those hidden or not defined stand last."""
    return sorted(rows, key=lambda row: (0, -row[column]) if known(row[column]) else (1, 0))


def count(value: float | Hidden | None) -> str:
    """A whole number with thousands separated."""
    return _written(value, lambda number: f"{number:,.0f}")


def percent(value: float | Hidden | None) -> str:
    """A share as a percentage with one decimal."""
    return _written(value, lambda number: f"{100 * number:.1f} %")


def decimal(value: float | Hidden | None, places: int = 1) -> str:
    """A decimal number."""
    return _written(value, lambda number: f"{number:,.{places}f}")


def _written(value: float | Hidden | None, write: Callable[[float], str]) -> str:
    if isinstance(value, Hidden):
        return HIDDEN_SHOWN
    return "–" if value is None else write(value)


def between(lower: float | Hidden | None, upper: float | Hidden | None) -> str:
    """An interval of shares in words; nothing where it is hidden or not defined."""
    if not known(lower) or not known(upper):
        return ""
    return f" (95 % interval {percent(lower)} to {percent(upper)})"


def unless_hidden(sentence: str, instead: str, *values: Any) -> str:
    """The sentence; where a figure that it says is hidden, what is said instead."""
    return sentence if shown(*values) else instead


def leading(rows: Iterable[Row], column: str) -> tuple[Row | None, str]:
    """The row with the largest figure above 0, or None; and what a sentence about it begins with: that only
    what is shown was compared, where some figure is hidden.
    """
    rows = list(rows)
    first = next(iter(largest_first(rows, column)), None)
    if first is None or not known(first[column]) or not first[column]:
        return None, ""
    return first, "" if shown(*(row[column] for row in rows)) else "Of those shown, "


def plural(number: float | Hidden | None, one: str, many: str | None = None) -> str:
    """`1 referral`, `2 referrals`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"
