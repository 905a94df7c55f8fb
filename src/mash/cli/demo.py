"""`mash demo`: a simulated hub from its extracts to the report, served on this machine."""

import os
import shutil
import sys
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer

from mash.cli import arguments
from mash.cli.faults import stop_with_fault
from mash.cli.progress import progress
from mash.dataset.store import open_dataset
from mash.demo.simulate import simulate
from mash.engine.answer import answer
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.engine.results import read_results
from mash.intake.importing import import_extracts
from mash.intake.mapping_file import read_mapping
from mash.linkage.key import linkage_key
from mash.measures import all_statistics
from mash.release.report import AssetsMissing, write_report

AS_AT, START, END = "2026-03-31T23:59:59+01:00", date(2023, 4, 1), date(2026, 4, 1)
MARK = "made-by-mash-demo"


def command(
    referrals: Annotated[int, typer.Option(min=1, help="How many referrals to simulate.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same hub.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder for what is made; made anew each time.")] = Path(
        "demo-data"
    ),
    serve: Annotated[bool, typer.Option(help="Serve the report until Ctrl+C.")] = True,
) -> None:
    """Simulate a hub, import its extracts, compute the thirteen measures, write and serve the report."""
    _fresh(out)
    hub, dataset, results = out / "hub", out / "dataset", out / "results"
    try:
        _say(f"Simulating a hub of {referrals:,} referrals with evidently fictional people")
        with progress("simulate") as tell:
            simulate(referrals, seed, hub, tell)
        _say("Importing its extracts: our templates and an Annex A workbook")
        key = linkage_key(out / "linkage.key", outside=(dataset,))
        with progress("import") as tell:
            done = import_extracts(
                [hub / "extracts"], read_mapping("demo"), dataset, key.secret, progress=tell
            )
        accepted = sum(count.accepted for count in done.counts.values())
        rejected = sum(count.rejected for count in done.counts.values())
        _say(
            f"  {accepted + rejected:,} rows in = {accepted:,} accepted + {rejected:,} rejected "
            f"(put in on purpose, named in {done.rejects})"
        )
        _say("Computing the baseline and the thirteen measures")
        question = Question(arguments.instant(AS_AT), START, END)
        with progress("measures") as tell:
            answer(open_dataset(dataset), question, all_statistics(), DuckDB(), results, tell)
        _say("Writing the report")
        page = write_report(read_results(results), out / "report")
    except AssetsMissing as error:
        stop_with_fault(error)
    _say(f"What is hidden in the data to be found: docs/simulated-hub.md. The page: {page}")
    if serve:
        _serve(page.parent)


def _fresh(out: Path) -> None:
    """An empty folder of our own; a folder that somebody else made is left alone."""
    if out.exists() and not (out / MARK).exists():
        print(
            f"{out} is there and was not made by mash demo; name another folder with --out", file=sys.stderr
        )
        raise typer.Exit(1)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / MARK).touch()


def _say(text: str) -> None:
    print(text, flush=True)


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the report's folder; the page needs nothing from elsewhere, and the browser holds it to that."""

    def end_headers(self) -> None:
        policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """No line for each request."""


def _serve(folder: Path) -> None:
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT") or 0)), handler) as server:
        _say(f"\nThe report: http://127.0.0.1:{server.server_port}/report.html  (Ctrl+C stops)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            _say("")
