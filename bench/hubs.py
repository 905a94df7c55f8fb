"""Many hubs side by side: combined, every statistic of all and of each on DuckDB and on Spark, equal to the last digit.

`python -m bench.hubs` prints JSON; a figure that differs ends it with its file. Combining, DuckDB and Spark run
in a process of their own each. Spark answers all hubs together and the first few alone (`--on-spark`): each
answer is the same work for it, and takes it a minute even where there is nothing to count.
"""

import argparse
import json
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bench.data import AS_AT, generate

START, END = "2023-04-01", "2026-04-01"
#: Codes of agencies, and the demand that each hub holds of them, are the hub's own.
OWN = ("agencies",)


def hub(number: int) -> str:
    """The code of a hub."""
    return f"hub{number:02d}"


def hand_in(hubs: int, referrals: int, folder: Path) -> dict[str, Any]:
    """Every hub's dataset; no two work at the same pace."""
    for number in range(hubs):
        pace = 0.8 + 0.4 * (number * 7 % hubs) / hubs
        generate(referrals, folder / hub(number), hub(number), number * referrals, pace)
        shutil.rmtree(folder / hub(number) / "spill", ignore_errors=True)
    return {}


def combined(hubs: int, folder: Path) -> dict[str, Any]:
    """All of them as one dataset."""
    from mash.dataset.combine import combine
    from mash.dataset.faults import line

    found = combine([folder / hub(number) for number in range(hubs)], folder / "all", own=OWN)
    if found.manifest is None:
        raise SystemExit("\n".join(line(fault) for fault in found.faults.first))
    return {"rows": sum(entry.rows for entry in found.manifest.tables.values())}


def on_duckdb(hubs: int, folder: Path) -> dict[str, Any]:
    """Every statistic and curve, of all together and of each."""
    from mash.engine.duckdb_ import DuckDB

    return _answers(DuckDB, folder, "duckdb", [hub(number) for number in range(hubs)])


def on_spark(hubs: int, folder: Path) -> dict[str, Any]:
    """The same on Spark, of all together and of so many."""
    from mash.engine.spark import Spark

    memory = {"spark.driver.memory": "6g"}
    return _answers(lambda: Spark(**memory), folder, "spark", [hub(number) for number in range(hubs)])


def _answers(engine: Callable[[], Any], folder: Path, name: str, hubs: list[str]) -> dict[str, Any]:
    from mash.dataset.store import open_dataset
    from mash.engine.answer import answer
    from mash.engine.question import Question
    from mash.measures import all_curves, all_statistics

    question = Question(datetime.fromisoformat(AS_AT), date.fromisoformat(START), date.fromisoformat(END))
    dataset = open_dataset(folder / "all")
    every = [*all_statistics(), *all_curves()]
    seconds = {}
    for place, part in [("whole", dataset), *((one, dataset.hubs[one]) for one in hubs)]:
        began = time.perf_counter()
        answer(part, question, every, engine(), folder / name / place)
        seconds[place] = time.perf_counter() - began
    whole = seconds.pop("whole")
    found = {"whole_seconds": whole, "hubs": len(hubs)}
    return found | ({"seconds_a_hub": sum(seconds.values()) / len(hubs)} if hubs else {})


def differences(folder: Path) -> tuple[int, list[str]]:
    """How many files Spark wrote, and those that are not DuckDB's to the byte."""
    written = [path.relative_to(folder / "spark") for path in (folder / "spark").rglob("*") if path.is_file()]
    unlike = [
        str(path)
        for path in sorted(written)
        if (folder / "spark" / path).read_bytes() != (folder / "duckdb" / path).read_bytes()
    ]
    return len(written), unlike


def _measured(step: Callable[..., dict[str, Any]], arguments: tuple[Any, ...], pipe: Any) -> None:
    import psutil

    began = time.perf_counter()
    found = step(*arguments)
    found["seconds"] = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    for child in psutil.Process().children(recursive=True):  # Spark's own process
        peak += _peak(child.pid)
    pipe.send(found | {"peak_gb": peak / 1e9})


def _peak(process: int) -> int:
    """The most memory that a running process had, in bytes."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def apart(step: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """A step in a process of its own: what it found, its seconds and its peak memory."""
    print(f"{step.__name__} …", file=sys.stderr, flush=True)
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(step, arguments, send))
    process.start()
    send.close()
    try:
        found: dict[str, Any] = receive.recv()
    except EOFError:
        raise SystemExit(f"{step.__name__} failed") from None
    process.join()
    return found


def main() -> None:
    """Print what each step took, and how many of the files are equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hubs", type=int, default=50)
    parser.add_argument("--referrals", type=int, default=200_000, help="of each hub")
    parser.add_argument("--on-spark", type=int, default=3, help="hubs that Spark answers alone too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as name:
        folder = Path(name)
        report: dict[str, Any] = {"hubs": chosen.hubs, "referrals_a_hub": chosen.referrals}
        report["hand_in"] = apart(hand_in, chosen.hubs, chosen.referrals, folder)
        report["combine"] = apart(combined, chosen.hubs, folder)
        report["duckdb"] = apart(on_duckdb, chosen.hubs, folder)
        report["spark"] = apart(on_spark, min(chosen.on_spark, chosen.hubs), folder)
        report["spark_to_duckdb"] = report["spark"]["whole_seconds"] / report["duckdb"]["whole_seconds"]
        report["files_compared"], unlike = differences(folder)
    if unlike:
        raise SystemExit("\n".join(["Spark and DuckDB differ in:", *unlike]))
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
