"""Is a difference between two releases more than chance alone gives? 95 % throughout.

Published counts are rounded, so each may be up to `ROUNDING` off: a difference counts only where it
still stands when every count is moved that far against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import chdtrc

from mash.engine.control import XmR
from mash.engine.intervals import wilson, wilson_of_share

#: How far a count rounded to the nearest 5 can be from what was counted.
ROUNDING = 2


@dataclass(frozen=True)
class Count:
    """Events (`top`) among cases, days or a volume (`bottom`)."""

    top: float
    bottom: float

    @property
    def rate(self) -> float:
        """Top over bottom; `bottom` must not be 0."""
        return self.top / self.bottom


def shares_differ(now: Count, before: Count, off: float = 0) -> bool:
    """Whether two independent shares differ: 0 lies outside the interval of their difference.

    Newcombe's method 10 from Wilson intervals (Newcombe 1998, Statistics in Medicine 17, 873). `off`: how
    far each count may be from the truth. Both `bottom` must be above 0.
    """
    high, low = (now, before) if now.rate >= before.rate else (before, now)
    # the higher share made as low, and the lower as high, as rounding allows
    high = Count(max(0, high.top - off), high.bottom + off)
    low = Count(min(low.top + off, low.bottom), max(1, low.bottom - off, low.top))
    if high.rate <= low.rate:
        return False
    from_low, _ = wilson_of_share(high.rate, high.bottom)
    _, to_high = wilson_of_share(min(1.0, low.rate), low.bottom)
    gap = high.rate - low.rate
    spread: float = ((high.rate - from_low) ** 2 + (to_high - low.rate) ** 2) ** 0.5
    return gap > spread


def counts_differ(now: Count, before: Count, off: float = 0) -> bool:
    """Whether two counts of events over `bottom` days (or volumes) come from different rates.

    Given both, the events of one are a share of all: if the rates are the same, that share is the one of
    its days. It differs where this lies outside its Wilson interval (Przyborowski and Wilenski 1940).
    """
    high, low = (now, before) if now.rate >= before.rate else (before, now)
    top, other = max(0, high.top - off), low.top + off
    expected = high.bottom / (high.bottom + low.bottom)
    if top + other == 0 or top / (top + other) <= expected:
        return False
    lower, _ = wilson(round(top), top + other)
    return lower is not None and lower > expected


def intervals_apart(now: tuple[float, float], before: tuple[float, float]) -> bool:
    """Whether two intervals do not overlap; careful, as differing figures may well overlap a little."""
    return now[0] > before[1] or before[0] > now[1]


def mixes_differ(now: Sequence[float], before: Sequence[float], off: float = 0) -> bool:
    """Whether two wholes are divided differently among the same parts (Pearson's chi-square at 5 %).

    `off`: each part is taken that far nearer to what one common mix would give.
    """
    all_now, all_before = sum(now), sum(before)
    together = [(a, b) for a, b in zip(now, before, strict=True) if a + b]
    if not all_now or not all_before or len(together) < 2:
        return False
    statistic = 0.0
    for pair in together:
        for seen, whole in zip(pair, (all_now, all_before), strict=True):
            expected = sum(pair) * whole / (all_now + all_before)
            statistic += max(0.0, abs(seen - expected) - off) ** 2 / expected
    return bool(chdtrc(len(together) - 1, statistic) < 0.05)


def unusual_months(
    limits: XmR, values: list[float | None], months: list[str], new: set[str], up: bool
) -> list[str]:
    """The new months that are unusual in the direction of the change (`up`: above the mean)."""
    return [
        month
        for month, value, rules in zip(months, values, limits.signals, strict=True)
        if month in new and rules and value is not None and (value > limits.mean) == up
    ]
