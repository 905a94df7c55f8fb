"""`mash check`: a dataset or an extract against the contract, every fault in words."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.counts import print_counts
from mash.cli.faults import stop_with_fault
from mash.cli.progress import progress
from mash.dataset.check import Checked, check
from mash.dataset.faults import line
from mash.dataset.files import FolderError


def command(
    dataset: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="A folder of tables, Parquet or CSV.")
    ],
    rejects: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="A CSV file for every fault; on screen stand the first 200."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Counts as JSON on standard output.")] = False,
) -> None:
    """Check a dataset, or an extract that an agency hands in, against the contract."""
    try:
        with progress("Checking") as tell:
            found = check(dataset, tell)
    except FolderError as error:
        stop_with_fault(error)
    for fault in found.faults.first:
        print(line(fault), file=sys.stderr)
    beyond = found.faults.total - len(found.faults.first)
    if beyond:
        where = f"see {rejects}" if rejects else "write all to a file with --rejects FILE"
        print(f"... and {beyond:,} more: {where}", file=sys.stderr)
    if rejects:
        found.faults.write_csv(rejects)
    print(json.dumps(_summary(found), indent=2) if as_json else "", end="\n" if as_json else "")
    if not as_json:
        _print_counts(found)
    if found.faults.faults:
        raise typer.Exit(1)


def _summary(found: Checked) -> dict[str, object]:
    return {
        "kind": _kind(found),
        "tables": {table: asdict(count) for table, count in found.counts.items()},
        "faults": found.faults.faults,
        "warnings": found.faults.warnings,
    }


def _kind(found: Checked) -> str:
    return "extract" if found.is_extract else "dataset"


def _print_counts(found: Checked) -> None:
    print_counts(["table"], [([table], count) for table, count in found.counts.items()])
    print(f"Checked as {_kind(found)}: {found.faults.faults:,} faults, {found.faults.warnings:,} warnings.")
