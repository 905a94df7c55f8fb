"""What an intruder can take for granted of each count while a release is being protected.

It is the strongest intruder that is planned for: of every count that is hidden for being small he is told
that it is; of those hidden along with it nothing. A total of nothing but hidden counts would say, by being
hidden for being small, how small they are: so it is hidden up to three above the least it can be.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from mash.release.disclosure.attack import at_least_one, known_of
from mash.release.disclosure.classes import hidden_zeros, may_be_zero
from mash.release.disclosure.grammar import Relation
from mash.release.disclosure.model import Contradiction, Model, Row, Whole, binding, model, relations
from mash.release.disclosure.release import Cell, Release
from mash.release.disclosure.rule import MANY, ROUNDED_TO, SMALL, WIDTH
from mash.release.disclosure.solver import Program
from mash.release.figures import HIDDEN_TEXT

Flags = npt.NDArray[np.bool_]


@dataclass
class Standing:
    """The model with a value for each variable: the raw one of `ours`, which the new release shows or hides,
    and a possible one of all others. `lower`, `upper`: what earlier releases leave of each.
    """

    made: Model
    values: Whole
    ours: Flags
    lower: Whole
    upper: Whole
    hidden: Flags = field(init=False)
    small: Flags = field(init=False)
    least: Whole = field(init=False)
    bound: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.hidden = self.ours & (self.values > 0) & (self.values <= SMALL)
        self._rounded = ROUNDED_TO * np.rint(self.values / ROUNDED_TO).astype(np.int64)
        totals = [found for row in self.made.rows for found in _totals(row)]
        self._total = np.array([total for total, _ in totals], np.int64)
        starts = np.cumsum([0, *(len(parts) for _, parts in totals)])
        parts = np.concatenate([np.array([], np.int64), *(parts for _, parts in totals)])
        self._parts = csr_array((np.ones(len(parts)), parts, starts), shape=(len(totals), len(self.values)))
        self.twins = _twins(self.made.rows)
        self.close()

    def hide(self, variables: Iterable[int]) -> None:
        """Hide further counts, and the totals that must follow."""
        self.hidden[list(variables)] = True
        self.close()

    def close(self) -> None:
        """The least that each count can be, given what is hidden; totals of hidden counts near to it
        follow.
        """
        near = np.ones(1, bool)
        some = self._parts @ (self.values > 0) > 0
        while near.any():
            seen = np.maximum(SMALL + 1, self._rounded - ROUNDED_TO // 2)
            least = np.where(self.hidden | ~self.ours, np.minimum(1, self.values), seen)
            self.least, self.bound = np.where(self.values > 0, least, 0), np.zeros(len(self.values), bool)
            before = self.least - 1
            while (self.least > before).any():
                before = self.least.copy()
                np.maximum.at(self.least, self._total, (self._parts @ self.least).astype(np.int64))
                for twins in self.twins:
                    self.least[twins] = self.least[twins].max()
            shown = self._parts @ ((self.values > 0) & ~self.hidden) > 0
            self.bound[self._total[some & ~shown]] = True
            # one that is at least 5 is never hidden for being small, so it gives nothing away
            self.bound &= self.ours & (self.values > 0) & (self.least <= SMALL)
            near = self.bound & ~self.hidden & (self.values <= self.least + WIDTH)
            self.hidden |= near
        limit = np.where(self.bound, np.maximum(SMALL, self.least + WIDTH), SMALL)
        self.small = self.hidden & (self.values > 0) & (self.values <= limit)

    def spans(self) -> tuple[Whole, Whole]:
        """Least and greatest value of each variable, as far as the intruder can say it of that one alone."""
        values, shown = self.values, self._rounded
        half = ROUNDED_TO // 2
        least = np.maximum(SMALL + 1, shown - half)
        # a total of hidden counts that is shown is greater than one that would be hidden
        least = np.where(self.bound, np.maximum(least, self.least + WIDTH + 1), least)
        most = shown + half
        least, most = np.where(values > 0, least, 0), np.where(values > 0, most, 0)
        least = np.where(self.hidden, np.minimum(1, values), least)
        most = np.where(self.hidden, MANY, most)
        told = np.where(self.bound, np.maximum(SMALL, self.least + WIDTH), SMALL)
        most = np.where(self.small, told, most)
        lower = np.where(self.ours, np.maximum(self.lower, least), self.lower)
        upper = np.where(self.ours, np.minimum(self.upper, most), self.upper)
        return lower, upper


def _twins(rows: Sequence[Row]) -> list[Whole]:
    """Variables that are the sum of the same others, and so the same number."""
    at_most = {row.factors for row in rows if not row.slack}
    sums: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for row in rows:
        # two comparisons that are the opposite of each other say that both sides are equal
        opposite = tuple((v, -factor) for v, factor in row.factors)
        if not row.slack and (row.equal or opposite in at_most):
            for total, parts in _totals(row):
                sums[tuple(parts)].add(total)
    return [np.array(sorted(totals), np.int64) for totals in sums.values() if len(totals) > 1]


def _totals(row: Row) -> list[tuple[int, Whole]]:
    """The variable that is the sum of others, or no less than it, with these others."""
    sides = [[v for v, factor in row.factors if factor == sign] for sign in (1, -1)]
    if row.slack or len(sides[0]) + len(sides[1]) < len(row.factors):
        return []
    pairs = [(sides[1], sides[0])] + ([(sides[0], sides[1])] if row.equal else [])
    return [(total[0], np.array(parts, np.int64)) for total, parts in pairs if len(total) == 1 and parts]


def standing(raw: Release, earlier: Sequence[Release]) -> tuple[Standing, set[int]]:
    """How a raw release stands beside earlier published ones, before anything but small counts is hidden,
    and the variables that are 0 and to be hidden.
    """
    values = {cell: int(text) for cell, text in raw.cells()}
    known = {cell: (value, value) for cell, value in values.items()}
    known |= {cell: one for release in earlier for cell, one in known_of(release)}
    found = [one for one in relations([raw, *earlier]) if one.certain or _true(one, values)]
    hidden = {cell for release in earlier for cell, text in release.cells() if text == HIDDEN_TEXT}
    known = at_least_one(known, hidden, found, earlier)
    found, known = binding(found, known, raw.number)
    before = {cell for release in earlier for cell in may_be_zero(release)}
    zeros = hidden_zeros(raw, found, before)
    # a zero that is to be hidden must stand in its rows
    made = model(found, known)
    for zero in zeros:
        known |= dict.fromkeys(set(made.cells[made.of[zero]]) & values.keys(), (0, 1))
    without: frozenset[int] = frozenset()
    while True:
        made = model(found, known, without)
        ours = np.array([any(cell in values for cell in cells) for cells in made.cells], bool)
        earlier_only = {cell: one for cell, one in known.items() if cell not in values}
        lower, upper = made.spans(earlier_only)
        fixed = [next((values[c] for c in cells if c in values), -1) for cells in made.cells]
        program = Program(made.rows, np.where(ours, fixed, lower), np.where(ours, fixed, upper))
        wrong = set(program.impossible().tolist())
        if not wrong:
            state = Standing(made, program.solution, ours, lower, upper)
            return state, {made.of[zero] for zero in zeros}
        more = {number for number, ours in made.optional.items() if not wrong.isdisjoint(ours)} - without
        if not more:
            raise Contradiction("the results cannot all be true")
        without |= more


def _true(relation: Relation, values: Mapping[Cell, int]) -> bool:
    """Whether raw values are as a relation has it, as far as they are all there."""
    there = all(cell in values for cell, _ in relation.cells)
    return not there or relation.off(values) <= relation.slack
