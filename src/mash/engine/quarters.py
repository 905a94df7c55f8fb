"""Does a figure rise or fall over several quarters, or is it only noise?

The score test for a trend in shares (Cochran 1954, Biometrics 10, 417; Armitage 1955, Biometrics 11, 375) or
in counts for the days they had, made cautious: months of one quarter vary more than chance alone would have
them, so the variance is widened by as much (the dispersion of quasi-likelihood: McCullagh and Nelder,
Generalized Linear Models, chapter 4).
"""

import math
from collections.abc import Sequence

from scipy.special import stdtrit

#: A quarter's months, each as what was counted and what it was counted among (for a count: days).
Months = Sequence[tuple[float, float]]


def direction(quarters: Sequence[Months], *, share: bool) -> int | None:
    """1 where the figure rises beyond chance (95 %, both sides), −1 where it falls, 0 where neither is shown;
    None where that cannot be said. `share`: counted among cases, so that it lies between 0 and 1.
    """
    found = trend(quarters, share=share)
    if found is None:
        return None
    free = sum(map(len, quarters)) - len(quarters)
    return 0 if abs(found) <= stdtrit(free, 0.975) else int(math.copysign(1, found))


def trend(quarters: Sequence[Months], *, share: bool) -> float | None:
    """The test's statistic, positive where the figure rises: Student's t with months − quarters degrees of
    freedom. None where nothing varies or there is nothing to count among.
    """
    sums = [(sum(x for x, _ in months), sum(n for _, n in months)) for months in quarters]
    counted, among = sum(x for x, _ in sums), sum(n for _, n in sums)
    free = sum(map(len, quarters)) - len(quarters)
    if free < 1 or not all(n for _, n in sums):
        return None
    rate = counted / among
    weights = range(len(sums))
    score = math.fsum(w * (x - rate * n) for w, (x, n) in zip(weights, sums, strict=True))
    spread = math.fsum(w * w * n for w, (_, n) in zip(weights, sums, strict=True))
    spread -= math.fsum(w * n for w, (_, n) in zip(weights, sums, strict=True)) ** 2 / among
    variance = spread * _unit(rate, share)
    if variance <= 0:
        return None
    apart = math.fsum(
        (x - own * n) ** 2 / (n * _unit(own, share))
        for months, (total, size) in zip(quarters, sums, strict=True)
        for own in [total / size]
        for x, n in months
        if n and _unit(own, share) > 0
    )
    return score / math.sqrt(variance * max(1.0, apart / free))


def _unit(rate: float, share: bool) -> float:
    """The variance of one case's or one day's part of the figure."""
    return rate * (1 - rate) if share else rate
