"""Last steps that many statistics share: totals, rates and Kaplan–Meier curves."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

HOUR, DAY = 3_600_000_000, 86_400_000_000
Z = 1.959963984540054


def totals(by: Sequence[str], over: Sequence[str] | None = None) -> Iterator[tuple[str, ...]]:
    """Every choice of the dimensions summed over, none first."""
    over = by if over is None else over
    for size in range(len(over) + 1):
        yield from combinations(over, size)


def totalled(counts: pd.DataFrame | pd.Series, over: Sequence[str] | None = None) -> pd.DataFrame:
    """Counts by dimensions (their index), with rows `*` that sum over some of them; by default over all."""
    by = list(counts.index.names)
    frame = counts.reset_index()
    frame[by] = frame[by].astype(str)
    return pd.concat(
        [frame.assign(**dict.fromkeys(chosen, "*")).groupby(by).sum() for chosen in totals(by, over)]
    )


def counted(rows: pd.DataFrame, by: Sequence[str], over: Sequence[str] | None = None) -> pd.DataFrame:
    """Number of referrals by dimensions, with totals."""
    counts = rows.groupby(list(by), observed=True).size()
    return totalled(counts.rename("referrals"), over)


def with_rate(frame: pd.DataFrame, name: str, numerator: str, denominator: str) -> pd.DataFrame:
    """The rate and its Wilson interval."""
    n = frame[denominator].where(frame[denominator] > 0)
    share = frame[numerator] / n
    centre = share + Z * Z / (2 * n)
    spread = Z * np.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    lower = ((centre - spread) / scale).mask(share == 0, 0.0)
    upper = ((centre + spread) / scale).mask(share == 1, 1.0)
    return frame.assign(**{name: share, "lower": lower, "upper": upper})


def waits(
    rows: pd.DataFrame, start: pd.Series, end: pd.Series, stop: pd.Series | pd.Timestamp
) -> pd.DataFrame:
    """`wait` in microseconds from start to end, and whether it `ended`; if not, it is censored at stop.

    In order of time, so that a curve of any group of them can be read off.
    """
    wait = (end.fillna(stop) - start).to_numpy().astype(np.int64)
    return rows.assign(wait=wait, ended=end.notna()).sort_values("wait")


def curve(timed: pd.DataFrame) -> pd.DataFrame:
    """Kaplan–Meier: each time with an event, how many events, and how many were at risk; S(t)."""
    wait = timed.wait.to_numpy()
    starts = np.flatnonzero(np.diff(wait, prepend=-1))
    events = np.add.reduceat(timed.ended.to_numpy(), starts, dtype=np.int64) if len(wait) else starts
    points = pd.DataFrame({"wait": wait[starts], "events": events, "at_risk": len(wait) - starts})
    points = points[points.events > 0]
    return points.assign(survival=(1 - points.events / points.at_risk).cumprod())


def reached(timed: pd.DataFrame, unit: int, **quantile: float) -> dict[str, float]:
    """The time by which each share of the waits is over; NaN if never."""
    points = curve(timed)
    times = {name: points.wait[points.survival <= 1 - q + 1e-9] for name, q in quantile.items()}
    return {name: time.iloc[0] / unit if len(time) else np.nan for name, time in times.items()}


def quantiles(timed: pd.DataFrame, by: Sequence[str], unit: int, **quantile: float) -> pd.DataFrame:
    """The same by dimensions, with totals."""
    found = {}
    for chosen in totals(by):
        rest = [column for column in by if column not in chosen]
        groups = timed.groupby(rest, observed=True) if rest else [((), timed)]
        for key, group in groups:
            cell = dict(zip(rest, map(str, key), strict=True))
            found[tuple(cell.get(column, "*") for column in by)] = reached(group, unit, **quantile)
    names = pd.MultiIndex.from_tuples(found, names=by)
    return pd.DataFrame(found.values(), names if len(by) > 1 else names.get_level_values(0))


def probability(timed: pd.DataFrame, days: int) -> dict[str, float]:
    """1 − S by a number of days, with Greenwood's interval on the log(−log S) scale."""
    points = curve(timed)
    points = points[points.wait <= days * DAY]
    survival = points.survival.iloc[-1] if len(points) else 1.0
    found = {
        "events": points.events.sum(),
        "return_probability": 1 - survival,
        "lower": np.nan,
        "upper": np.nan,
    }
    if not len(timed) or (timed.wait.iloc[-1] < days * DAY and survival > 0):
        found["return_probability"] = np.nan
    elif 0 < survival < 1:
        spread = np.sqrt((points.events / (points.at_risk * (points.at_risk - points.events))).sum())
        theta = Z * spread / abs(np.log(survival))
        found |= {"lower": 1 - survival ** np.exp(-theta), "upper": 1 - survival ** np.exp(theta)}
    return found
