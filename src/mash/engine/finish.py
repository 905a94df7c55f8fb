"""Finishing steps: what is added to a statistic's cells once they are few rows of whole numbers."""

from collections.abc import Callable

from mash.engine.dimensions import TOTAL, Shown
from mash.engine.intervals import wilson
from mash.engine.question import Question
from mash.engine.statistic import Finish, Row


def each(change: Callable[[Row], Row]) -> Finish:
    """A step that adds columns to every row by itself."""

    def step(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
        return [row | change(row) for row in rows]

    return step


def ratio(name: str, numerator: str, denominator: str, times: float = 1) -> Finish:
    """`name` = times × numerator ÷ denominator, empty when the denominator is 0 or empty."""
    return each(lambda row: {name: quotient(row[numerator], row[denominator], times)})


def rate(name: str, numerator: str, denominator: str) -> Finish:
    """`name`, `lower`, `upper`: a proportion of whole numbers with its Wilson interval."""

    def change(row: Row) -> Row:
        lower, upper = wilson(row[numerator], row[denominator])
        return {name: quotient(row[numerator], row[denominator]), "lower": lower, "upper": upper}

    return each(change)


def share_of_total(name: str, count: str, dimension: str) -> Finish:
    """`name` = the row's count ÷ that of the row `*`; 1 in that row, empty when there is nothing."""

    def step(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
        whole = next(row[count] for row in rows if row[dimension] == TOTAL)
        return [row | {name: quotient(row[count], whole)} for row in rows]

    return step


def quotient(numerator: float | None, denominator: float | None, times: float = 1) -> float | None:
    """times × numerator ÷ denominator, or None where that is not defined."""
    if numerator is None or not denominator:
        return None
    return times * numerator / denominator
