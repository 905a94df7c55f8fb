"""Lives summed up: the mean of a figure, and the interval in which 95 of 100 further lives would lie."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from mash.whatif.figures import Figures, Key

#: Lives from which an interval can be told.
FEWEST = 5


@dataclass(frozen=True)
class Estimate:
    """A mean over lives with its 95 % interval; all None where the figure is not defined in every life."""

    value: float | None
    lower: float | None
    upper: float | None


def estimate(lives: Sequence[Figures], key: Key) -> Estimate:
    """A figure over lives. Its interval is that of one further life (Student's t, not of the mean)."""
    return _estimate([life.get(key) for life in lives], *_bounds(key))


def difference(before: Sequence[Figures], after: Sequence[Figures], key: Key) -> Estimate:
    """How much higher a figure is after a change, each life compared with the one of the same chances."""
    pairs = [(one.get(key), other.get(key)) for one, other in zip(before, after, strict=True)]
    found = [None if a is None or b is None else b - a for a, b in pairs]
    return _estimate(found, -np.inf, np.inf)


def _bounds(key: Key) -> tuple[float, float]:
    return 0.0, 1.0 if key[2] == "on_time_rate" else np.inf


def _estimate(values: Sequence[float | None], least: float, most: float) -> Estimate:
    told = [value for value in values if value is not None]
    if len(told) < len(values) or len(told) < 2:
        return Estimate(None, None, None)
    mean, count = float(np.mean(told)), len(told)
    reach = float(stdtrit(count - 1, 0.975)) * float(np.std(told, ddof=1)) * float(np.sqrt(1 + 1 / count))
    return Estimate(mean, max(mean - reach, least), min(mean + reach, most))
