"""Further counts hidden, so that those hidden for being small cannot be worked out.

Which ones is a problem for HiGHS too: the cheapest counts without which a hidden one can be as small and as
great as it must. Only what surrounds the hidden count is stirred; everything else keeps its value, so what
is found holds for the whole release.
"""

import math
from collections.abc import Iterable, Sequence
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
from mash.release.disclosure.standing import Flags, Standing, standing

#: How far a count that is hidden further may be stirred; it need not be further to help.
_STIRRED = 50
#: Sizes of the surroundings that are tried.
_AROUND = (60, 400)
#: So cheap a way is taken at once: a count in one or two places.
_CHEAP = 12
#: How many times worth more the total of everything is.
_HEADLINE = 10
#: What it is worth, beside the cost of a count, that others move too.
_ASIDE = 1e-3
_SEED = 20130513


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
    state, zeros = standing(raw, earlier)
    # an earlier release may have shown it
    state.hide(zero for zero in zeros if state.upper[zero] > 0)
    unsettled, worlds = _settle(state)
    ours = [(cell, v) for v in np.flatnonzero(state.hidden) for cell in state.made.cells[v]]
    cells = frozenset(cell for cell, _ in ours if cell.release == raw.number)
    lower, upper = state.spans()
    told = {c: (int(lower[v]), int(upper[v])) for c, v in ours if state.small[v] and c in cells}
    open_ = frozenset(cell for v in unsettled for cell in state.made.cells[v])
    return Hiding(cells, told, open_ & cells, Worlds(state.made.of, worlds))


def _settle(state: Standing) -> tuple[set[int], list[Whole]]:
    """Hide until nothing is pinned: the variables for which nothing helps, and worlds that show it."""
    search = _Search(state)
    foreign = ~state.ours & np.array([cells[0].release != 0 for cells in state.made.cells], bool)
    foreign &= state.lower < state.upper
    between = np.array([cells[0].statistic == BETWEEN for cells in state.made.cells], bool)
    unsettled: set[int] = set()
    hopeful: set[int] = set()
    while True:
        program = Program(state.made.rows, *state.spans(), search.worlds, between)
        targets = [v for v in np.flatnonzero(state.hidden | foreign).tolist() if v not in unsettled]
        doubtful = program.pinned(np.array(targets, np.int64), "roughly").tolist()
        search.start(program, doubtful)
        new = np.array([v for v in doubtful if v not in hopeful], np.int64)
        if len(new):
            most = Program(state.made.rows, *search.all_hidden(), search.worlds, between)
            unsettled.update(most.pinned(new, "surely").tolist())
        before = state.hidden.sum()
        for v in doubtful:
            if v not in unsettled and not search.apart(v):
                more = search.needed(v)
                # where nothing more was hidden since, it will not help again
                if more is None or (v in hopeful and not more and before == state.hidden.sum()):
                    unsettled.add(v)
                state.hide(more or ())
            hopeful.add(v)
        if unsettled.issuperset(doubtful):
            return unsettled, search.worlds


