"""`mash whatif`: what measure four would have been, had something been otherwise."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mash.cli import arguments
from mash.cli.faults import stop_with_fault
from mash.cli.progress import progress
from mash.dataset.store import DatasetError, open_dataset
from mash.engine.engines import engine_named
from mash.engine.question import Parameters, Question, QuestionError
from mash.whatif.answer import Answer, ask
from mash.whatif.changes import changes_of
from mash.whatif.said import said
from mash.whatif.trace import WhatIfError


def command(
    dataset: Annotated[Path, typer.Argument(help="A dataset folder: Parquet, or the same tables as CSV.")],
    as_at: Annotated[str, typer.Option(help="Instant as at which everything is seen.")],
    start: Annotated[str, typer.Option(help="First day of the window that is lived again (London).")],
    end: Annotated[str, typer.Option(help="Day after the last of the window (London).")],
    meets_due: Annotated[
        list[str] | None, typer.Option(help="An agency that meets its due times: AGENCY.")
    ] = None,
    extra_people: Annotated[
        list[str] | None,
        typer.Option("--extra", help="More people: AGENCY:DAYS:N, or rating-desk:… or decision-desk:…"),
    ] = None,
    targets: Annotated[
        list[str] | None, typer.Option("--target", help="A rating's target: RISK:HOURS.")
    ] = None,
    factor: Annotated[
        str | None, typer.Option("--arrivals", help="So many times as many referrals: 0.5 to 2.")
    ] = None,
    target_policy: Annotated[str, typer.Option(help="initial, current or strictest.")] = "strictest",
    working_hours: Annotated[str, typer.Option(help="Opening hours of working clocks.")] = "08:30-17:00",
    working_days: Annotated[str, typer.Option(help="Working days of working clocks, 1 = Monday.")] = "1-5",
    replications: Annotated[int, typer.Option(min=5, help="How many lives, each with and without.")] = 40,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same answer.")] = 20130513,
    out: Annotated[Path | None, typer.Option(help="New file for the answer as JSON.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Live a window again in a queue model, with and without a change: would more be decided in time?"""
    try:
        chosen = Parameters(
            target_policy=target_policy,
            working_hours=arguments.hours(working_hours),
            working_days=arguments.weekdays(working_days),
        )
        question = Question(arguments.instant(as_at), arguments.day(start), arguments.day(end), chosen)
        options = {"meets_due": meets_due or (), "extra": extra_people or (), "target": targets or ()}
        changes = changes_of(options | {"arrivals": [factor] if factor else ()})
    except (QuestionError, WhatIfError) as error:
        raise typer.BadParameter(str(error)) from None
    if not changes:
        raise typer.BadParameter("nothing is changed; give --meets-due, --extra, --target or --arrivals")
    if out is not None and out.exists():
        raise typer.BadParameter(f"{out} is there already; give --out a new file")
    try:
        opened = open_dataset(dataset)
        with progress("what if") as tell:
            found = ask(opened.files, question, changes, engine_named("duckdb"), replications, seed, tell)
    except (DatasetError, WhatIfError) as error:
        stop_with_fault(error)
    if out is not None:
        out.write_text(_json(found), encoding="utf-8")
    if as_json:
        sys.stdout.write(_json(found))
    else:
        print(said(found))


def _json(found: Answer) -> str:
    return json.dumps(asdict(found), indent=2, ensure_ascii=False) + "\n"
