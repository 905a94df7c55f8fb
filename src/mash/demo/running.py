"""The demo as a running system: records filled, dataset built, pages served, all as anybody would.

Each part is a command of its own in a process of its own, in the demo's data folder.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mash.framework.london import LONDON

#: Whose sign-in stands for a role that people of several agencies have.
_OF = {"Researcher": "police", "Referrer": "education"}


@dataclass(frozen=True)
class Records:
    """A data folder whose records were filled, and how to sign in there."""

    home: Path
    password: str
    secret: str
    sign_ins: list[dict[str, str]]
    steps: dict[str, int]
    since: datetime

    def one_per_role(self) -> list[dict[str, str]]:
        """One sign-in for each role."""
        found: dict[str, dict[str, str]] = {}
        for one in self.sign_ins:
            if _OF.get(one["role"], "childrens") in one["email"] or one["role"] not in found:
                found[one["role"]] = one
        return list(found.values())


def environment(home: Path) -> dict[str, str]:
    """What its commands run with: its own folder and embedded database, and a mark on every page."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return own | {"MASH_HOME": str(home), "MASH_DEMO": "1"}


def run(home: Path, *words: object) -> None:
    """Run a command of ours in the demo's folder. Raises CalledProcessError."""
    command = [sys.executable, "-m", "mash.cli", *map(str, words)]
    subprocess.run(command, env=environment(home), check=True, stdout=subprocess.DEVNULL)


def fill(home: Path, referrals: int, seed: int, live: int, sign_ins: Path) -> Records:
    """Make the database and live the latest `live` referrals again, up to now."""
    run(home, "migrate")
    program = f"from mash.cli.live import main; main({referrals}, {seed}, {live}, {str(sign_ins)!r})"
    subprocess.run([sys.executable, "-c", program], env=environment(home), check=True)
    held = json.loads(sign_ins.read_text())
    since = datetime.fromisoformat(held["from"])
    return Records(home, held["password"], held["secret"], held["sign_ins"], held["steps"], since)


def measure(records: Records, out: Path) -> None:
    """Records → dataset → measures → report, in the new folder `out`."""
    dataset, results = out / "dataset", out / "results"
    out.mkdir()
    run(records.home, "build", "--out", dataset)
    as_at = json.loads((dataset / "dataset.json").read_text())["as_at"]
    last = datetime.fromisoformat(as_at).astimezone(LONDON).date() + timedelta(days=1)
    window = ("--start", records.since.astimezone(LONDON).date(), "--end", last)
    run(records.home, "measures", dataset, "--as-at", as_at, *window, "--out", results)
    run(records.home, "report", results, "--out", out / "report")


def show(records: Records, extracts: Path, as_at: str) -> None:
    """Have the pages of performance show the records, and the three years from extracts beside them."""
    run(records.home, "refresh")
    run(
        records.home, "refresh", "--dataset", extracts, "--as-at", as_at, "--title", "Three years of extracts"
    )
    keeper = next(one["email"] for one in records.one_per_role() if one["role"] == "Quality officer")
    program = f"from mash.cli.live import publish; publish({keeper!r})"
    subprocess.run([sys.executable, "-c", program], env=environment(records.home), check=True)


@contextmanager
def served(home: Path, port: int) -> Iterator[str]:
    """The pages and the worker; gives the address. Raises RuntimeError where they do not start."""
    own = environment(home) | {"PORT": str(port)}
    log = (home / "served.log").open("w")
    started = [
        subprocess.Popen([sys.executable, "-m", "mash.cli", command], env=own, stdout=log, stderr=log)
        for command in ("serve", "worker")
    ]
    try:
        yield _answering(f"http://127.0.0.1:{port}", started[0], home / "served.log")
    finally:
        for one in reversed(started):
            one.send_signal(signal.SIGTERM)
        for one in started:
            try:
                one.wait(30)
            except subprocess.TimeoutExpired:
                one.kill()
        log.close()


def _answering(address: str, server: "subprocess.Popen[bytes]", log: Path) -> str:
    for _ in range(240):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address + "/healthz", timeout=1).close()
            return address
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"The pages were not served; {log} says why.")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a report's folder; the page needs nothing from elsewhere, and the browser holds it to that."""

    def end_headers(self) -> None:
        policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """No line for each request."""


@contextmanager
def reports(folders: dict[str, Path]) -> Iterator[dict[str, str]]:
    """Serve each folder's report.html on a port of its own; gives the address of each."""
    servers = {
        name: ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        for name, folder in folders.items()
    }
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield {name: f"http://127.0.0.1:{one.server_port}/report.html" for name, one in servers.items()}
    finally:
        for server in servers.values():
            server.shutdown()
            server.server_close()


def until_stopped(code: Callable[[], str]) -> None:
    """Wait for Ctrl+C or a request to stop; on a terminal, print the code of this moment at every Enter."""
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    try:
        while True:
            if sys.stdin is not None and sys.stdin.isatty() and sys.stdin.readline():
                print(f"The code now: {code()}", flush=True)
            else:
                time.sleep(3600)
    except KeyboardInterrupt:
        print("", flush=True)
