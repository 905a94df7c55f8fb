"""`mash combine`: the datasets of several hubs as one, laid out by hub."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault
from mash.cli.progress import progress
from mash.dataset.combine import combine, tables_named
from mash.dataset.faults import line
from mash.dataset.store import DatasetError


def command(
    datasets: Annotated[
        list[Path], typer.Argument(exists=True, file_okay=False, help="Datasets, each of one hub.")
    ],
    out: Annotated[Path, typer.Option(help="New folder for the dataset of all of them.")],
    own: Annotated[
        list[str] | None,
        typer.Option(
            help="A table whose codes or ids are each hub's own, such as agencies or risks; records: all "
            "tables of records; people: pseudonyms. The hub's code is put before them."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was written as JSON.")] = False,
) -> None:
    """Combine the datasets of several hubs into one, each checked, and all against each other."""
    try:
        tables_named(own or [])
    except DatasetError as error:
        raise typer.BadParameter(str(error)) from None
    try:
        with progress("combine") as tell:
            found = combine(datasets, out, own=own or [], progress=tell)
    except DatasetError as error:
        stop_with_fault(error)
    for fault in found.faults.first:
        print(line(fault), file=sys.stderr)
    beyond = found.faults.total - len(found.faults.first)
    if beyond:
        print(f"... and {beyond:,} more", file=sys.stderr)
    if found.manifest is None:
        print(f"{found.faults.faults:,} faults; nothing was written.", file=sys.stderr)
        raise typer.Exit(1)
    rows = {table: entry.rows for table, entry in found.manifest.tables.items()}
    if as_json:
        print(json.dumps({"hubs": found.hubs, "rows": rows, "sha256": found.manifest.sha256}, indent=2))
    else:
        print(f"{len(found.hubs)} hubs, {rows['referrals']:,} referrals are in {out}")
