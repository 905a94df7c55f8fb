"""Further counts hidden, so that those hidden for being small cannot be worked out.

Which ones is a problem for HiGHS too: the cheapest counts without which a hidden one can be as small and as
great as it must. Only what surrounds the hidden count is stirred; everything else keeps its value, so what
is found holds for the whole release.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from mash.engine.dimensions import TOTAL
from mash.release.disclosure.model import Whole, Worlds
from mash.release.disclosure.over_time import BETWEEN
from mash.release.disclosure.release import Cell, Release
from mash.release.disclosure.rule import MANY, WIDTH
from mash.release.disclosure.solver import Program
from mash.release.disclosure.standing import Standing, standing

#: How far a count that is hidden further may be stirred; it need not be further to help.
_STIRRED = 50
#: Sizes of the surroundings that are tried.
_AROUND = (60, 400)


@dataclass(frozen=True)
class Hiding:
    """The cells to be hidden: all, and for each hidden because it is small what an intruder can be told.

    `unsettled`: cells that stay safe only as long as nobody is told so much. `worlds`: values that all counts
    could have as well, one of them the true ones; for each safe cell two of them set it apart.
    """

    cells: frozenset[Cell]
    told: dict[Cell, tuple[int, int]]
    unsettled: frozenset[Cell]
    worlds: Worlds


def hiding(raw: Release, earlier: Sequence[Release] = ()) -> Hiding:
    """What must be hidden of a raw release, beside published earlier ones. Raises Contradiction."""
    state, small_groups = standing(raw, earlier)
    zeros = {state.made.of[group.zero] for group in small_groups}
    # an earlier release may have shown it
    state.hide(zero for zero in zeros if state.upper[zero] > 0)
    state.hide(_above(state))
    unsettled, worlds = _settle(state)
    ours = [(cell, v) for v in np.flatnonzero(state.hidden) for cell in state.made.cells[v]]
    cells = frozenset(cell for cell, _ in ours if cell.release == raw.number)
    lower, upper = state.spans()
    told = {c: (int(lower[v]), int(upper[v])) for c, v in ours if state.small[v] and c in cells}
    open_ = frozenset(cell for v in unsettled for cell in state.made.cells[v])
    return Hiding(cells, told, open_ & cells, Worlds(state.made.of, worlds))


def _above(state: Standing) -> set[int]:
    """Zeros that are no less than a hidden zero, where nothing else leaves it room."""
    found: set[int] = set()
    before = -1
    while len(found) > before:
        before = len(found)
        none = (state.values == 0) & state.ours
        hidden = {int(v) for v in np.flatnonzero(none & state.hidden)} | found
        for row in state.made.rows:
            for sign in (1, -1) if row.equal else (1,):
                less = [v for v, factor in row.factors if factor * sign > 0]
                more = [v for v, factor in row.factors if factor * sign < 0]
                if hidden.intersection(less) and all(none[v] and v not in hidden for v in more):
                    found.update(more[:1])
                    hidden.update(more[:1])
    return found


def _settle(state: Standing) -> tuple[set[int], list[Whole]]:
    """Hide until nothing is pinned: the variables for which nothing helps, and worlds that show it."""
    search = _Search(state)
    foreign = ~state.ours & np.array([cells[0].release != 0 for cells in state.made.cells], bool)
    foreign &= state.lower < state.upper
    between = np.array([cells[0].statistic == BETWEEN for cells in state.made.cells], bool)
    unsettled: set[int] = set()
    worlds = [state.values]
    while True:
        program = Program(state.made.rows, *state.spans(), worlds, between)
        targets = [v for v in np.flatnonzero(state.hidden | foreign).tolist() if v not in unsettled]
        pinned = program.pinned(np.array(targets, np.int64), exact=False).tolist()
        worlds = program.all_worlds()
        if not pinned:
            return unsettled, worlds
        for v in pinned:
            more = search.needed(v, int(program.low[v]), int(program.high[v]))
            if more is not None:
                state.hide(more)
            else:
                unsettled.add(v)


class _Search:
    """The cheapest counts to hide."""

    def __init__(self, state: Standing) -> None:
        self.state = state
        self.program = Program(state.made.rows, *state.spans())
        pairs = zip(state.made.cells, state.values, strict=True)
        self.costs = np.array([_cost(cells, int(value)) for cells, value in pairs])
        # what an earlier release shows is not hidden any more
        self.shown_before = state.upper < MANY

    def needed(self, variable: int, low: int, high: int) -> set[int] | None:
        """What must be hidden so that the values of a variable, now `low` to `high`, lie WIDTH apart.

        None where nothing helps.
        """
        self.program.lower, self.program.upper = self.state.spans()
        most = min(low + WIDTH, int(self.program.upper[variable]))
        found: set[int] = set()
        for goal in (most, most - WIDTH):
            if not low <= goal <= high:
                more = self._reach(variable, goal)
                if more is None:
                    return None
                found |= more
        return found

    def _reach(self, variable: int, goal: int) -> set[int] | None:
        best: tuple[float, set[int]] | None = None
        if not self.program.lower[variable] <= goal <= self.program.upper[variable]:
            return None
        for size in (*_AROUND, len(self.costs)):
            found = self._stirred(self.program.near(variable, size), variable, goal)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
            if best is not None and (best[0] < 1 or size == _AROUND[-1]):
                break
        return best[1] if best else None

    def _stirred(self, around: np.ndarray, variable: int, goal: int) -> tuple[float, set[int]] | None:
        """The cost and the counts to hide for one value of a variable, if only those around it move.

        The cost of a count is taken by how far it must leave what is shown of it: so the shortest way is
        found among cheap counts, and whole numbers come by themselves.
        """
        state, program = self.state, self.program
        may_hide = state.ours & ~state.hidden & (state.values > 0) & ~self.shown_before
        chosen = np.flatnonzero(may_hide[around])
        lower = program.lower[around].astype(float)
        upper = np.minimum(program.upper[around], state.values[around] + _STIRRED).astype(float)
        place = int(np.flatnonzero(around == variable)[0])
        least, most = lower[chosen], upper[chosen]
        lower[chosen], upper[chosen] = 1, most + _STIRRED
        lower[place] = upper[place] = goal
        rows = program.rows_of(around)
        inside = program.matrix[rows][:, around]
        kept = state.values.copy()
        kept[around] = 0
        outside = program.matrix[rows] @ kept
        count, extra = len(around), len(chosen)
        picked = csr_array((np.ones(extra), (np.arange(extra), chosen)), shape=(extra, count))
        apart = eye_array(extra)
        constraints = [
            LinearConstraint(
                hstack([inside, csr_array((len(rows), extra))], format="csr"),
                program.least[rows] - outside,
                program.most[rows] - outside,
            ),
            LinearConstraint(hstack([picked, -apart], format="csr"), -np.inf, most),
            LinearConstraint(hstack([picked, apart], format="csr"), least, np.inf),
        ]
        found = milp(
            np.concatenate([np.zeros(count), self.costs[around][chosen]]),
            integrality=np.ones(count + extra),
            bounds=Bounds(
                np.concatenate([lower, np.zeros(extra)]), np.concatenate([upper, np.full(extra, _STIRRED)])
            ),
            constraints=constraints if extra else constraints[:1],
        )
        if found.x is None:
            return None
        hide = {int(around[c]) for c, on in zip(chosen, found.x[count:], strict=True) if on > 0.5}
        return float(sum(self.costs[v] for v in hide)), hide


def _cost(cells: Sequence[Cell], value: int) -> float:
    """What is lost with a count: more with every place in which it stands, with every total, with its
    size.
    """
    places = sum(2 ** cell.row.count(TOTAL) for cell in cells if cell.release == 0)
    return float(places * (1 + math.log2(max(1, value))))
