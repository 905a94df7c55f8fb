"""Class disclosure: a small group of people all of whom are in one class, so that whoever is known to belong
to the group is known to be in the class, however the numbers are hidden.

What gives it away is the zeros of the other classes. In such a row one of these zeros is hidden too, of the
class that is most common elsewhere: then nobody can tell whether all are in one class or some in the other.
A count that is no less than such a zero, and 0 as well, would give it away, so it is hidden along with it
(ABOVE). These are the only places in which a 0 is hidden. A group of more than MOST is left as it is: that
all of many share a class is a fact about the service, which the board is to see; and so is a class that
nobody else is in.

Only groups that somebody outside may know of count (an agency's, a cohort's, a month's referrals, those who
answered a question), and classes that say something about them. How quickly the hub decided, what agencies
disagreed about, and how audits graded an agency's work say nothing about a person.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mash.engine.dimensions import TOTAL
from mash.release.disclosure.columns import DIMENSIONS, count_columns
from mash.release.disclosure.grammar import Relation
from mash.release.disclosure.release import Cell, Release
from mash.release.disclosure.rule import rounded
from mash.release.figures import HIDDEN_TEXT

#: The greatest published size of a group in which a single class is treated.
MOST = 20

#: Statistics that split people into classes: statistic, dimension of the classes, columns if not all.
SPLITS = {
    "m01/by_agency": "agency_id",
    "m01/by_month": "agency_id",
    "m02/by_cohort": "cohort_id",
    "m02/any_cohort": "cohort_id",
    "m02/agency_cohort": "cohort_id",
    "m02/by_month": "cohort_id",
    "m03/by_risk": "risk",
    "m03/severity": "severity",
    "m05/by_outcome": "outcome_id",
    "m05/by_cohort": "outcome_id",
    "m05/by_risk": "outcome_id",
    "m06/risk_trend": "direction",
    "m08/scores": "score",
}
#: Counts that are no less than some of a class, and can be 0 beside a hidden 0.
ABOVE = {
    ("m05/earliest_intervention", "with_intervention"),
    ("m03/missed_risk", "numerator"),
    ("m05/by_outcome", "disposals"),
    ("m05/forums", "referrals"),
}


@dataclass(frozen=True)
class Group:
    """A small group in one class: the cell of that class, and those of the others, which are 0; one of them
    is to be hidden, the first best.
    """

    only: Cell
    zeros: tuple[Cell, ...]


def hidden_zeros(raw: Release, found: Iterable[Relation], before: Collection[Cell] = ()) -> set[Cell]:
    """The zeros to be hidden so that no small group is shown to be in one class, of this release or of an
    earlier one, whose hidden counts that can be 0 are `before`.

    A zero that must be one because another is (nobody had the only outcome of that severity) takes this
    along.
    """
    values = {cell: int(text) for cell, text in raw.cells()}
    held: dict[Cell, list[Relation]] = defaultdict(list)
    again = []
    for one in found:
        ours = [cell for cell, _ in one.cells if values.get(cell) == 0 and _can_be_zero(cell)]
        if len(ours) == 1 and any(cell in before for cell, _ in one.cells):
            again.append(ours[0])
        # of a relation in which anything is left, rounding leaves room
        if all(values.get(cell) == 0 for cell, _ in one.cells):
            for cell, factor in one.cells:
                if factor > 0 or one.equal:
                    held[cell].append(one)
    zeros: set[Cell] = set()
    for ones in [*((one,) for one in again), *(group.zeros for group in groups(raw))]:
        if zeros.isdisjoint(ones):
            ways = (_with(zero, held, frozenset()) for zero in ones)
            zeros |= next((way for way in ways if way is not None), {ones[0]})
    return zeros


def _with(zero: Cell, held: Mapping[Cell, list[Relation]], along: frozenset[Cell]) -> frozenset[Cell] | None:
    """A zero and those that must be hidden along with it; None where one of these cannot be."""
    along |= {zero}
    for one in held.get(zero, ()):
        sign = next(factor for cell, factor in one.cells if cell == zero)
        others = [cell for cell, factor in one.cells if factor * sign < 0]
        if along.isdisjoint(others):
            ways = (_with(cell, held, along) for cell in others if _can_be_zero(cell))
            more = next((way for way in ways if way is not None), None)
            if more is None:
                return None
            along |= more
    return along


def _can_be_zero(cell: Cell) -> bool:
    """Whether a 0 may be hidden here: the count of a class, or one above a class's."""
    if (cell.statistic, cell.column) in ABOVE:
        return True
    classes = SPLITS.get(cell.statistic)
    return classes is not None and cell.row[DIMENSIONS[cell.statistic].index(classes)] != TOTAL


def groups(raw: Release) -> Iterator[Group]:
    """The small groups of raw results that are in one class."""
    for statistic, classes in SPLITS.items():
        position = DIMENSIONS[statistic].index(classes)
        rows = raw.rows.get(statistic, {})
        for column in count_columns(statistic):
            split: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
            common: dict[str, int] = defaultdict(int)
            for codes, row in rows.items():
                if codes[position] != TOTAL:
                    group = (*codes[:position], *codes[position + 1 :])
                    split[group][codes[position]] = int(row[column])
                    common[codes[position]] += int(row[column])
            for group, counts in split.items():
                some = [code for code, count in counts.items() if count]
                if len(some) == 1 and rounded(counts[some[0]]) <= MOST:
                    cells = {
                        code: Cell(
                            raw.number, statistic, (*group[:position], code, *group[position:]), column
                        )
                        for code in counts
                    }
                    others = [code for code in counts if common[code] and code != some[0]]
                    if others:
                        others.sort(key=lambda code: (-common[code], code))
                        yield Group(cells[some[0]], tuple(cells[code] for code in others))


def may_be_zero(release: Release) -> set[Cell]:
    """The hidden cells of a published release that can be 0: a class of a group, or a count above one."""
    return {cell for cell, text in release.cells() if text == HIDDEN_TEXT and _can_be_zero(cell)}
