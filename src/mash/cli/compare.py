"""`mash compare`: results by hub in, a page that compares the hubs out."""

from pathlib import Path
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault
from mash.engine.by_hub import read_by_hub
from mash.engine.results import ResultsError
from mash.release.across_hubs import write_comparison
from mash.release.report import AssetsMissing


def command(
    results: Annotated[Path, typer.Argument(help="Results by hub, as mash measures --by-hub writes them.")],
    out: Annotated[Path, typer.Option(help="Folder for the page.")],
) -> None:
    """Compare hubs: each rate as a funnel plot with its finding in words and its table, on one page."""
    try:
        print(write_comparison(read_by_hub(results), out))
    except (ResultsError, AssetsMissing) as error:
        stop_with_fault(error)