class _Search:
    """The cheapest counts to hide."""

    def __init__(self, state: Standing) -> None:
        self.state = state
        self.program = Program(state.made.rows, *state.spans())
        pairs = zip(state.made.cells, state.values, strict=True)
        self.costs = np.array([_cost(cells, int(value)) for cells, value in pairs])
        # what an earlier release shows is not hidden any more
        self.shown_before = state.upper < MANY
        self.worlds = [state.values]
        self._dice = np.random.default_rng(_SEED)

    def start(self, program: Program, doubtful: Sequence[int]) -> None:
        """Begin with the solutions of a program: `doubtful` are those that they have not set apart."""
        self.worlds, self.low, self.high = program.all_worlds(), program.low.copy(), program.high.copy()
        self.aside = np.zeros(len(self.low))
        self.aside[doubtful] = _ASIDE * self._dice.choice([1.0, -1.0], len(doubtful))

    def apart(self, variable: int) -> bool:
        """Whether what was found since for others has set a variable's values apart as well."""
        return bool(self.high[variable] - self.low[variable] >= WIDTH)

    def all_hidden(self) -> tuple[Whole, Whole]:
        """What the intruder could say of each variable, were everything hidden that can be."""
        lower, upper = self.state.spans()
        more = self._may_hide()
        return np.where(more, 1, lower), np.where(more, MANY, upper)

    def _may_hide(self) -> Flags:
        state = self.state
        return state.ours & ~state.hidden & (state.values > 0) & ~self.shown_before

    def needed(self, variable: int) -> set[int] | None:
        """What must be hidden so that the values of a variable lie WIDTH apart; None where nothing helps.

        How it then can have them is kept in `worlds`.
        """
        self.program.lower, self.program.upper = self.state.spans()
        around = self.program.near(variable, _AROUND[0])
        for sign in (1.0, -1.0):
            values = self.program.solve(around, sign * (around == variable), self.state.values)
            if values is not None and not self.apart(variable):
                self._found(around, values)
        if self.apart(variable):
            return set()
        low, high = int(self.low[variable]), int(self.high[variable])
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
        best: tuple[float, set[int], tuple[Whole, Whole]] | None = None
        if not self.program.lower[variable] <= goal <= self.program.upper[variable]:
            return None
        for size in (*_AROUND, len(self.costs)):
            found = self._stirred(self.program.near(variable, size), variable, goal)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
            # a total of everything is what a board asks for first: without it goes what goes without
            if best is not None and (best[0] < _CHEAP or (size == _AROUND[-1] and not self._of_all(best[1]))):
                break
        if best is None:
            return None
        self._found(*best[2])
        return best[1]

    def _of_all(self, hide: Iterable[int]) -> bool:
        """Whether one of these is the total of everything that a statistic counts."""
        return any(_of_all(cell) for variable in hide for cell in self.state.made.cells[variable])

    def _found(self, around: Whole, values: Whole) -> None:
        """Keep a world in which only what is around a variable moves."""
        self.worlds.append(self.state.values.copy())
        self.worlds[-1][around] = values
        self.low[around] = np.minimum(self.low[around], values)
        self.high[around] = np.maximum(self.high[around], values)

    def _stirred(
        self, around: Whole, variable: int, goal: int
    ) -> tuple[float, set[int], tuple[Whole, Whole]] | None:
        """The cost and the counts to hide for one value of a variable, if only those around it move, and what
        they move to, doubtful ones too if it costs nothing.

        The cost of a count is taken by how far it must leave what is shown of it: so the shortest way is
        found among cheap counts, and whole numbers come by themselves.
        """
        state, program = self.state, self.program
        chosen = np.flatnonzero(self._may_hide()[around])
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
            np.concatenate([self.aside[around], self.costs[around][chosen]]),
            integrality=np.ones(count + extra),
            bounds=Bounds(
                np.concatenate([lower, np.zeros(extra)]), np.concatenate([upper, np.full(extra, _STIRRED)])
            ),
            constraints=constraints if extra else constraints[:1],
        )
        if found.x is None:
            return None
        hide = {int(around[c]) for c, on in zip(chosen, found.x[count:], strict=True) if on > 0.5}
        moved = around, np.rint(found.x[:count]).astype(np.int64)
        return float(sum(self.costs[v] for v in hide)), hide, moved


def _cost(cells: Sequence[Cell], value: int) -> float:
    """What is lost with a count: more with every place in which it stands, with every total, above all that
    of everything, and with its size.
    """
    ours = [cell for cell in cells if cell.release == 0]
    places = sum(2 ** cell.row.count(TOTAL) * (_HEADLINE if _of_all(cell) else 1) for cell in ours)
    return float(places * (1 + math.log2(max(1, value))))


def _of_all(cell: Cell) -> bool:
    return all(code == TOTAL for code in cell.row)
