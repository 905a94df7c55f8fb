"""Whole numbers under all that binds them: bounds narrowed first, then HiGHS for what is left.

A count is safe once two solutions set it far enough apart. Every solution is held against all rows before it
counts, whoever it came from: HiGHS, an earlier program, or the records themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mash.release.disclosure.model import Contradiction, Row, Whole
from mash.release.disclosure.rule import MANY, SMALL, WIDTH

Numbers = npt.NDArray[np.float64]
Effort = Literal["roughly", "surely", "exactly"]
#: How many variables around one are tried before all that bind it.
NEAR = 60
_ROUNDS = 100
#: A round of solving for many targets at once is worth it while it settles such a part of them.
_WORTH = 0.1
#: Components that are tried for a solution at once.
_TOGETHER = 50
_SEED = 20130513
_ROOM = 1000
_EXACT = 1e-6
_NOTHING = np.iinfo(np.int64).max


@dataclass
class Program:
    """Rows over whole variables with bounds; `low` and `high` are the values that solutions have shown.

    `worlds`: values of all variables that are tried as solutions first. `harmless`: variables of which
    nobody is harmed if they are known to be 0.
    """

    rows: Sequence[Row]
    lower: Whole
    upper: Whole
    worlds: Sequence[Whole] = ()
    harmless: npt.NDArray[np.bool_] | None = None
    low: Whole = field(init=False)
    high: Whole = field(init=False)
    solution: Whole = field(init=False)
    found: list[tuple[Whole, Whole]] = field(init=False, default_factory=list)

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
        self._base = self.lower.copy()
        self._based = np.zeros(len(self.lower), bool)
        self._targets = np.ones(len(self.lower), bool)
        self._dice = np.random.default_rng(_SEED)

    def seen(self, variables: Whole, values: Whole) -> None:
        """Note the values of a solution; it is kept if it shows something new of a target."""
        new = (values < self.low[variables]) | (values > self.high[variables])
        if (new & self._targets[variables]).any():
            self.found.append((variables, values))
        self.low[variables] = np.minimum(self.low[variables], values)
        self.high[variables] = np.maximum(self.high[variables], values)

    def all_worlds(self) -> list[Whole]:
        """The solutions as values of all variables, for another program to be tried."""
        worlds = [self._base]
        for variables, values in self.found:
            worlds.append(self._base.copy())
            worlds[-1][variables] = values
        return worlds

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
        label = self._labels()
        ours = np.flatnonzero(label >= 0)
        order = ours[np.argsort(label[ours], kind="stable")]
        cuts = np.flatnonzero(np.diff(label[order])) + 1
        return [np.sort(part) for part in np.split(order, cuts) if len(part)]

    def _labels(self) -> Whole:
        """The number of each variable's component; −1 where it is fixed."""
        free = self.lower < self.upper
        entries = self.matrix.tocoo()
        kept = free[entries.col]
        rows, size = self.matrix.shape
        ends = entries.row[kept], rows + entries.col[kept]
        joined = csr_array((np.ones(len(ends[0])), ends), shape=(rows + size, rows + size))
        _, label = connected_components(joined, directed=False)
        labels: Whole = np.where(free, label[rows:], -1)
        return labels

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

    def solve(
        self, variables: Whole, objective: Numbers, others: Whole | None = None, *, presolve: bool = True
    ) -> Whole | None:
        """The values that make Σ objective × variables least, and None where there are none.

        `others`: the values at which all other variables are kept; those of a whole component are fixed.
        """
        rows = self.rows_of(variables)
        kept = (self.lower if others is None else others).copy()
        kept[variables] = 0
        outside = self.matrix[rows] @ kept
        found = self._milp(variables, rows, objective, outside, presolve)
        if found.x is None:
            return None
        values: Whole = np.rint(found.x).astype(np.int64)
        kept[variables] = values
        if not len(self._broken(kept, rows)):
            self.seen(variables, values)
            if others is None and not self._based[variables].any():
                self._base[variables], self._based[variables] = values, True
        return values

    def _milp(
        self, variables: Whole, rows: Whole, objective: Numbers, outside: Numbers, presolve: bool = True
    ) -> OptimizeResult:
        """Least Σ objective × variables under the rows, to which all else adds `outside`."""
        inside = self.matrix[rows][:, variables]
        return milp(
            objective,
            integrality=np.ones(len(variables)),
            bounds=Bounds(self.lower[variables], self.upper[variables]),
            constraints=[LinearConstraint(inside, self.least[rows] - outside, self.most[rows] - outside)]
            if len(rows)
            else [],
            options={"mip_rel_gap": 0, "presolve": presolve},
        )

    def _broken(self, values: Whole, rows: Whole) -> Whole:
        """Those of the rows that the values of all variables break."""
        sums = self.matrix[rows] @ values
        wrong = (sums > self.most[rows] + _EXACT) | (sums < self.least[rows] - _EXACT)
        broken: Whole = rows[wrong]
        return broken

    def _recall(self) -> None:
        """Take over `worlds`, each in the components in which it is a solution."""
        label, rows = self._labels(), np.arange(len(self.rows))
        for world in self.worlds:
            values = np.where(label < 0, self.lower, world)
            new = ((values < self.low) | (values > self.high)) & self._targets
            if self._based.any() and not new.any():
                continue
            outside = label[(values < self.lower) | (values > self.upper)]
            broken = label[np.unique(self.matrix[self._broken(values, rows)].indices)]
            fits = (label >= 0) & ~np.isin(label, np.concatenate([outside, broken]))
            self._base = np.where(fits & ~self._based, values, self._base)
            self._based |= fits
            self.seen(np.flatnonzero(fits), values[fits])

    def impossible(self) -> Whole:
        """The variables of the components that have no solution; nothing has been narrowed yet.

        `solution` has one of the others afterwards.
        """
        self.solution = self.lower.copy()
        parts: list[Whole] = []
        components = self.components()
        # most of them are small, and nearly all have one
        left = [components[start : start + _TOGETHER] for start in range(0, len(components), _TOGETHER)]
        while left:
            together = left.pop()
            variables = np.sort(np.concatenate(together))
            values = self.solve(variables, np.zeros(len(variables)))
            if values is not None:
                self.solution[variables] = values
            elif len(together) == 1:
                parts += together
            else:
                left += [[part] for part in together]
        fixed = self.lower == self.upper
        settled = np.flatnonzero((abs(self.matrix) @ ~fixed) == 0)
        wrong = self._broken(self.lower, settled)
        parts.append(np.unique(self.matrix[wrong].indices).astype(np.int64))
        return np.concatenate(parts)

    def pinned(self, targets: Whole, how: Effort = "exactly") -> Whole:
        """Those targets whose least and greatest value lie less than WIDTH apart, the least being small.

        `how`: `exactly`, so that `low` and `high` of these are the least and greatest value; `surely`, with
        the values that solutions have shown; `roughly`: those are named as well that only might be pinned.
        The program is tightened. Raises Contradiction.
        """
        self.tighten()
        self._base = self.lower.copy()
        self._targets = np.isin(np.arange(len(self.lower)), targets)
        self._recall()
        fixed = targets[self.lower[targets] == self.upper[targets]]
        self.low[fixed] = self.high[fixed] = self.lower[fixed]
        wanted = np.zeros(len(self.lower), bool)
        wanted[self.open(targets)] = True
        wanted[fixed] = False
        for part in self.components():
            if wanted[part].any():
                self._spread(part, part[wanted[part]], how)
        return self.open(targets)

    def open(self, targets: Whole) -> Whole:
        """The targets for which no solution has yet shown that they are safe."""
        nothing = self.low[targets] == _NOTHING
        narrow = nothing | (self.high[targets] - self.low[targets] < WIDTH)
        # a count that is known to be 0 is nobody's
        narrow &= (self.lower[targets] <= SMALL) & (self.upper[targets] > 0)
        if self.harmless is not None:
            narrow &= ~self.harmless[targets] | (self.low[targets] > 0)
        found: Whole = targets[narrow]
        return found

    def _spread(self, part: Whole, targets: Whole, how: Effort) -> None:
        """Solutions of a component that set its targets apart: many at once, then one by one."""
        left, before = self.open(targets), np.inf
        while len(left) and len(left) <= (1 - _WORTH) * before:
            weight = np.where(np.isin(part, left), 1 + self._dice.random(len(part)), 0)
            weight *= self._dice.choice([1.0, -1.0], len(part))
            for sign in (1.0, -1.0):
                self._solved(part, sign * weight)
            left, before = self.open(targets), len(left)
        for target in left if how != "roughly" else ():
            one = np.array([target])
            # what surrounds it is often enough to show that it can move, or that it cannot
            around = self.near(int(target), NEAR)
            for sign in (1.0, -1.0):
                if self._based[target] and len(self.open(one)):
                    self.solve(around, sign * (around == target), self._base)
            if len(self.open(one)):
                self._compelled(int(target), around)
            for sign, bound, found in ((1.0, self.lower, self.low), (-1.0, self.upper, self.high)):
                if len(self.open(one)) and not self._known(int(target), bound, found, how):
                    self._solved(part, sign * (part == target))
            if len(self.open(one)):
                self._asked_again(part, int(target))

    def _asked_again(self, part: Whole, target: int) -> None:
        """Look for a solution in which a target that seems pinned is not.

        With presolve HiGHS takes, now and then, a poorer solution for the best one, or says that there is
        none where there is one (its issue 1718, scipy's 24141).
        """
        if not self._based[target]:
            return
        for bound, value in (
            (self.lower, self.low[target] + WIDTH),
            (self.upper, self.high[target] - WIDTH),
        ):
            if len(self.open(np.array([target]))):
                kept = bound[target]
                if self.lower[target] <= value <= self.upper[target]:
                    bound[target] = value
                    self.solve(part, np.zeros(len(part)), presolve=False)
                bound[target] = kept

    def _known(self, target: int, bound: Whole, found: Whole, how: Effort) -> bool:
        """Whether there is nothing more to find out about the least (or greatest) value of a target."""
        narrow = self.upper[target] - self.lower[target] < WIDTH
        return bool(bound[target] == found[target] or (how == "surely" and narrow))

    def _solved(self, part: Whole, objective: Numbers) -> None:
        if self.solve(part, objective) is None and self.solve(part, objective, presolve=False) is None:
            self._none(part)

    def _none(self, variables: Whole) -> None:
        """HiGHS says that there is no solution: it is wrong where one is known."""
        if not self._based[variables].any():
            raise Contradiction("the figures cannot all be true")

    def _compelled(self, target: int, around: Whole) -> None:
        """Narrow the bounds of a target as far as the rows of what surrounds it compel."""
        rows = self.rows_of(around)
        variables = np.unique(self.matrix[rows].indices)
        for sign in (1.0, -1.0):
            found = self._milp(variables, rows, sign * (variables == target), np.zeros(len(rows)))
            if found.x is None:
                return self._none(np.array([target]))
            value = round(found.x[variables == target].item())
            (self.lower if sign > 0 else self.upper)[target] = value
