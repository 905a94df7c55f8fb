"""Class disclosure: a small group of people all of whom are in one class, so that whoever is known to belong
to the group is known to be in the class, however the numbers are hidden.

What gives it away is the zeros of the other classes. In such a row one of these zeros is hidden too, of the
class that is most common elsewhere: then nobody can tell whether all are in one class or some in the other.
A count that is no less than such a zero, and 0 as well, would give it away, so it is hidden too (ABOVE).
These are the only places in which a 0 is hidden. A group of more than MOST is left as it is: that all of many
share a class is a fact about the service, which the board is to see; and so is a class that nobody else is
in.

Only groups that somebody outside may know of count (an agency's, a cohort's, a month's referrals, those who
answered a question), and classes that say something about them. How quickly the hub decided, what agencies
disagreed about, and how audits graded an agency's work say nothing about a person.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mash.engine.dimensions import TOTAL
from mash.release.disclosure.columns import DIMENSIONS, count_columns
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
    """A small group in one class: the cell of that class, and of another class, which is 0 and to be
    hidden.
    """

    only: Cell
    zero: Cell


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
                        zero = min(others, key=lambda code: (-common[code], code))
                        yield Group(cells[some[0]], cells[zero])


def may_be_zero(release: Release) -> set[Cell]:
    """The hidden cells of a published release that can be 0: a class of a group, or a count above one."""
    found = set()
    for cell, text in release.cells():
        if text == HIDDEN_TEXT and (cell.statistic, cell.column) in ABOVE:
            found.add(cell)
        classes = SPLITS.get(cell.statistic)
        if text == HIDDEN_TEXT and classes:
            position = DIMENSIONS[cell.statistic].index(classes)
            if cell.row[position] != TOTAL:
                found.add(cell)
    return found
