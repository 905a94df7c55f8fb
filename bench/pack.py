"""The board's pack of a quarter: `python -m bench.pack` prints CPU seconds for each part, as JSON.

Ratios tell more than seconds on a machine that others use: the pack against its charts alone, which are
most of it, and against reading every figure once.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mash.dataset.store import open_dataset
from mash.demo.simulate import simulate
from mash.engine.answer import answer
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.engine.results import Results, read_results
from mash.framework.measures import MEASURES
from mash.measures import all_statistics
from mash.release.figures import Figures
from mash.release.pack.made_of import Pack
from mash.release.pack.write import ENDINGS, write_pack
from mash.release.scan import scan
from mash.release.story import story

QUARTERS = {
    "now": Question(datetime.fromisoformat("2026-03-31T23:59:59+01:00"), date(2026, 1, 1), date(2026, 4, 1)),
    "before": Question(
        datetime.fromisoformat("2025-12-31T23:59:59+00:00"), date(2025, 10, 1), date(2026, 1, 1)
    ),
}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    made = work()
    return round(time.process_time() - began, 3), made


def every_figure(results: Results) -> int:
    return sum(
        len(Figures(results, key.partition("/")[0]).rows(key.partition("/")[2]))
        for key in results.about["statistics"]
    )


def every_chart(results: Results) -> int:
    return sum(len(story(m.name).charts(Figures(results, m.name))) for m in MEASURES)


def measure(referrals: int, folder: Path) -> dict[str, Any]:
    simulate(referrals, 7, folder / "hub")
    results = {}
    for name, question in QUARTERS.items():
        answer(open_dataset(folder / "hub" / "dataset"), question, all_statistics(), DuckDB(), folder / name)
        results[name] = read_results(folder / name)
    now, before = results["now"], results["before"]
    pack = Pack(now, "The board's pack", "A simulated hub", "2026-1", before)
    every_chart(now)  # the first drawing starts the engine that draws
    reading, rows = timed(lambda: every_figure(now))
    drawing, charts = timed(lambda: every_chart(now))
    whole, files = timed(lambda: write_pack(pack, folder / "pack"))
    scanning, findings = timed(lambda: [found for file in files for found in scan(file.path)])
    again = write_pack(pack, folder / "again")
    return {
        "referrals": referrals,
        "rows": rows,
        "charts": charts,
        "cpu_seconds": {"read_figures": reading, "draw_charts": drawing, "pack": whole, "scan": scanning},
        "pack_to_charts": round(whole / drawing, 2),
        "pack_to_reading": round(whole / max(reading, 0.001)),
        "bytes": dict(zip(ENDINGS, (file.path.stat().st_size for file in files), strict=True)),
        "same_bytes_again": [file.sha256 for file in files] == [file.sha256 for file in again],
        "findings": len(findings),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, default=20_000)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(parser.parse_args().referrals, Path(folder)), indent=2))


if __name__ == "__main__":
    main()
