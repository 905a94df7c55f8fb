"""Which parts account for a difference between two releases: agencies, ratings, reasons.

A share of a whole is the parts' own rates weighed by how many cases each has. Its difference comes apart
exactly into what each part's own rate did and what the changed mix did (Kitagawa 1955, Journal of the
American Statistical Association 50, 1168). Of a number, each part has its own difference. Everything is
made from the counts in the results: where one is hidden, its part is not shown.
"""

import math
from dataclasses import dataclass, replace

from mash.engine.results import Results
from mash.release.figures import HIDDEN, Figures
from mash.release.pack.chance import Count
from mash.release.pack.headlines import Headline, Parts
from mash.release.pack.reading import fitting


@dataclass(frozen=True)
class Contribution:
    """What a part adds to a difference, in the figure's own unit (shares: as fractions).

    `rate` by its own rate, `mix` by having become a larger or smaller part of all; a number has no mix.
    """

    part: str
    rate: float
    mix: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.rate + self.mix


@dataclass(frozen=True)
class Decomposition:
    """A difference by parts, the largest first, and what no shown part accounts for."""

    words: str
    parts: tuple[Contribution, ...]
    hidden: tuple[str, ...]
    #: what is left of the difference: rounding, and parts that are not shown
    rest: float


def of_share(
    now: dict[str, Count], before: dict[str, Count], all_now: Count, all_before: Count
) -> list[Contribution]:
    """Kitagawa's decomposition of `all_now.rate - all_before.rate` by part.

    Exact where the parts add up to all. A part without cases on one side has no rate there; it is given
    the other side's, so that it counts as mix alone.
    """
    middle = (all_now.rate + all_before.rate) / 2
    found = []
    for part in sorted(now.keys() | before.keys()):
        one, other = now.get(part, Count(0, 0)), before.get(part, Count(0, 0))
        if not one.bottom and not other.bottom:
            continue
        rate = one.rate if one.bottom else other.rate
        old_rate = other.rate if other.bottom else rate
        weight, old_weight = one.bottom / all_now.bottom, other.bottom / all_before.bottom
        own = (rate - old_rate) * (weight + old_weight) / 2
        mix = (weight - old_weight) * ((rate + old_rate) / 2 - middle)
        found.append(Contribution(part, own, mix))
    return found


def decompose(
    now: Results, before: Results, headline: Headline, parts: Parts, all_now: Count, all_before: Count
) -> Decomposition:
    """The headline's difference by one kind of part. `all_now`, `all_before`: the headline itself."""
    here, hidden_here = part_counts(now, headline, parts)
    there, hidden_there = part_counts(before, headline, parts)
    hidden = hidden_here | hidden_there
    here, there = ({code: side[code] for code in side if code not in hidden} for side in (here, there))
    if headline.bottom:
        found = of_share(here, there, all_now, all_before)
        difference = all_now.rate - all_before.rate
    else:
        none = Count(0, 1)
        found = [
            Contribution(part, here.get(part, none).top - there.get(part, none).top, 0)
            for part in sorted(here.keys() | there.keys())
        ]
        difference = all_now.top - all_before.top
    figures = Figures(now, headline.measure)
    found.sort(key=lambda one: (-abs(one.total), one.part))
    return Decomposition(
        parts.words,
        tuple(replace(one, part=figures.name(parts.dimension, one.part)) for one in found if one.total),
        tuple(sorted(figures.name(parts.dimension, code) for code in hidden)),
        difference - math.fsum(one.total for one in found),
    )


def part_counts(results: Results, headline: Headline, parts: Parts) -> tuple[dict[str, Count], set[str]]:
    """Counts by part's code, and the parts in which something is hidden. What is not defined is neither."""
    figures = Figures(results, headline.measure)
    known: dict[str, Count] = {}
    hidden: set[str] = set()
    rows = fitting(figures.rows(parts.statistic), parts.where) if figures.has(parts.statistic) else []
    for row in rows:
        code = str(row[parts.dimension])
        top, bottom = row[headline.top], row[headline.bottom] if headline.bottom else 1
        if code == "*" or top is None or bottom is None:
            continue
        if top is HIDDEN or bottom is HIDDEN:
            hidden.add(code)
        else:
            known[code] = Count(top, bottom)
    return known, hidden
