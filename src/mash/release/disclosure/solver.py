"""Whole numbers under all that binds them: bounds narrowed first, then HiGHS for what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mash.release.disclosure.model import Contradiction, Row, Whole
from mash.release.disclosure.rule import MANY, SMALL, WIDTH

Numbers = npt.NDArray[np.float64]
#: How many variables around one are tried before all that bind it.
NEAR = 60
_ROUNDS = 100
#: Rounds of solving for many targets at once that may bring nothing.
_IDLE = 2
_SEED = 20130513
_ROOM = 1000
_EXACT = 1e-6
_NOTHING = np.iinfo(np.int64).max


@dataclass
class Program:
    """Rows over whole variables with bounds; `low` and `high` are the values that solutions have shown."""

    rows: Sequence[Row]
    lower: Whole
    upper: Whole
    low: Whole = field(init=False)
    high: Whole = field(init=False)
    solution: Whole = field(init=False)
    base: Whole | None = None
    found: list[tuple[Whole, Whole]] = field(default_factory=list)

    def __post_init__(self) -> None:
        starts = np.cumsum([0, *(len(row.factors) for row in self.rows)])
        variables = np.array([v for row in self.rows for v, _ in row.factors], np.int64)
        factors = np.array([f for row in self.rows for _, f in row.factors], float)
        self.matrix = csr_array((factors, variables, starts), shape=(len(self.rows), len(self.lower)))
        self.columns = csr_array(self.matrix.T)
        self.most = np.array([row.slack for row in self.rows], float)
        self.least = np.array([-row.slack if row.equal else -np.inf for row in self.rows], float)
        self.low = np.full(len(self.lower), _NOTHING)
        self.high = np.full(len(self.lower), -1, np.int64)
        self.solution = self.lower
        # numbers far beyond any that is shown are of no use to a solver that computes with 16 digits
        finite = self.upper[self.upper < MANY]
        self.upper = np.minimum(self.upper, 3 * finite.max(initial=0) + _ROOM)
        self._dice = np.random.default_rng(_SEED)

    def seen(self, variables: Whole, values: Whole) -> None:
        """Note the values of a solution."""
        self.low[variables] = np.minimum(self.low[variables], values)
        self.high[variables] = np.maximum(self.high[variables], values)

    def tighten(self) -> None:
        """Narrow the bounds as far as each row by itself compels. Raises Contradiction."""
        matrix = self.matrix
        if not len(matrix.data):
            return
        row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        factor, variable, positive = matrix.data, matrix.indices, matrix.data > 0
        lower, upper = self.lower.astype(float), self.upper.astype(float)
        for _ in range(_ROUNDS):
            at_least = factor * np.where(positive, lower[variable], upper[variable])
            at_most = factor * np.where(positive, upper[variable], lower[variable])
            # what the rest of its row leaves for each variable
            rest_least = np.add.reduceat(at_least, matrix.indptr[:-1])[row_of] - at_least
            rest_most = np.add.reduceat(at_most, matrix.indptr[:-1])[row_of] - at_most
            ceiling, floor = (
                (self.most[row_of] - rest_least) / factor,
                (self.least[row_of] - rest_most) / factor,
            )
            new_lower, new_upper = lower.copy(), upper.copy()
            np.minimum.at(new_upper, variable, np.floor(np.where(positive, ceiling, floor) + _EXACT))
            np.maximum.at(new_lower, variable, np.ceil(np.where(positive, floor, ceiling) - _EXACT))
            if (new_lower > new_upper).any():
                raise Contradiction("the figures cannot all be true")
            if (new_upper == upper).all() and (new_lower == lower).all():
                break
            lower, upper = new_lower, new_upper
        self.lower, self.upper = lower.astype(np.int64), upper.astype(np.int64)

    def components(self) -> list[Whole]:
        """Variables that are not fixed, in groups that bind each other."""
        free = self.lower < self.upper
        entries = self.matrix.tocoo()
        kept = free[entries.col]
        rows, size = self.matrix.shape
        ends = entries.row[kept], rows + entries.col[kept]
        joined = csr_array((np.ones(len(ends[0])), ends), shape=(rows + size, rows + size))
        _, label = connected_components(joined, directed=False)
        ours = np.flatnonzero(free)
        order = ours[np.argsort(label[rows + ours], kind="stable")]
        cuts = np.flatnonzero(np.diff(label[rows + order])) + 1
        return [np.sort(part) for part in np.split(order, cuts) if len(part)]

    def rows_of(self, variables: Iterable[int]) -> Whole:
        """The rows in which any of the variables stands."""
        starts = self.columns.indptr
        found = [self.columns.indices[starts[v] : starts[v + 1]] for v in variables]
        return np.unique(np.concatenate(found)) if found else np.array([], np.int64)

    def near(self, variable: int, size: int) -> Whole:
        """About so many variables that are not fixed, around one, the nearest first."""
        found, edge, seen = [variable], [variable], {variable}
        rows_seen = np.zeros(self.matrix.shape[0], bool)
        while edge and len(found) < size:
            rows = self.rows_of(edge)
            rows = rows[~rows_seen[rows]]
            rows_seen[rows] = True
            around: list[int] = np.unique(self.matrix[rows].indices).tolist() if len(rows) else []
            edge = [v for v in around if v not in seen and self.lower[v] < self.upper[v]]
            seen.update(edge)
            found += edge
        return np.sort(np.array(found, np.int64))

    def solve(self, variables: Whole, objective: Numbers, others: Whole | None = None) -> Whole | None:
        """The values that make Σ objective × variables least, and None where there are none.

        `others`: the values at which all other variables are kept; those of a whole component are fixed.
        """
        rows = self.rows_of(variables)
        inside = self.matrix[rows][:, variables]
        kept = (self.lower if others is None else others).copy()
        kept[variables] = 0
        outside = self.matrix[rows] @ kept
        found = milp(
            objective,
            integrality=np.ones(len(variables)),
            bounds=Bounds(self.lower[variables], self.upper[variables]),
            constraints=[LinearConstraint(inside, self.least[rows] - outside, self.most[rows] - outside)]
            if len(rows)
            else [],
            options={"mip_rel_gap": 0},
        )
        if found.x is None:
            return None
        values: Whole = np.rint(found.x).astype(np.int64)
        self.seen(variables, values)
        self.found.append((variables, values))
        return values

    def recall(self, found: Iterable[tuple[Whole, Whole]]) -> None:
        """Take over solutions of the same rows under other bounds, as far as they still are solutions."""
        for variables, values in found:
            if ((self.lower[variables] <= values) & (values <= self.upper[variables])).all():
                self.seen(variables, values)
                self.found.append((variables, values))

    def impossible(self) -> Whole:
        """The variables of the components that have no solution; nothing has been narrowed yet.

        `solution` has one of the others afterwards.
        """
        self.solution = self.lower.copy()
        parts = []
        for part in self.components():
            values = self.solve(part, np.zeros(len(part)))
            if values is None:
                parts.append(part)
            else:
                self.solution[part] = values
        fixed = self.lower == self.upper
        settled = (abs(self.matrix) @ ~fixed) == 0
        value = self.matrix @ self.lower
        wrong = settled & ((value > self.most + _EXACT) | (value < self.least - _EXACT))
        parts.append(np.unique(self.matrix[np.flatnonzero(wrong)].indices).astype(np.int64))
        return np.concatenate(parts)

    def pinned(self, targets: Whole, *, exact: bool = True) -> Whole:
        """Those targets whose least and greatest value lie less than WIDTH apart, the least being small.

        For these `low` and `high` are exact afterwards (`exact` False: or what the bounds say, which is
        enough); the program is tightened. Raises Contradiction.
        """
        self.tighten()
        settled = self.lower == self.upper
        if not exact:
            settled |= self.upper - self.lower < WIDTH
        proved = targets[settled[targets]]
        self.low[proved], self.high[proved] = self.lower[proved], self.upper[proved]
        wanted = np.zeros(len(self.lower), bool)
        wanted[targets] = True
        wanted[proved] = False
        for part in self.components():
            if wanted[part].any():
                self._spread(part, part[wanted[part]])
        return self.open(targets)

    def open(self, targets: Whole) -> Whole:
        """The targets for which no solution has yet shown that they are safe."""
        apart = self.high[targets] - self.low[targets]
        narrow = np.where(self.low[targets] == _NOTHING, True, apart < WIDTH)
        return targets[narrow & (self.lower[targets] <= SMALL)]

    def _spread(self, part: Whole, targets: Whole) -> None:
        """Solutions of a component that set its targets apart: many at once, then one by one."""
        idle = 0
        while len(left := self.open(targets)) and idle < _IDLE:
            weight = np.where(np.isin(part, left), 1 + self._dice.random(len(part)), 0)
            for sign in (1.0, -1.0):
                values = self.solve(part, sign * weight)
                if values is None:
                    raise Contradiction("the figures cannot all be true")
                if self.base is None:
                    self.base = self.lower.copy()
                self.base[part] = values
            idle = idle + 1 if len(self.open(targets)) == len(left) else 0
        for target in self.open(targets):
            # what surrounds it is often enough to show that it can move
            for around in (self.near(int(target), NEAR), part):
                for sign in (1.0, -1.0):
                    if len(self.open(np.array([target]))):
                        self.solve(around, sign * (around == target), self.base)
