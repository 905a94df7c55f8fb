"""Tables of the report: column headings in words, numbers as people read them."""

from dataclasses import dataclass

from mash.release.figures import (
    HIDDEN,
    NAMED_BY,
    NOT_SHARES,
    RATES,
    Figures,
    Row,
    count,
    decimal,
    percent,
)  # fmt: skip

HEADINGS = {
    "agency_id": "Agency",
    "cohort_id": "Cohort",
    "outcome_id": "Outcome",
    "survey_id": "Survey",
    "question_id": "Question",
    "round_id": "Round",
    "lower": "95 % interval from",
    "upper": "to",
    "median_hours": "Median hours",
    "p90_hours": "90th percentile, hours",
    "due": "Due (due time passed)",
    "met": "Met (decided by it)",
    "p90": "90th percentile",
}
#: Columns that are labels of a row, not numbers to be aligned right.
LABELS = {
    "month", "risk", "stage", "first_risk", "final_risk", "measure", "segment", "target_policy", "direction",
    "raised_by", "about", "reason", "source", "theme", "criterion", "kind",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A cell's text and whether it is a number; `hidden`: its figure is not shown."""

    text: str
    number: bool
    hidden: bool = False


@dataclass(frozen=True)
class Table:
    """A statistic as a table: name, what it says, headings, rows."""

    name: str
    caption: str
    definition: str
    headings: list[Cell]
    rows: list[list[Cell]]

    @property
    def hidden(self) -> int:
        """How many figures of it are hidden."""
        return sum(cell.hidden for row in self.rows for cell in row)


def table(figures: Figures, statistic: str) -> Table:
    """A statistic of the measure as a table for people."""
    key = f"{figures.measure}/{statistic}"
    entry = figures.results.about["statistics"][key]
    rows = figures.rows(statistic)
    columns = list(rows[0]) if rows else []
    return Table(
        statistic,
        statistic.replace("_", " ").capitalize(),
        entry["definition"],
        [Cell(heading(column), not _label(column)) for column in columns],
        [[_cell(figures, key, column, row) for column in columns] for row in rows],
    )


def heading(column: str) -> str:
    """A column's name in words."""
    return HEADINGS.get(column) or column.replace("_", " ").capitalize()


def _label(column: str) -> bool:
    return column in LABELS or column.endswith("_id")


def _cell(figures: Figures, key: str, column: str, row: Row) -> Cell:
    value = row[column]
    if column in NAMED_BY or (_label(column) and column != "month"):
        return Cell("–" if value is None else figures.name(column, value), False)
    if column == "month":
        return Cell(value, False)
    if value == "*":
        return Cell("All", True)
    if value is HIDDEN:
        return Cell(count(value), True, hidden=True)
    if column in RATES and key not in NOT_SHARES:
        return Cell(percent(value), True)
    if isinstance(value, float):
        return Cell(decimal(value, 2), True)
    return Cell(count(value), True)
