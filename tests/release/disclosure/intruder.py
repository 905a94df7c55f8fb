"""An intruder written apart from the attack, for the tests and the benchmark.

It is told the same facts (relations.py, over_time.py) and nothing else: one unknown for every count as it
stands, no bounds narrowed beforehand, nothing merged, every question put to HiGHS about all that hangs
together. Slow and plain.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mash.release.disclosure.cells import named, rates, text
from mash.release.disclosure.classes import may_be_zero
from mash.release.disclosure.model import relations
from mash.release.disclosure.rule import SMALL_ONLY

GREATEST = 50_000
WIDE = 3
SECONDS = 20


class Undecided(Exception):
    """HiGHS did not end in time."""


def worked_out(releases):
    """The hidden counts of all the releases whose possible values lie less than 3 apart, from a value of 4
    or less: {cell: (least, greatest)}.
    """
    spans, hidden = {}, []
    facts = relations(releases)
    zeros = can_be_zero(releases, facts)
    for release in releases:
        for cell, shown in release.cells():
            spans[cell] = possible(shown, release, cell in zeros)
            if shown == "c":
                hidden.append(cell)
    rows = [(one.cells, one.equal, one.slack, one.certain) for one in facts]
    rows += [row for release in releases for row in of_rates(release, spans)]
    return {
        cell: span
        for part in parts(spans, rows, hidden)
        for cell, span in part.answers().items()
        if span[1] - span[0] < WIDE and span[0] < 5 and span[1] > 0
    }


def can_be_zero(releases, facts):
    """The hidden counts behind which a 0 can be: a class of a group, and whatever is the same number."""
    same = {}
    for one in facts:
        if one.equal and one.certain and sorted(factor for _, factor in one.cells) == [-1, 1]:
            (first, _), (second, _) = one.cells
            same.setdefault(first, []).append(second)
            same.setdefault(second, []).append(first)
    found, left = set(), [cell for release in releases for cell in may_be_zero(release)]
    while left:
        if (cell := left.pop()) not in found:
            found.add(cell)
            left += same.get(cell, [])
    return found


def possible(shown, release, can_be_zero):
    """Least and greatest number behind what is shown."""
    if shown == "c":
        if release.about["published"]["hidden_means"] == SMALL_ONLY:
            return 1, 4
        return 0 if can_be_zero else 1, GREATEST
    number = int(shown)
    return (0, 0) if number == 0 else (max(5, number - 2), number + 2)


def of_rates(release, spans):
    """A rate that is not that of the counts beside it was made of others; of these, numerator − rate ×
    denominator = 0.
    """
    for cell, kind in rates(release):
        value = text(release, cell)
        numerator, denominator = named(kind.numerator, cell), named(kind.denominator, cell)
        if value in ("", "c", None) or numerator not in spans or denominator not in spans:
            continue
        counts = text(release, numerator), text(release, denominator)
        if "c" in counts or not np.isclose(
            float(value) * float(counts[1]), kind.times * float(counts[0]), rtol=1e-12
        ):
            yield ((numerator, 1.0), (denominator, -float(value) / kind.times)), True, 1e-7, True


def parts(spans, rows, hidden):
    """What hangs together, each with at least one hidden count."""
    place = {cell: number for number, cell in enumerate(spans)}
    for cells, *_ in rows:
        for cell, _ in cells:
            place.setdefault(cell, len(place))
    cells = list(place)
    low = np.array([spans.get(cell, (0, GREATEST))[0] for cell in cells])
    high = np.array([spans.get(cell, (0, GREATEST))[1] for cell in cells])
    entries = [(r, place[cell], factor) for r, row in enumerate(rows) for cell, factor in row[0]]
    r, c, f = (np.array(column) for column in zip(*entries, strict=True)) if entries else ([], [], [])
    matrix = csr_array((np.array(f, float), (np.array(r, int), np.array(c, int))), (len(rows), len(cells)))
    free = low < high
    loose = csr_array(abs(matrix) * free[None, :])
    loose.eliminate_zeros()
    both = csr_array((np.ones(loose.nnz), (loose.tocoo().row, len(rows) + loose.tocoo().col)), shape=(
        len(rows) + len(cells), len(rows) + len(cells)
    ))  # fmt: skip
    _, label = connected_components(both, directed=False)
    equal = np.array([row[1] for row in rows], bool)
    slack = np.array([row[2] for row in rows], float)
    certain = np.array([row[3] for row in rows], bool)
    wanted = {place[cell] for cell in hidden}
    of_part, of_row = {}, {}
    for number, one in enumerate(label[len(rows) :]):
        of_part.setdefault(one, []).append(number)
    for number, one in enumerate(label[: len(rows)]):
        of_row.setdefault(one, []).append(number)
    for one, members in of_part.items():
        targets = wanted.intersection(members)
        if targets:
            inside = np.array(of_row.get(one, []), int)
            # what is known exactly stands in rows of several parts
            used = np.array(sorted({*members, *matrix[inside].indices.tolist()}))
            yield Part(
                [cells[v] for v in used],
                matrix[inside][:, used],
                np.where(equal[inside], -slack[inside], -np.inf),
                slack[inside],
                certain[inside],
                low[used],
                high[used],
                [int(np.searchsorted(used, v)) for v in sorted(targets)],
            )


class Part:
    """Counts that hang together: rows × counts are between `least` and `most`, counts between `low` and
    `high`.
    """

    def __init__(self, cells, matrix, least, most, certain, low, high, targets):
        self.cells, self.matrix, self.least, self.most = cells, matrix, least, most
        self.low, self.high, self.targets = low, high, targets
        self.seen_low, self.seen_high = np.full(len(cells), GREATEST * 10), np.full(len(cells), -1)
        if self.solve(np.zeros(len(cells))) is None:
            # records were corrected between releases, or a thing that is usual was not so
            self.matrix, self.least, self.most = matrix[certain], least[certain], most[certain]
            assert self.solve(np.zeros(len(cells))) is not None, "the figures cannot all be true"

    def solve(self, objective, presolve=True):
        """The counts for which Σ objective × counts is least."""
        rows = [LinearConstraint(self.matrix, self.least, self.most)] if self.matrix.shape[0] else []
        found = milp(
            objective,
            integrality=np.ones(len(self.cells)),
            bounds=Bounds(self.low, self.high),
            constraints=rows,
            options={"time_limit": SECONDS, "mip_rel_gap": 0, "presolve": presolve},
        )
        if found.status == 1:
            raise Undecided(str(self.cells[0]))
        if found.x is None:
            return None
        values = np.rint(found.x)
        self.seen_low = np.minimum(self.seen_low, values)
        self.seen_high = np.maximum(self.seen_high, values)
        return values

    def open(self):
        return [v for v in self.targets if self.seen_high[v] - self.seen_low[v] < WIDE]

    def answers(self):
        """The least and greatest value of each hidden count, as far as it takes to see that it is safe."""
        dice = np.random.default_rng(1)
        before = len(self.targets) + 1
        while len(self.open()) < before:
            before = len(self.open())
            weight = np.zeros(len(self.cells))
            weight[self.open()] = dice.normal(size=before)
            self.solve(weight)
            self.solve(-weight)
        for target in self.open():
            for sign in (1, -1):
                if target in self.open():
                    self.solve(sign * (np.arange(len(self.cells)) == target))
            if target in self.open():
                self.ask_again(target)
        return {self.cells[v]: (int(self.seen_low[v]), int(self.seen_high[v])) for v in self.targets}

    def ask_again(self, target):
        """Whether the count can be 3 away all the same: HiGHS has been seen to miss the best solution."""
        for bound, value in (
            (self.low, self.seen_low[target] + WIDE),
            (self.high, self.seen_high[target] - WIDE),
        ):
            kept = bound[target]
            if target in self.open() and self.low[target] <= value <= self.high[target]:
                bound[target] = value
                self.solve(np.zeros(len(self.cells)), presolve=False)
            bound[target] = kept
