"""Every statistic of m00–m07 as an analyst would write it in pandas: the reference for what DuckDB saves.

Referrals are numbered once (`case`), so that what hangs on them is joined by position and not by text;
codes are categories; each large table is read once, and of it only the columns needed.
"""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.in_pandas import m00_m03, m04, m05_m07
from bench.in_pandas.cases import prepare

STATISTICS = m00_m03.STATISTICS | m04.STATISTICS | m05_m07.STATISTICS


def run(files: Mapping[str, Sequence[Path]], as_at: str, start: str, end: str) -> dict[str, Any]:
    """Seconds by statistic, and its rows."""
    began = time.perf_counter()
    data = prepare(files, as_at, start, end)
    timed: dict[str, Any] = {"seconds": {"cases": time.perf_counter() - began}, "rows": {}}
    for name, statistic in STATISTICS.items():
        began = time.perf_counter()
        timed["rows"][name] = statistic(data)
        timed["seconds"][name] = time.perf_counter() - began
    return timed
