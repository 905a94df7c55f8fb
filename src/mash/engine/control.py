"""Control limits: is a month unusual, is an agency unusual, or is it only noise?

XmR charts for monthly series of 12 points or more; funnel limits for comparisons between agencies
(measures.md, Common rules). Sources: Shewhart; Wheeler, "Understanding Variation"; Spiegelhalter
(2005), Statistics in Medicine 24, 1185 (funnel plots), and (2005), Quality and Safety in Health Care 14,
347 (limits of units that differ by more than chance).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

from scipy.special import gammaincinv

#: Fewer points than this say nothing about what is usual.
LEAST_POINTS = 12
_MOVING_RANGE_FACTOR = 2.66  # 3 ÷ d2, d2 = 1.128 for ranges of two
_RUN = 8
#: Fewer units than this do not say how much they differ beyond chance.
LEAST_UNITS = 10

OUTSIDE = "outside the limits"
RUN = f"{_RUN} in a row on one side of the mean"
NEAR = "three of four nearer to a limit than to the mean"


@dataclass(frozen=True)
class XmR:
    """Mean and natural process limits of a series, and for each point the rules that it breaks."""

    mean: float
    lower: float
    upper: float
    signals: tuple[tuple[str, ...], ...]


def xmr(values: Sequence[float | None], floor: float | None = 0, ceiling: float | None = None) -> XmR | None:
    """XmR limits of a series (None = not defined that month, passed over); None below 12 points.

    `floor` and `ceiling`: values cannot lie beyond them, so neither do the limits.
    """
    known = [value for value in values if value is not None]
    if len(known) < LEAST_POINTS:
        return None
    mean = math.fsum(known) / len(known)
    ranges = [abs(b - a) for a, b in pairwise(known)]
    spread = _MOVING_RANGE_FACTOR * math.fsum(ranges) / len(ranges)
    lower, upper = mean - spread, mean + spread
    signals = iter(_signals(known, mean, spread))
    return XmR(
        mean,
        lower if floor is None else max(floor, lower),
        upper if ceiling is None else min(ceiling, upper),
        tuple(() if value is None else next(signals) for value in values),
    )


def _signals(values: Sequence[float], mean: float, spread: float) -> list[tuple[str, ...]]:
    found: list[list[str]] = [[] for _ in values]
    for i, value in enumerate(values):
        if abs(value - mean) > spread:
            found[i].append(OUTSIDE)
        for side in (1, -1):
            run = values[i + 1 - _RUN : i + 1] if i + 1 >= _RUN else ()
            if run and all((v - mean) * side > 0 for v in run):
                found[i].append(RUN)
            four = values[i - 3 : i + 1] if i >= 3 else ()
            if sum((v - mean) * side > spread / 2 for v in four) >= 3 and (value - mean) * side > spread / 2:
                found[i].append(NEAR)
    return [tuple(rules) for rules in found]


def funnel_limits(share: float, n: int, coverage: float, between: float = 0) -> tuple[float, float]:
    """The shares between which an agency of `n` cases lies with probability `coverage` by chance alone.

    `between`: the standard deviation by which units differ beyond chance (`spread_between`), let through too.
    """
    z = NormalDist().inv_cdf(0.5 + coverage / 2)
    spread = z * math.sqrt(share * (1 - share) / n + between**2)
    return max(0.0, share - spread), min(1.0, share + spread)


def spread_between(share: float, units: Sequence[tuple[float, int]]) -> float:
    """The standard deviation by which units, (share, cases) each, differ around `share` beyond chance.

    0 where chance alone may explain how they differ (chi-square at 5 %), or where they are fewer than 10. A
    tenth of the units at either end is taken no farther out than the next, so that one that is unusual does
    not hide itself. Additive random effects (Spiegelhalter 2005, as the NHS's SHMI has it).
    """
    if len(units) < LEAST_UNITS or not 0 < share < 1:
        return 0.0
    errors = [math.sqrt(share * (1 - share) / n) for _, n in units]
    z = sorted((value - share) / error for (value, _), error in zip(units, errors, strict=True))
    cut = math.ceil(len(z) / 10)
    z = [min(max(one, z[cut]), z[-1 - cut]) for one in z]
    differ = math.fsum(one * one for one in z)
    if differ <= 2 * gammaincinv((len(z) - 1) / 2, 0.95):
        return 0.0
    weights = [error**-2 for error in errors]
    scale = math.fsum(weights) - math.fsum(w * w for w in weights) / math.fsum(weights)
    return math.sqrt((differ - (len(z) - 1)) / scale)
