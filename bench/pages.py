"""Performance of performance: the dataset made from a database, and its pages.

`python -m bench.pages` prints JSON: `mash refresh` in seconds and against PostgreSQL's own binary COPY of the same
tables, and how quickly an analyst's pages come, beside a bare page of the largest one's size.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from bench.filled import filled_in
from bench.hub import _page, bare, figures
from mash.framework.measures import MEASURES
from tests.homes import own_home
from tests.web.served import commanded, served

#: The floor: milliseconds within which 95 in 100 pages come.
FLOOR = 500
COPIED = """
import json, time, psycopg
from psycopg.conninfo import make_conninfo
from mash.config.postgres import Role, _started
from mash.config.start import ready
ready(Role.APP)
from mash.records.columns import LEAVES
began, size = time.perf_counter(), 0
with psycopg.connect(make_conninfo(_started(), dbname="mash")) as own:
    for table in sorted({one.record._meta.db_table for one in LEAVES}):
        with own.cursor().copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as rows:
            size += sum(len(piece) for piece in rows)
print(json.dumps([time.perf_counter() - began, size]))
"""


def main() -> None:
    """Fill, measure, ask for pages, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20, help="how often each page is asked for")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as folder:
        home = Path(folder) / "h"
        with served(home, "") as address:
            filled = filled_in(home, given.referrals)
            copied, size = json.loads(_program(home, COPIED))
            built = _seconds(lambda: commanded(home, "build", "--out", str(home / "dataset")))
            refreshed = _seconds(lambda: commanded(home, "refresh"))
            users = json.loads((home / "users").read_text())
            session = next(one["session"] for one in users if one["role"] == "analyst")
            pages, largest = asked(urlsplit(address).port, session, given.times)
    every = figures([one for found in pages.values() for one in found])
    floor = figures(largest)
    print(
        json.dumps(
            {
                "referrals": given.referrals,
                "filled_in_seconds": filled,
                "copy_seconds": round(copied, 2),
                "copy_mb": round(size / 1e6),
                "build_seconds": round(built, 1),
                "build_to_copy": round(built / copied, 1),
                "refresh_seconds": round(refreshed, 1),
                "pages": {name: figures(found) for name, found in pages.items()},
                "all_pages": every,
                "bare_page_of_the_largest": floor,
                "floors": {"p95_of_each_page": all(figures(one)["p95"] <= FLOOR for one in pages.values())},
            },
            indent=2,
        )
    )


def asked(port: int, session: str, times: int) -> tuple[dict[str, list[float]], list[float]]:
    """Milliseconds of each page, and of a bare page of the size of the largest."""
    headers = {"Cookie": f"session={session}"}
    paths = {"overview": "/performance/", "outcomes": "/performance/strategic-outcomes/"}
    paths |= {one.name: f"/performance/{one.name}/" for one in MEASURES}
    found, sizes = {}, []
    for name, path in paths.items():
        sizes.append(len(_page(port, path, headers)))
        found[name] = [1000 * _seconds(lambda path=path: _page(port, path, headers)) for _ in range(times)]
    with bare(max(sizes)) as plain:
        least = [1000 * _seconds(lambda: _page(plain, "/", {})) for _ in range(times)]
    return found, least


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _program(home: Path, program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=own_home(home), check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
