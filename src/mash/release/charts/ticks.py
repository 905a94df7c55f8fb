"""Round numbers for an axis."""

import math


def ticks(low: float, high: float, most: int = 5, *, whole: bool = False) -> list[float]:
    """Round numbers, at most so many, the first at or below `low` and the last at or above `high`; whole ones
    only for what is counted.
    """
    if high <= low:
        high = low + (abs(low) or 1)
    power = math.floor(math.log10((high - low) / most))
    scale = 10 ** (max(power, 0) if whole else power)
    for step in [s * scale * ten for ten in (1, 10, 100) for s in (1, 2, 2.5, 5, 10)]:
        if whole and step % 1:
            continue
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first + 1 <= most:
            return [round(i * step, 12) for i in range(first, last + 1)]
    return [low, high]


def times(longest: float, unit: str) -> list[float]:
    """Marks of a time axis from 0 until past `longest`, by hours of the day or by days people count in."""
    if unit == "hours":
        steps = [1, 2, 3, 6, 12, 24, 48, 72, 120, 168, 336, 672]
    else:
        steps = [1, 2, 5, 7, 14, 30, 60, 90, 180, 365]
    step = next((step for step in steps if longest / step <= 5), 5 * steps[-1])
    return (
        [float(step * i) for i in range(math.ceil(longest / step - 1e-9) + 1)] if longest > 0 else [0.0, 1.0]
    )
