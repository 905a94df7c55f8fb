"""`mash compare`: results by hub, or what hubs have published, in; a page that compares the hubs out."""

from pathlib import Path
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault
from mash.engine.by_hub import ByHub, read_by_hub
from mash.engine.results import ResultsError
from mash.release.across_hubs import write_comparison
from mash.release.across_releases import read_releases
from mash.release.report import AssetsMissing


def command(
    results: Annotated[
        list[str],
        typer.Argument(
            help="Results by hub, as mash measures --by-hub writes them; or what each of several hubs has "
            "published, as 'Northshire=FOLDER'."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the page.")],
) -> None:
    """Compare hubs: each rate as a funnel plot with its finding in words and its table, on one page.

    Of published figures the page may be published too.
    """
    try:
        print(write_comparison(_read(results), out))
    except (ResultsError, AssetsMissing) as error:
        stop_with_fault(error)


def _read(results: list[str]) -> ByHub:
    if len(results) == 1 and "=" not in results[0]:
        return read_by_hub(Path(results[0]))
    folders: dict[str, Path] = {}
    for one in results:
        name, _, folder = one.partition("=")
        if not (name.strip() and folder):
            raise ResultsError(f"{one}: name the hub and its folder, as in 'Northshire=pack-north'")
        if name.strip() in folders:
            raise ResultsError(f"{one}: there is another hub of this name; name them apart")
        folders[name.strip()] = Path(folder)
    return read_releases(folders)
