"""Every statistic of m00–m07 in pandas, by two contestants: the reference for what DuckDB saves.

`everyday` is pandas as an analyst writes it: tables as they are read, merge, groupby. `tuned` is what an
expert makes of it. The statistics are the same functions over the tables of either.
"""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.in_pandas import everyday, m00_m03, m04, m05_m07, tuned

CONTESTANTS = {"everyday": everyday.prepare, "tuned": tuned.prepare}
STATISTICS = m00_m03.STATISTICS | m04.STATISTICS | m05_m07.STATISTICS


def run(
    contestant: str, files: Mapping[str, Sequence[Path]], as_at: str, start: str, end: str
) -> dict[str, Any]:
    """Seconds by statistic, and its rows."""
    began = time.perf_counter()
    data = CONTESTANTS[contestant](files, as_at, start, end)
    timed: dict[str, Any] = {"seconds": {"cases": time.perf_counter() - began}, "rows": {}}
    for name, statistic in STATISTICS.items():
        began = time.perf_counter()
        timed["rows"][name] = statistic(data)
        timed["seconds"][name] = time.perf_counter() - began
    return timed
