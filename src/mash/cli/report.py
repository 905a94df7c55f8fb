"""`mash report`: results in, a page, a PDF and a workbook out; or the board's pack of published ones."""

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault
from mash.engine.results import Results, ResultsError, read_results
from mash.release.disclosure import ReleaseRefused, protect
from mash.release.pack.made_of import Pack, PackError
from mash.release.pack.reading import published as is_published
from mash.release.pack.write import write_pack
from mash.release.report import TITLE, AssetsMissing, write_report
from mash.release.scan import scan


class NotFit(Exception):
    """The files must not go out; the message says what is in them."""


def command(
    results: Annotated[Path, typer.Argument(help="A folder of results, as mash measures writes it.")],
    out: Annotated[Path, typer.Option(help="Folder for the report.")],
    published: Annotated[
        bool, typer.Option("--published", help="The board's pack: figures protected, every file read back.")
    ] = False,
    earlier: Annotated[
        list[Path] | None,
        typer.Option(
            help="Results of an earlier release; give all that are out: a hidden count could be found from "
            "several together. The last one named is compared with."
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="Title of the PDF and the workbook.")] = TITLE,
    hub: Annotated[str, typer.Option(help="Name of the hub.")] = "Multi-Agency Safeguarding Hub",
    release: Annotated[str, typer.Option(help="What the release is called; empty for a draft.")] = "",
) -> None:
    """Write the thirteen measures as a page, a PDF and a workbook, with nothing to fetch."""
    try:
        read = read_results(results)
        before = [read_results(one) for one in earlier or []]
        pack = partial(Pack, title=title, hub=hub, release=release, earlier=before[-1] if before else None)
        paths = _published(pack, read, before, out) if published else _unprotected(pack(read), out)
        for path in paths:
            print(path)
    except (ResultsError, AssetsMissing, PackError, NotFit, ReleaseRefused) as error:
        stop_with_fault(error)


def _unprotected(pack: Pack, out: Path) -> list[Path]:
    """The report for people who work with the records; every page says that it is not for publication."""
    files = write_pack(pack, out, name="report", endings=(".pdf", ".xlsx"))
    return [write_report(pack.results, out), *(file.path for file in files)]


def _published(
    pack: Callable[[Results], Pack], read: Results, before: list[Results], out: Path
) -> list[Path]:
    """The pack, laid into `out` only once every file of it was read back and found fit. Raw results are
    protected first; they then stand beside the pack, for the next release to be attacked together with it.
    """
    with tempfile.TemporaryDirectory() as aside:
        here = Path(aside) / "results"
        raw = not is_published(read)
        found = protect(read, here, earlier=before) if raw else read
        laid = Path(aside) / "pack"
        laid.mkdir()
        files = [file.path for file in write_pack(pack(found), laid)]
        wrong = [str(finding) for file in files for finding in scan(file)]
        if wrong:
            raise NotFit("\n".join(["nothing was written, as the files must not go out:", *wrong]))
        out.mkdir(parents=True, exist_ok=True)
        kept = [Path(shutil.copytree(here, out / "results"))] if raw else []
        return kept + [Path(shutil.copyfile(file, out / file.name)) for file in files]
