"""The tables of one release as text, raw or published, by brief names; cells are named across releases."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from mash.engine.dimensions import TOTAL, UNRATED
from mash.engine.question import Question
from mash.engine.results import Results
from mash.release.disclosure.columns import BRIEF, DIMENSIONS, TOTALLED, count_columns

Codes = tuple[str, ...]
#: Stands for the codes of a dimension that no table of the release has.
SOME = "…"
#: Dimension columns that hold the codes of another.
SAME_CODES = {
    "raised_by": "agency_id",
    "about": "agency_id",
    "first_risk": "risk",
    "final_risk": "risk",
}


class Cell(NamedTuple):
    """A cell: number of the release, statistic (briefly), codes of its row, column."""

    release: int
    statistic: str
    row: Codes
    column: str

    def __str__(self) -> str:
        where = f" of earlier release {self.release}" if self.release > 0 else ""
        return f"{self.statistic}.{self.column}[{', '.join(self.row)}]{where}"


@dataclass(frozen=True)
class Release:
    """What was asked, and every statistic's rows by their codes.

    A statistic that the release leaves out has no row in `rows`; `withheld` has the rows it would have, as
    an intruder knows how they would hang together with what is shown.
    """

    about: Mapping[str, Any]
    rows: Mapping[str, Mapping[Codes, dict[str, str]]]
    number: int = 0
    _found: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def withheld(self) -> dict[str, list[Codes]]:
        """The rows of statistics that are left out, by the codes that stand in the others."""
        codes: dict[str, set[str]] = defaultdict(set)
        for statistic, rows in self.rows.items():
            for position, column in enumerate(DIMENSIONS[statistic]):
                codes[SAME_CODES.get(column, column)].update(row[position] for row in rows)
        codes["month"] = codes["month"] or set(self._months())
        return {
            statistic: [
                row
                for row in product(*[_possible(statistic, column, codes) for column in columns])
                if not (statistic == "m07/by_pair" and row[0] == row[1] != TOTAL)
            ]
            for statistic, columns in DIMENSIONS.items()
            if statistic not in self.rows
        }

    def of(self, measure: str) -> "Release":
        """The statistics of one measure alone, `m10`; nothing is known of the others, not even their rows."""
        rows = {name: table for name, table in self.rows.items() if name.startswith(measure)}
        return Release(self.about, rows | {name: {} for name in DIMENSIONS if name not in rows}, self.number)

    def keys(self, statistic: str) -> Iterable[Codes]:
        """The codes of a statistic's rows, shown or withheld."""
        return self.rows[statistic] if statistic in self.rows else self.withheld.get(statistic, ())

    def has(self, statistic: str, row: Codes) -> bool:
        """Whether the statistic has this row, shown or withheld."""
        if statistic in self.rows:
            return row in self.rows[statistic]
        return row in self._found.setdefault(("withheld", statistic), set(self.withheld.get(statistic, ())))

    def matching(self, statistic: str, fixed: tuple[tuple[int, str], ...], summed: Codes) -> list[Codes]:
        """Rows with these codes at these positions, and no total at the positions `summed`."""
        positions = tuple(position for position, _ in fixed)
        index = self._found.get((statistic, positions, summed))
        if index is None:
            index = defaultdict(list)
            for row in self.keys(statistic):
                if not any(row[int(position)] == TOTAL for position in summed):
                    index[tuple(row[position] for position in positions)].append(row)
            self._found[statistic, positions, summed] = index
        found: list[Codes] = index.get(tuple(code for _, code in fixed), [])
        return found

    def cells(self) -> Iterator[tuple[Cell, str]]:
        """Every count that the release shows, with its text."""
        for statistic, rows in self.rows.items():
            columns = count_columns(statistic)
            for codes, row in rows.items():
                for column in columns:
                    yield Cell(self.number, statistic, codes, column), row[column]

    def _months(self) -> list[str]:
        """The months of the window."""
        start, end = (date.fromisoformat(self.about["window"][name]) for name in ("start", "end"))
        return Question(self.as_at, start, end).months

    @property
    def as_at(self) -> datetime:
        """The instant as at which everything is seen."""
        return datetime.fromisoformat(self.about["as_at"])


def read(results: Results, number: int = 0) -> Release:
    """The tables of a results folder. Columns and files that the contract does not know are passed over."""
    rows: dict[str, dict[Codes, dict[str, str]]] = {}
    for key in results.about["statistics"]:
        if (statistic := BRIEF.get(key)) is not None:
            names = DIMENSIONS[statistic]
            rows[statistic] = {tuple(row[name] for name in names): row for row in results.rows(key)}
    return Release(results.about, rows, number)


def _possible(statistic: str, column: str, codes: Mapping[str, set[str]]) -> list[str]:
    found = codes[SAME_CODES.get(column, column)] - {TOTAL}
    if column in ("first_risk", "final_risk"):
        found = found - {UNRATED}
    # of a dimension that nothing tells of, all that is known is that it has rows
    return [*([TOTAL] if column in TOTALLED[statistic] else []), *(sorted(found) or [SOME])]
