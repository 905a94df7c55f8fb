"""Speed and memory of reading our own CSV templates, of `mash check` and `mash import`.

`python -m bench.check` prints JSON: rows a second by table, peak memory at two sizes (flat = no more for
three times the rows; below some million rows the memory that sorting may take is not yet full), and how
many times as long as `pyarrow.csv` needs only to read the same files.
"""

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from pyarrow import csv as pa_csv

_INSTANT = "strftime({}, '%Y-%m-%dT%H:%M:%S+00:00')"
_SMALL = {
    "hubs": "hub_id,name\nH1,Hub\n",
    "agencies": "agency_id,name,kind,in_baseline\n"
    + "".join(f"a{n},Agency {n},other,true\n" for n in range(12)),
    "cohorts": "cohort_id,name,age_group\n" + "".join(f"c{n},Cohort {n},any\n" for n in range(8)),
    "risks": "risk,name,rank,target_hours,clock,valid_from\nred,Red,3,2,elapsed,2013-01-01\n"
    "amber,Amber,2,24,elapsed,2013-01-01\nblue,Blue,1,72,elapsed,2013-01-01\n",
}
_LARGE = {
    "referrals": "'R' || i AS referral_id, 'H1' AS hub_id, 'a' || i % 12 AS agency_id, 'c' || i % 8 AS cohort_id, "
    f"{_INSTANT.format('t')} AS received_at, 'true' AS time_known, "
    f"CASE WHEN i % 10 > 0 THEN {_INSTANT.format('t + INTERVAL 5 HOUR')} END AS decided_at, "
    f"CASE WHEN i % 2 > 0 THEN {_INSTANT.format('t + INTERVAL 30 HOUR')} END AS feedback_at, "
    "i % 4 = 0 AS known_open, CASE WHEN i % 5 = 0 THEN 'given' END AS consent, 'public task' AS lawful_basis",
    "ratings": "'T' || i AS rating_id, 'R' || i AS referral_id, ['red', 'amber', 'blue'][1 + i % 3] AS risk, "
    f"{_INSTANT.format('t + INTERVAL 40 MINUTE')} AS rated_at, 'a' || i % 12 AS agency_id, "
    "'true' AS rationale_recorded",
}


def generate(rows: int, folder: Path) -> None:
    """An extract of two large tables and the reference tables they point to."""
    for table, text in _SMALL.items():
        (folder / f"{table}.csv").write_text(text)
    moments = (
        f"SELECT i, TIMESTAMP '2023-01-01' + to_seconds(i * 7919 % 94608000) AS t FROM range({rows}) r(i)"
    )
    with duckdb.connect() as sql:
        for table, columns in _LARGE.items():
            sql.execute(f"COPY (SELECT {columns} FROM ({moments})) TO '{folder / table}.csv' (HEADER)")


def plain(folder: Path) -> dict[str, float]:
    """Seconds that pyarrow takes to read each table and do nothing with it."""
    return {
        table: _seconds(lambda file=folder / f"{table}.csv": [0 for _ in pa_csv.open_csv(file)])
        for table in _LARGE
    }


def staged(folder: Path) -> dict[str, float]:
    """Seconds to read, type and stage each table."""
    from mash.dataset.check import stage
    from mash.dataset.faults import Faults
    from mash.dataset.files import table_files
    from mash.dataset.staging import Staging

    files = table_files(folder)
    with tempfile.TemporaryDirectory() as work:
        staging = Staging(Path(work), Faults(), extract=True)
        return {table: _seconds(lambda found=files[table]: stage(staging, found, folder)) for table in _LARGE}


def checked(folder: Path) -> dict[str, float]:
    """Seconds of the whole of `mash check`."""
    from mash.dataset.check import check

    return {"all": _seconds(lambda: check(folder))}


def imported(folder: Path) -> dict[str, float]:
    """Seconds of the whole of `mash import`, the dataset written."""
    from mash.intake.importing import import_extracts
    from mash.intake.mapping_file import read_mapping

    with tempfile.TemporaryDirectory() as work:
        out = Path(work) / "dataset"
        return {"all": _seconds(lambda: import_extracts([folder], read_mapping("templates"), out, b"k" * 32))}


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _measured(work: Callable[[Path], dict[str, float]], folder: Path, pipe: Any) -> None:
    seconds = work(folder)
    own, readers = (
        resource.getrusage(whose).ru_maxrss // 1024
        for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    pipe.send({"seconds": seconds, "peak_mb": max(own, readers)})


def apart(work: Callable[[Path], dict[str, float]], folder: Path) -> dict[str, Any]:
    """Run it in a process of its own: seconds and peak memory."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(work, folder, send))
    process.start()
    send.close()
    found: dict[str, Any] = receive.recv()
    process.join()
    return found


def measure(rows: int) -> dict[str, Any]:
    """All of it at one size."""
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as folder:
        generate(rows, Path(folder))
        read, typed, whole, taken = (apart(work, Path(folder)) for work in (plain, staged, checked, imported))
        return {
            "rows_per_table": rows,
            "rows_per_second": {t: round(rows / s) for t, s in typed["seconds"].items()}
            | {
                "mash check": round(2 * rows / whole["seconds"]["all"]),
                "mash import": round(2 * rows / taken["seconds"]["all"]),
            },
            "times_plain_read": {t: s / read["seconds"][t] for t, s in typed["seconds"].items()},
            "peak_mb": {
                "read": typed["peak_mb"],
                "mash check": whole["peak_mb"],
                "mash import": taken["peak_mb"],
            },
        }


def main() -> None:
    """Print both sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=12_000_000)
    parser.add_argument("--small", type=int, default=4_000_000)
    chosen = parser.parse_args()
    print(json.dumps({"small": measure(chosen.small), "large": measure(chosen.rows)}, indent=2))


if __name__ == "__main__":
    main()
