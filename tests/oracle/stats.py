"""Wilson, Garwood, Goodman–Kruskal gamma and Krippendorff's alpha, by their textbook formulas."""

import math
from collections import Counter
from fractions import Fraction

from scipy.stats import chi2

Z = 1.959963984540054


def ratio(numerator: float, denominator: float) -> float | None:
    """Empty where there is nothing to divide by."""
    return numerator / denominator if denominator else None


def wilson(successes: float, n: float) -> tuple[float | None, float | None]:
    """Wilson's 95 % interval; n may be an effective number (m10.weighted)."""
    if not n:
        return None, None
    p = successes / n
    centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (0.0 if successes == 0 else centre - half), (1.0 if successes == n else centre + half)


def garwood(count: int) -> tuple[float, float]:
    """Exact 95 % interval of a Poisson mean after `count` events."""
    lower = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    return float(lower), float(chi2.ppf(0.975, 2 * count + 2) / 2)


def gamma(pairs: list[tuple[int, int]]) -> float | None:
    """(concordant − discordant) ÷ (concordant + discordant) over all pairs of cases; ties left out."""
    concordant = discordant = 0
    for i, (x, y) in enumerate(pairs):
        for other_x, other_y in pairs[:i]:
            sign = (x - other_x) * (y - other_y)
            concordant += sign > 0
            discordant += sign < 0
    return ratio(concordant - discordant, concordant + discordant)


def ordinal_alpha(units: list[list[int]]) -> float | None:
    """Krippendorff's alpha with the ordinal metric; empty without a pair or without any variation.

    Units with fewer than two values pair with nothing and count nowhere.
    """
    units = [values for values in units if len(values) > 1]
    marginal = Counter(value for values in units for value in values)
    n = sum(marginal.values())
    if len(marginal) < 2:
        return None

    def distance(c: int, k: int) -> Fraction:
        low, high = min(c, k), max(c, k)
        between = sum(count for value, count in marginal.items() if low <= value <= high)
        return (between - Fraction(marginal[c] + marginal[k], 2)) ** 2

    observed = sum(
        distance(a, b) / (len(values) - 1)
        for values in units
        for i, a in enumerate(values)
        for j, b in enumerate(values)
        if i != j
    )
    expected = sum(distance(c, k) * marginal[c] * marginal[k] for c in marginal for k in marginal)
    # observed ÷ n over expected ÷ (n (n − 1)); a pair of the same value is at distance 0
    return float(1 - (n - 1) * observed / Fraction(expected))
