"""Kaplan–Meier with exact fractions. A case is (time, happened): an event, or censored, at that time."""

import math
from fractions import Fraction

from .stats import Z

Case = tuple[int, bool]
TOLERANCE = Fraction(1, 10**9)


def steps(cases: list[Case]) -> list[tuple[int, int, int, Fraction]]:
    """(time, at risk, events, S after it) at every event time; censored at t is at risk at t."""
    survival, found = Fraction(1), []
    for time in sorted({t for t, happened in cases if happened}):
        at_risk = sum(t >= time for t, _ in cases)
        events = sum(happened and t == time for t, happened in cases)
        survival *= Fraction(at_risk - events, at_risk)
        found.append((time, at_risk, events, survival))
    return found


def quantile(cases: list[Case], level: Fraction) -> int | None:
    """The smallest event time with S(t) at or below level; empty when never reached."""
    return next((time for time, _, _, s in steps(cases) if s <= level + TOLERANCE), None)


def median(cases: list[Case]) -> int | None:
    return quantile(cases, Fraction(1, 2))


def p90(cases: list[Case]) -> int | None:
    return quantile(cases, Fraction(1, 10))


def probability_by(cases: list[Case], limit: int) -> tuple[float | None, float | None, float | None]:
    """1 − S(limit) with Greenwood's interval on the log(−log S) scale.

    All empty when nobody was watched for as long as `limit` and S has not reached 0; the interval
    alone when S is 0 or 1.
    """
    so_far = [step for step in steps(cases) if step[0] <= limit]
    survival = so_far[-1][3] if so_far else Fraction(1)
    if survival and not any(t >= limit for t, _ in cases):
        return None, None, None
    if survival in (0, 1):
        return float(1 - survival), None, None
    greenwood = sum(Fraction(events, at_risk * (at_risk - events)) for _, at_risk, events, _ in so_far)
    width = Z * math.sqrt(greenwood) / abs(math.log(survival))
    return (
        float(1 - survival),
        1 - float(survival) ** math.exp(-width),
        1 - float(survival) ** math.exp(width),
    )
