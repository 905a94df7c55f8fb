"""The counts of one or several releases as unknown whole numbers, with everything that binds them.

Counts that must be equal are one variable. Relations that are only usual, and those between releases, are
left out where they cannot be true of what is known: nobody who tries them is led any further.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mash.release.disclosure.grammar import Relation
from mash.release.disclosure.over_time import across
from mash.release.disclosure.relations import within
from mash.release.disclosure.release import Cell, Release
from mash.release.disclosure.rule import MANY, Span

Whole = npt.NDArray[np.int64]
Factors = tuple[tuple[int, float], ...]


class Contradiction(ValueError):
    """Figures that cannot all be true; the message names them."""


@dataclass(frozen=True)
class Row:
    """Σ factors × variables = 0, or ≤ 0 (`equal` False), within ± `slack`, because of `text`."""

    factors: Factors
    equal: bool
    text: str
    slack: float = 0


@dataclass(frozen=True)
class Model:
    """`cells[v]`: the cells that variable v stands for; `of`: the variable of a cell.

    `optional`: relations that may be wrong, by number, each with its variables.
    """

    cells: list[list[Cell]]
    of: dict[Cell, int]
    rows: list[Row]
    optional: dict[int, frozenset[int]]

    def spans(self, known: Mapping[Cell, Span]) -> tuple[Whole, Whole]:
        """Least and greatest value of each variable by what is known of its cells; 0 to MANY of others."""
        lower, upper = np.zeros(len(self.cells), np.int64), np.full(len(self.cells), MANY, np.int64)
        for cell, (least, most) in known.items():
            variable = self.of[cell]
            lower[variable] = max(lower[variable], least)
            upper[variable] = min(upper[variable], most)
        return lower, upper


@dataclass(frozen=True)
class Worlds:
    """Values that counts can have together, found by somebody: one array a world, `of` says where in it a
    cell stands.
    """

    of: Mapping[Cell, int]
    values: Sequence[Whole]

    def laid_over(self, made: Model, otherwise: Whole) -> list[Whole]:
        """The same for the variables of another model; `otherwise`: values of those not spoken of."""
        places = (next((self.of[cell] for cell in cells if cell in self.of), -1) for cells in made.cells)
        place = np.fromiter(places, np.int64, len(made.cells))
        return [np.where(place < 0, otherwise, values[place]) for values in self.values]


def relations(releases: Sequence[Release]) -> list[Relation]:
    """Every relation within and between releases."""
    return [*(one for release in releases for one in within(release)), *across(releases)]


def binding(
    found: Sequence[Relation], known: Mapping[Cell, Span], number: int
) -> tuple[list[Relation], dict[Cell, Span]]:
    """What binds the counts of release `number`, directly or through others, and what is known of these.

    Through a count that others show exactly nothing is learnt. What is left out of other releases would be
    known as well, or as little, without this one.
    """
    places: dict[Cell, int] = {cell: place for place, cell in enumerate(known)}
    for one in found:
        for cell, _ in one.cells:
            places.setdefault(cell, len(places))
    exact = {cell for cell, (least, most) in known.items() if least == most and cell.release != number}
    ends = [(r, places[cell]) for r, one in enumerate(found) for cell, _ in one.cells if cell not in exact]
    rows, size = len(found), len(places)
    froms, tos = np.array(ends, np.int64).reshape(-1, 2).T
    joined = csr_array((np.ones(len(ends)), (froms, rows + tos)), shape=(rows + size, rows + size))
    _, label = connected_components(joined, directed=False)
    ours = {label[rows + place] for cell, place in places.items() if cell.release == number}
    kept = [one for one, of in zip(found, label[:rows], strict=True) if of in ours]
    needed = {cell for one in kept for cell, _ in one.cells}
    return kept, {c: span for c, span in known.items() if c in needed or label[rows + places[c]] in ours}


def model(
    found: Sequence[Relation], known: Mapping[Cell, Span], without: frozenset[int] = frozenset()
) -> Model:
    """The model of relations, but for those numbered in `without`.

    `known`: what can be said of each cell by itself. Raises Contradiction where two cells that must be
    equal cannot be.
    """
    same = _Same(known)
    used = [(number, one) for number, one in enumerate(found) if number not in without]
    certain_first = sorted(used, key=lambda one: not one[1].certain)
    joined = {number for number, one in certain_first if one.equal and _pair(one) and same.join(one)}
    variables = same.numbered()
    rows: dict[Factors, Row] = {}
    optional: dict[int, frozenset[int]] = {}
    for number, one in certain_first:
        factors = same.factors(one)
        if number in joined or not factors or not (one.certain or same.possible(factors, one.equal)):
            pass
        elif one.equal or factors not in rows:
            rows[factors] = Row(factors, one.equal, one.text, one.slack)
        if not one.certain and (number in joined or factors in rows):
            optional[number] = frozenset(variables[cell] for cell, _ in one.cells)
    return Model(same.groups, variables, list(rows.values()), optional)


def _pair(relation: Relation) -> bool:
    return sorted(factor for _, factor in relation.cells) == [-1, 1]


class _Same:
    """Cells that are equal, in groups with what is known of each (disjoint sets, paths halved)."""

    def __init__(self, known: Mapping[Cell, Span]) -> None:
        self.known = known
        self.parent: dict[Cell, Cell] = {cell: cell for cell in known}
        self.span: dict[Cell, Span] = dict(known)
        self.groups: list[list[Cell]] = []
        self.variables: dict[Cell, int] = {}
        self.spans: list[Span] = []

    def root(self, cell: Cell) -> Cell:
        if cell not in self.parent:
            self.parent[cell] = cell
            self.span[cell] = (0, MANY)
        while self.parent[cell] != cell:
            self.parent[cell] = cell = self.parent[self.parent[cell]]
        return cell

    def join(self, relation: Relation) -> bool:
        """Make its two cells one, unless they cannot be equal."""
        one, other = (self.root(cell) for cell, _ in relation.cells)
        least, most = (f(a, b) for f, a, b in zip((max, min), self.span[one], self.span[other], strict=True))
        if least > most:
            if relation.certain:
                cells = " and ".join(str(cell) for cell, _ in relation.cells)
                raise Contradiction(f"{cells} must be the same number and are not ({relation.text})")
            return False
        if one != other:
            self.parent[other] = one
            self.span[one] = (least, most)
        return True

    def numbered(self) -> dict[Cell, int]:
        """The variable of each cell met so far; zeros are variables as well."""
        places: dict[Cell, int] = {}
        for cell in self.parent:
            root = self.root(cell)
            if root not in places:
                places[root] = len(self.groups)
                self.groups.append([])
                self.spans.append(self.span[root])
            self.variables[cell] = places[root]
            self.groups[places[root]].append(cell)
        return self.variables

    def factors(self, relation: Relation) -> Factors:
        """The relation by variables, those left out that are certainly 0."""
        found: dict[int, float] = {}
        for cell, factor in relation.cells:
            if cell not in self.variables:
                self.variables[cell] = len(self.groups)
                self.groups.append([cell])
                self.spans.append((0, MANY))
            variable = self.variables[cell]
            if self.spans[variable] != (0, 0):
                found[variable] = found.get(variable, 0) + factor
        return tuple(sorted((variable, factor) for variable, factor in found.items() if factor))

    def possible(self, factors: Factors, equal: bool) -> bool:
        """Whether the relation can be true of what is known of each variable."""
        spans = [(self.spans[variable], factor) for variable, factor in factors]
        least = sum(factor * (span[0] if factor > 0 else span[1]) for span, factor in spans)
        most = sum(factor * (span[1] if factor > 0 else span[0]) for span, factor in spans)
        return least <= 0 and (most >= 0 or not equal)
