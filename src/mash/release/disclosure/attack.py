"""The attack: what somebody with this release, earlier ones and a solver can find out about hidden counts.

Everything that is published binds the unknown counts: sums, comparisons, the rule of rounding, rates that
were not made of the published counts, and releases of other windows and instants. HiGHS looks for the least
and greatest value that each hidden count can have under all of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mash.engine.results import Results, ResultsError
from mash.release.disclosure.classes import may_be_zero
from mash.release.disclosure.columns import DIMENSIONS
from mash.release.disclosure.grammar import Relation
from mash.release.disclosure.model import Contradiction, Model, Whole, Worlds, binding, model, relations
from mash.release.disclosure.over_time import BETWEEN
from mash.release.disclosure.rates import narrowed
from mash.release.disclosure.reasons import because
from mash.release.disclosure.release import Cell, Release, read
from mash.release.disclosure.rule import MEANINGS, Span, span
from mash.release.disclosure.solver import Program
from mash.release.figures import HIDDEN_TEXT


@dataclass(frozen=True)
class Finding:
    """A hidden count that is known too well: between `lower` and `upper`, less than 3 apart.

    `because`: the relations that pin it, where they were looked for.
    """

    cell: Cell
    lower: int
    upper: int
    because: tuple[str, ...] = ()

    def __str__(self) -> str:
        names = DIMENSIONS.get(self.cell.statistic) or ("what", "from", "to")
        row = ", ".join(f"{name} {code}" for name, code in zip(names, self.cell.row, strict=True))
        where = f" of earlier release {self.cell.release}" if self.cell.release > 0 else ""
        known = f"{self.lower}" if self.lower == self.upper else f"{self.lower} to {self.upper}"
        why = f", because {'; '.join(self.because)}" if self.because else ""
        return f"{self.cell.statistic} ({row}), {self.cell.column}{where}: is {known}{why}"


def attack(
    published: Results,
    earlier: Sequence[Results] = (),
    *,
    told: Mapping[Cell, Span] | None = None,
    explain: int = 0,
) -> list[Finding]:
    """The hidden counts of `published` and of `earlier` releases that can be found or pinned.

    A count is pinned when its least and greatest possible value lie less than 3 apart, the least being 4 or
    below; one that is known to be 0 is nobody's, and no finding. The release attacked is number 0, earlier
    ones are 1, 2 …; a count that none of them shows but that lies between two of them has number −1. `told`:
    what the intruder knows beside it, by cell. `explain`: for so many of them say which relations pin them.
    Raises ResultsError where results are not published ones, and Contradiction where the figures of one
    release cannot all be true.
    """
    releases = [read(results, number) for number, results in enumerate((published, *earlier))]
    return attacked(releases, told=told, explain=explain)


def attacked(
    releases: Sequence[Release],
    *,
    told: Mapping[Cell, Span] | None = None,
    explain: int = 0,
    measure: str = "",
    new: bool = False,
    worlds: Worlds | None = None,
) -> list[Finding]:
    """The same of releases that are read already, numbered as they stand.

    `measure`: of one measure alone. `new`: only what release 0 has a part in. `worlds`: values that counts
    could have; as far as they fit everything that is published, they show that counts are safe, and nothing
    need be solved for these.
    """
    releases = [release.of(measure) for release in releases] if measure else releases
    known = {cell: one for release in releases for cell, one in known_of(release)}
    known |= {cell: one for cell, one in (told or {}).items() if cell in known}
    known, of_rates = narrowed(releases, known)
    found = [*relations(releases), *of_rates]
    hidden = {cell for release in releases for cell, text in release.cells() if text == HIDDEN_TEXT}
    known = at_least_one(known, hidden, found, releases)
    if new:
        found, known = binding(found, known, 0)
        hidden &= known.keys()
    made, program, pinned = solved(found, known, hidden, worlds)
    findings: list[Finding] = []
    for v in pinned:
        why = because(made, *made.spans(known), int(v)) if len(findings) < explain else ()
        findings += [
            Finding(cell, int(program.low[v]), int(program.high[v]), why)
            for cell in made.cells[v]
            if cell in hidden or not hidden.intersection(made.cells[v])
        ]
    return findings


def given_away(
    made: Release, earlier: Sequence[Release], worlds: Worlds | None = None, *, explain: int = 0
) -> list[Finding]:
    """What a release gives away beside earlier ones: of these, only what they did not by themselves."""
    findings = attacked([made, *earlier], explain=explain, new=True, worlds=worlds)
    if all(one.cell.release == made.number for one in findings):
        return findings
    known = {(one.cell, one.lower, one.upper) for one in attacked(earlier)}
    return [
        one
        for one in findings
        if one.cell.release == made.number or (one.cell, one.lower, one.upper) not in known
    ]


def known_of(release: Release) -> Iterator[tuple[Cell, Span]]:
    """What each published count says of the number behind it. Raises ResultsError."""
    means = release.about.get("published", {}).get("hidden_means")
    if means not in MEANINGS:
        raise ResultsError(
            "these results are not published ones: results.json does not say what a hidden count means; "
            "protect() makes published results"
        )
    for cell, text in release.cells():
        yield cell, span(text, MEANINGS[means])


def solved(
    found: Sequence[Relation],
    known: Mapping[Cell, Span],
    hidden: set[Cell],
    worlds: Worlds | None = None,
) -> tuple[Model, Program, Whole]:
    """The model, its solved program, and the variables that are pinned of `hidden` cells and those between
    releases. What is only usual, and links between releases, are
    left out of a part that they make impossible: records were corrected. Raises Contradiction.
    """
    without: frozenset[int] = frozenset()
    while True:
        made = model(found, known, without)
        secret = np.array([not hidden.isdisjoint(cells) for cells in made.cells], bool)
        between = np.array([any(cell.statistic == BETWEEN for cell in cells) for cells in made.cells], bool)
        lower, upper = made.spans(known)
        tried = worlds.laid_over(made, lower) if worlds else ()
        # that nobody came in between two releases is no secret
        program = Program(made.rows, lower.copy(), upper, tried, ~secret)
        try:
            return made, program, program.pinned(np.flatnonzero(secret | between))
        except Contradiction:
            wrong = set(Program(made.rows, lower, upper).impossible().tolist())
            more = {number for number, ours in made.optional.items() if not wrong.isdisjoint(ours)}
            if not more:
                raise
            without |= more


def at_least_one(
    known: Mapping[Cell, Span], hidden: Iterable[Cell], found: Iterable[Relation], releases: Iterable[Release]
) -> dict[Cell, Span]:
    """What is known, a hidden count taken for no 0, unless it is the count of a class (classes.py) or the
    same number as one.
    """
    same: dict[Cell, list[Cell]] = defaultdict(list)
    for one in found:
        if one.equal and one.certain and sorted(factor for _, factor in one.cells) == [-1, 1]:
            (first, _), (second, _) = one.cells
            same[first].append(second)
            same[second].append(first)
    zeros: set[Cell] = set()
    left = [cell for release in releases for cell in may_be_zero(release)]
    while left:
        if (cell := left.pop()) not in zeros:
            zeros.add(cell)
            left += same.get(cell, ())
    least = {cell: (max(1, known[cell][0]), known[cell][1]) for cell in hidden if cell not in zeros}
    return {**known, **least}
