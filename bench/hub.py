"""A hub at work (trust.md, promise eighteen): fifty users, a hundred thousand referrals behind them.

`python -m bench.hub` prints JSON. Pages come from `mash serve` with its embedded PostgreSQL, and `mash worker`
works beside it; the users run on the same machine. Then one page, asked for as fast as it comes, against a
page of the same size from a bare Django (bench/bare.py) in the same run. On a machine that others use, times
tell of the others: the ratio, processor time a page, and `machine_load` (processes that wanted a processor) stay.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from bench.at_work import Log, User
from bench.filled import filled_in
from tests.web.served import free_port, served

#: Seconds between two pages of one user, in the middle.
PAUSE = 5
#: How many ask at once where a page is asked for as fast as it comes.
AT_ONCE = 4
#: What promise eighteen asks, in milliseconds: of every kind of page, and of the queue.
FLOORS = {"page": 500, "queue": 300}


def main() -> None:
    """Fill, work, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--closed-seconds", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as folder:
        home = Path(folder) / "h"
        own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        own["MASH_HOME"] = str(home)
        with served(home, "") as address:
            filled = filled_in(home, given.referrals)
            port = urlsplit(address).port
            every = json.loads((home / "users").read_text())
            users = [one for one in every if one["role"] != "analyst"]
            with subprocess.Popen(
                [sys.executable, "-m", "mash.cli", "worker"], env=own, stdout=sys.stderr
            ) as worker:
                try:
                    work = at_work(port, users, given.seconds, home)
                    closed = as_fast_as_it_comes(port, users, given.closed_seconds)
                finally:
                    worker.terminate()
            verified = subprocess.run(
                [sys.executable, "-m", "mash.cli", "verify", "--json"],
                env=own,
                stdout=subprocess.PIPE,
                text=True,
            )
    print(
        json.dumps(
            {
                "referrals": given.referrals,
                "users": len(users),
                "filled_in_seconds": filled,
                **work,
                "closed_loop": closed,
                "trail": json.loads(verified.stdout),
            },
            indent=2,
        )
    )


def at_work(port: int, users: list[dict], seconds: int, home: Path) -> dict:
    """All users at work for that long, after half a minute to come in."""
    log, begins = Log(), time.monotonic()
    until = begins + 30 + seconds
    at_keyboard = [User(port, user, number, log, PAUSE) for number, user in enumerate(users)]
    threads = [threading.Thread(target=one.work, args=(until,)) for one in at_keyboard]
    for thread in threads:
        thread.start()
    time.sleep(30)
    log.forget()  # whoever comes in first fills the caches
    memory, used = {"start": memory_of(home)}, processor_of(home)
    for name in ("middle", "end"):
        time.sleep(seconds / 2 - 1)
        memory[name] = memory_of(home)
    used = {name: seconds - used[name] for name, seconds in processor_of(home).items()}
    for thread in threads:
        thread.join()
    pages = {kind: figures(found) for kind, found in sorted(log.milliseconds.items())}
    every = figures([one for found in log.milliseconds.values() for one in found])
    floors = {
        "no_errors": not log.errors,
        "p95_of_all": every["p95"] <= FLOORS["page"],
        "p95_of_each_kind": all(one["p95"] <= FLOORS["page"] for one in pages.values()),
        "p95_of_the_queue": pages["queue"]["p95"] <= FLOORS["queue"],
    }
    return {
        "seconds": seconds,
        "pages_a_second": round(every["pages"] / seconds, 1),
        "all_pages": every,
        "pages": pages,
        "errors": dict(log.errors),
        "a_colleague_was_quicker": dict(log.said_no),
        "memory_mb": memory,
        "processor_ms_a_page": {
            name: round(1000 * found / every["pages"], 1) for name, found in used.items()
        },
        "machine_load": round(psutil.getloadavg()[1], 1),
        "floors": floors,
    }


def figures(milliseconds: list[float]) -> dict[str, float]:
    """How many, and the times within which half and 95 in 100 came."""
    ordered = sorted(milliseconds)
    at = {name: ordered[int(len(ordered) * share)] for name, share in (("p50", 0.5), ("p95", 0.95))}
    return {"pages": len(ordered), **{name: round(value) for name, value in at.items()}}


def memory_of(home: Path) -> dict[str, int]:
    """Megabytes of the web processes and of the database, what they share counted once."""
    return {
        name: round(sum(_of(one, lambda one: one.memory_full_info().pss) for one in processes) / 1e6)
        for name, processes in _processes(home).items()
    }


def processor_of(home: Path) -> dict[str, float]:
    """Seconds of processor time that the web processes and the database have used."""
    return {
        name: sum(_of(one, lambda one: sum(one.cpu_times()[:2])) for one in processes)
        for name, processes in _processes(home).items()
    }


def _processes(home: Path) -> dict[str, list[psutil.Process]]:
    app = [one for one in psutil.Process().children(recursive=True) if "serve" in one.cmdline()]
    postmaster = psutil.Process(int((home / "postgres" / "postmaster.pid").read_text().split()[0]))
    return {"app": app, "database": [postmaster, *postmaster.children(recursive=True)]}


def _of(process: psutil.Process, look: Callable[[psutil.Process], float]) -> float:
    try:
        return look(process)
    except psutil.NoSuchProcess:  # a connection that was closed meanwhile
        return 0


def as_fast_as_it_comes(port: int, users: list[dict], seconds: int) -> dict:
    """The queue and a bare page of its size, in turn and twice: pages a second, and how many times fewer."""
    session = next(user["session"] for user in users if user["role"] == "triage")
    headers = {"Cookie": f"session={session}"}
    size = len(_page(port, "/queue/", headers))
    rates: dict[str, list[float]] = {"queue": [], "bare": []}
    with bare(size) as other:
        for _ in range(2):
            rates["bare"].append(_rate(other, "/", {}, seconds / 2))
            rates["queue"].append(_rate(port, "/queue/", headers, seconds / 2))
    queue, plain = (sum(rates[name]) / 2 for name in ("queue", "bare"))
    return {
        "bytes": size,
        "at_once": AT_ONCE,
        "queue_pages_a_second": round(queue, 1),
        "bare_pages_a_second": round(plain, 1),
        "bare_to_queue": round(plain / queue, 1),
    }


@contextmanager
def bare(size: int):
    """The port of a bare Django that serves a page of that size."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-m", "bench.bare", str(port), str(size)]) as process:
        try:
            for _ in range(60):
                try:
                    _page(port, "/", {})
                    break
                except OSError:
                    time.sleep(0.5)
            yield port
        finally:
            process.terminate()


def _page(port: int, path: str, headers: dict[str, str]) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    page = response.read()
    connection.close()
    if response.status != 200:
        raise OSError(f"{path}: {response.status}")
    return page


def _rate(port: int, path: str, headers: dict[str, str], seconds: float) -> float:
    until, done = time.monotonic() + seconds, []

    def ask() -> None:
        while time.monotonic() < until:
            _page(port, path, headers)
            done.append(1)

    threads = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done) / seconds


if __name__ == "__main__":
    main()
