"""Speed and memory of m00–m07: ours, by hand in DuckDB SQL, and in pandas, in one run.

`python -m bench.measures` prints JSON. Each contestant runs in a process of its own; figures are ratios
within the run. pandas is there as an analyst writes it (`pandas`) and as an expert tunes it
(`pandas_tuned`).
"""

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bench import by_hand, in_pandas
from bench.data import AS_AT, generate

START, END = "2023-04-01", "2026-04-01"


def ours(files: dict[str, list[Path]], folder: Path) -> dict[str, Any]:
    """Every statistic of m00–m07 through compute()'s parts, timed one by one."""
    from mash.dataset.contract import TABLES
    from mash.engine import compute
    from mash.engine.duckdb_ import DuckDB
    from mash.engine.question import Question
    from mash.measures import all_statistics

    question = Question(datetime.fromisoformat(AS_AT), date.fromisoformat(START), date.fromisoformat(END))
    backend = DuckDB()
    seconds: dict[str, float] = {}
    began = time.perf_counter()
    for table in TABLES:
        backend.load(table, files.get(table, ()))
    t = compute.prepare(backend, question)
    shown = compute.codes_shown(backend, t, question)
    seconds["cases"] = time.perf_counter() - began
    for statistic in all_statistics():
        if statistic.measure < "m08":
            began = time.perf_counter()
            compute.rows_of(statistic, t, question, backend, shown)
            seconds[statistic.key] = time.perf_counter() - began
    backend.close()
    return {"seconds": seconds}


def hand(files: dict[str, list[Path]], folder: Path) -> dict[str, Any]:
    """The same by hand in SQL."""
    return {"seconds": by_hand.run(files, AS_AT, START, END, folder)["seconds"]}


def pandas(files: dict[str, list[Path]], folder: Path) -> dict[str, Any]:
    """The same in everyday pandas."""
    return {"seconds": in_pandas.run("everyday", files, AS_AT, START, END)["seconds"]}


def pandas_tuned(files: dict[str, list[Path]], folder: Path) -> dict[str, Any]:
    """The same in pandas tuned by an expert."""
    return {"seconds": in_pandas.run("tuned", files, AS_AT, START, END)["seconds"]}


def _measured(contestant: Any, files: dict[str, list[Path]], pipe: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = contestant(files, Path(folder))
    result["peak_gb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    pipe.send(result)


def apart(contestant: Any, files: dict[str, list[Path]]) -> dict[str, Any]:
    """Run a contestant in a process of its own; its seconds, their sum and its peak memory."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(contestant, files, send))
    process.start()
    send.close()
    result: dict[str, Any] = receive.recv()
    process.join()
    result["total_seconds"] = sum(result["seconds"].values())
    return result


def compare(referrals: int, *, with_pandas: bool) -> dict[str, Any]:
    """All contestants on a dataset of that size."""
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as folder:
        files = generate(referrals, Path(folder))
        found = {"ours": apart(ours, files), "by_hand": apart(hand, files)}
        report: dict[str, Any] = {"referrals": referrals, **found}
        report["ours_to_by_hand"] = found["ours"]["total_seconds"] / found["by_hand"]["total_seconds"]
        if with_pandas:
            for contestant in (pandas, pandas_tuned):
                name = contestant.__name__
                report[name] = apart(contestant, files)
                ratio = report[name]["total_seconds"] / found["ours"]["total_seconds"]
                report[f"{name}_to_ours"] = ratio
        return report


def main() -> None:
    """Print the comparison at three sizes, and how cost grows from the first to the last.

    pandas needs about 2 GB for each million referrals: it is compared at the first two sizes only.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, default=10_000_000)
    parser.add_argument("--middle", type=int, default=5_000_000)
    parser.add_argument("--small", type=int, default=1_000_000)
    chosen = parser.parse_args()
    report: dict[str, Any] = {}
    for name in ("small", "middle"):
        report[name] = compare(getattr(chosen, name), with_pandas=True)
        print(json.dumps(report[name]), file=sys.stderr, flush=True)
    report["large"] = compare(chosen.referrals, with_pandas=False)
    seconds = [report[name]["ours"]["total_seconds"] for name in ("small", "large")]
    print(json.dumps(report | {"growth": seconds[1] / seconds[0]}, indent=2))


if __name__ == "__main__":
    main()
