"""What a statistic is: name, columns, dimensions, a function from tables to cells, finishing steps.

The function takes unbound Ibis tables and the question and returns one or several Ibis expressions
("cells": one row for each combination of the dimensions that has one). The engine runs them, lays
the cells over every combination shown, and the finishing steps add what no two SQL engines compute
to the same last digit: rates, intervals, survival.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import ibis.expr.types as ir

from mash.engine.dimensions import Dimension, Shown
from mash.engine.question import Question
from mash.engine.tables import Tables

Row: TypeAlias = dict[str, Any]
Cells: TypeAlias = ir.Table | Sequence[ir.Table]
Finish: TypeAlias = Callable[[list[Row], Question, Shown], list[Row]]
Function: TypeAlias = Callable[[Tables, Question], Cells]


@dataclass(frozen=True)
class Statistic:
    """A statistic of a measure. `columns` are exactly those of its CSV, in order."""

    measure: str
    name: str
    columns: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    cells: Function
    finish: tuple[Finish, ...]
    blank: frozenset[str]
    every_combination: bool

    @property
    def key(self) -> str:
        """Measure and name, as in `results/`: `m01_referrals_by_agency/by_agency`."""
        return f"{self.measure}/{self.name}"

    @property
    def definition(self) -> str:
        """What it says, in words: the function's docstring."""
        return inspect.getdoc(self.cells) or ""


def statistic(
    *dimensions: Dimension,
    columns: str,
    finish: Sequence[Finish] = (),
    blank: str = "",
    every_combination: bool = True,
) -> Callable[[Function], Statistic]:
    """Declare a function of a measure's file as one of its statistics.

    `columns`: all columns of the CSV, separated by spaces. `finish`: steps that turn the counts into
    the columns that remain. `blank`: columns that are empty, not 0, where there is nothing.
    `every_combination` False: only combinations that have a row are printed.
    """

    def declare(function: Function) -> Statistic:
        return Statistic(
            measure=function.__module__.rpartition(".")[2],
            name=function.__name__,
            columns=tuple(columns.split()),
            dimensions=dimensions,
            cells=function,
            finish=tuple(finish),
            blank=frozenset(blank.split()),
            every_combination=every_combination,
        )

    return declare


def statistics_of(module: Any) -> list[Statistic]:
    """The statistics that a measure's module declares, in the order in which they stand there."""
    return [value for value in vars(module).values() if isinstance(value, Statistic)]
