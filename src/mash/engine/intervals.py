"""95 % intervals of proportions and counts (measures-rules.md, Statistics)."""

import math

from scipy.special import gammaincinv  # scipy.stats takes a second of every command's start

Z = 1.959963984540054


def wilson(numerator: int, denominator: float) -> tuple[float | None, float | None]:
    """Wilson score interval without continuity correction; empty when the denominator is 0.

    Exactly 0 at 0 of n and exactly 1 at n of n. Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209.
    """
    if denominator == 0:
        return None, None
    return wilson_of_share(numerator / denominator, denominator)


def wilson_of_share(share: float, n: float) -> tuple[float, float]:
    """Wilson interval of a share observed among n, which may be an effective number (weighted rounds)."""
    centre = share + Z * Z / (2 * n)
    spread = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    lower = 0.0 if share == 0 else (centre - spread) / scale
    upper = 1.0 if share == 1 else (centre + spread) / scale
    return lower, upper


def poisson(count: int) -> tuple[float, float]:
    """Exact (Garwood) 95 % interval of a Poisson count. Source: Garwood (1936), Biometrika 28, 437."""
    lower = 0.0 if count == 0 else float(gammaincinv(count, 0.025))
    return lower, float(gammaincinv(count + 1, 0.975))
