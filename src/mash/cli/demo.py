"""`mash demo`: a simulated hub from its extracts to the report, and at work in a running system."""

import os
import shutil
import subprocess
import sys
import time
from base64 import b32decode
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from mash.cli import arguments
from mash.cli.faults import stop_with_fault
from mash.cli.progress import progress
from mash.dataset.store import open_dataset
from mash.demo import running
from mash.demo.simulate import simulate
from mash.engine.answer import answer
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.engine.results import read_results
from mash.intake.importing import import_extracts
from mash.intake.mapping_file import read_mapping
from mash.linkage.key import linkage_key
from mash.measures import all_curves, all_statistics
from mash.release.report import AssetsMissing, write_report

AS_AT, START, END = "2026-03-31T23:59:59+01:00", date(2023, 4, 1), date(2026, 4, 1)
MARK = "made-by-mash-demo"


def command(
    referrals: Annotated[int, typer.Option(min=1, help="How many referrals to simulate.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same hub.")] = 1,
    live: Annotated[
        int, typer.Option(min=0, help="How many of the latest are put into the running system.")
    ] = 400,
    out: Annotated[Path, typer.Option(help="Folder for what is made; made anew each time.")] = Path(
        "demo-data"
    ),
    serve: Annotated[bool, typer.Option(help="Serve pages and reports until Ctrl+C.")] = True,
) -> None:
    """Simulate a hub; import three years of its extracts and report on them; and put its latest weeks, up to
    this minute, into a running system, whose records are measured by the same code.
    """
    _fresh(out)
    try:
        reports = {"three years from extracts": _from_extracts(out, referrals, seed)}
        if live:
            _say(f"The hub at work: its latest {live:,} referrals, entered as people would, up to now")
            sign_ins = out / "sign-ins.json"
            records = running.fill((out / "home").absolute(), referrals, seed, live, sign_ins.absolute())
            _say(f"  {sum(records.steps.values()):,} things done by people of the agencies. Measuring them")
            running.measure(records, out / "records")
            running.show(records, out / "dataset", AS_AT)
            reports["the latest weeks, from the records"] = out / "records" / "report"
    except AssetsMissing as error:
        stop_with_fault(error)
    except subprocess.CalledProcessError as error:
        stop_with_fault(RuntimeError(f"{' '.join(map(str, error.cmd[2:]))} did not end well"))
    for name, folder in reports.items():
        _say(f"The report on {name}: {folder / 'report.html'}")
    _say("What is hidden in the data to be found: docs/simulated-hub.md.")
    if not serve:
        return
    with running.reports(reports) as pages:
        for name, address in pages.items():
            _say(f"The report on {name}: {address}")
        if not live:
            running.until_stopped(lambda: "there is nothing to sign in to")
            return
        port = int(os.environ.get("PORT") or 0) or running.free_port()
        try:
            with running.served(records.home, port) as address:
                _introduce(records, address)
                running.until_stopped(lambda: _code(records.secret))
        except RuntimeError as error:
            stop_with_fault(error)


def _from_extracts(out: Path, referrals: int, seed: int) -> Path:
    """Three years from extracts to a report, in `out`; gives the report's folder."""
    hub, dataset, results = out / "hub", out / "dataset", out / "results"
    _say(f"Simulating a hub of {referrals:,} referrals with evidently fictional people")
    with progress("simulate") as tell:
        simulate(referrals, seed, hub, tell)
    _say("Importing its extracts: our templates and an Annex A workbook")
    key = linkage_key(out / "linkage.key", outside=(dataset,))
    with progress("import") as tell:
        done = import_extracts([hub / "extracts"], read_mapping("demo"), dataset, key.secret, progress=tell)
    accepted = sum(count.accepted for count in done.counts.values())
    rejected = sum(count.rejected for count in done.counts.values())
    _say(
        f"  {accepted + rejected:,} rows in = {accepted:,} accepted + {rejected:,} rejected "
        f"(put in on purpose, named in {done.rejects})"
    )
    _say("Computing the baseline and the thirteen measures")
    question = Question(arguments.instant(AS_AT), START, END)
    with progress("measures") as tell:
        answer(
            open_dataset(dataset),
            question,
            [*all_statistics(), *all_curves()],
            DuckDB(),
            results,
            tell,
        )
    _say("Writing the report")
    return write_report(read_results(results), out / "report").parent


def _introduce(records: running.Records, address: str) -> None:
    """Where it is, and who can sign in."""
    _say(f"\nThe hub: {address}")
    _say(f"Password of everybody: {records.password}")
    _say(f"Secret of everybody’s second factor, for an authenticator app: {records.secret}")
    _say(f"Its code now: {_code(records.secret)}; press Enter for the next\n")
    for one in records.one_per_role():
        _say(f"  {one['role']:<24}{one['email']:<58}{one['agency']}")
    _say("\nMore people of more agencies: sign-ins.json. Ctrl+C stops everything.")


def _code(secret: str) -> str:
    return TOTP(b32decode(secret), 6, SHA1(), 30).generate(int(time.time())).decode()


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
