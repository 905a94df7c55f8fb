"""`mash report`: results in, a page to read out."""

from pathlib import Path
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault
from mash.engine.results import ResultsError, read_results
from mash.release.report import AssetsMissing, write_report


def command(
    results: Annotated[Path, typer.Argument(help="A folder of results, as mash measures writes it.")],
    out: Annotated[Path, typer.Option(help="Folder for the report.")],
) -> None:
    """Write the report of the thirteen measures: one HTML page with nothing to fetch."""
    try:
        print(write_report(read_results(results), out))
    except (ResultsError, AssetsMissing) as error:
        stop_with_fault(error)
