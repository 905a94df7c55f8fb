"""`mash measures`: a dataset and a question in, the thirteen measures and the baseline out."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mash.cli import arguments
from mash.cli.faults import stop_with_fault
from mash.cli.progress import progress
from mash.dataset.store import DatasetError, open_dataset
from mash.engine.answer import answer
from mash.engine.by_hub import answer_by_hub
from mash.engine.engines import engine_named
from mash.engine.question import Parameters, Question, QuestionError, Scope
from mash.engine.results import ResultsError
from mash.measures import all_curves, all_statistics


def command(
    dataset: Annotated[Path, typer.Argument(help="A dataset folder: Parquet, or the same tables as CSV.")],
    as_at: Annotated[str, typer.Option(help="Instant as at which everything is seen.")],
    start: Annotated[str, typer.Option(help="First day of the reporting window (London).")],
    end: Annotated[str, typer.Option(help="Day after the last of the window (London).")],
    out: Annotated[Path, typer.Option(help="New folder for the results.")],
    engine: Annotated[str, typer.Option(help="duckdb or spark; the figures are the same.")] = "duckdb",
    target_policy: Annotated[str, typer.Option(help="initial, current or strictest.")] = "strictest",
    repeat_days: Annotated[int, typer.Option(help="Window of a repeat referral, in days.")] = 365,
    include_known_open: Annotated[
        bool, typer.Option(help="Count referrals about open cases in m06.")
    ] = False,
    working_hours: Annotated[str, typer.Option(help="Opening hours of working clocks.")] = "08:30-17:00",
    working_days: Annotated[str, typer.Option(help="Working days of working clocks, 1 = Monday.")] = "1-5",
    hub: Annotated[str | None, typer.Option(help="Only this hub.")] = None,
    by_hub: Annotated[
        bool, typer.Option("--by-hub", help="Of each hub of a combined dataset, and of all together.")
    ] = False,
    agency: Annotated[
        str | None, typer.Option(help="Only what this agency submitted, or is about it.")
    ] = None,
    cohort: Annotated[str | None, typer.Option(help="Only this main cohort.")] = None,
    locality: Annotated[str | None, typer.Option(help="Only this locality.")] = None,
    age_group: Annotated[str | None, typer.Option(help="Only cohorts of child, adult or any.")] = None,
    rolled_up: Annotated[
        bool, typer.Option(help="Agencies as what they have become, not those of the time.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was written as JSON.")] = False,
) -> None:
    """Compute every statistic of the thirteen measures and the baseline."""
    every = [*all_statistics(), *all_curves()]
    hubs: list[str] = []
    try:
        chosen = Parameters(
            target_policy=target_policy,
            repeat_days=repeat_days,
            include_known_open=include_known_open,
            working_hours=arguments.hours(working_hours),
            working_days=arguments.weekdays(working_days),
        )
        scope = Scope(hub, agency, cohort, locality, age_group, rolled_up)
        question = Question(arguments.instant(as_at), arguments.day(start), arguments.day(end), chosen, scope)
    except QuestionError as error:
        raise typer.BadParameter(str(error)) from None
    try:
        opened = open_dataset(dataset)
        for warning in opened.warnings:
            print(warning, file=sys.stderr)
        with progress("measures") as tell:
            if by_hub:
                hubs = answer_by_hub(opened, question, every, lambda: engine_named(engine), out, tell)
            else:
                answer(opened, question, every, engine_named(engine), out, tell)
    except QuestionError as error:  # the scope names what the dataset has not
        raise typer.BadParameter(str(error)) from None
    except (DatasetError, ResultsError) as error:
        stop_with_fault(error)
    if as_json:
        told = {"results": str(out), "statistics": len(all_statistics())}
        json.dump(told | ({"hubs": hubs} if by_hub else {}), sys.stdout)
        print()
    else:
        each = f" for each of {len(hubs)} hubs and for all together" if by_hub else ""
        print(f"{len(all_statistics())} statistics{each} are in {out}")
