"""`mash refresh`: the records as they stand now become the dataset that the pages of performance show."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from mash.cli import arguments
from mash.cli.faults import stop_with_fault
from mash.cli.progress import progress
from mash.dataset.store import DatasetError
from mash.figures import drafts
from mash.figures.answering import answered
from mash.figures.held import RECORDS, hold
from mash.figures.windows import expected
from mash.linkage.key import KeyFileError, linkage_key


def command(
    key_file: Annotated[Path | None, typer.Option(help="Key of the pseudonyms; made where missing.")] = None,
    dataset: Annotated[
        Path | None,
        typer.Option(help="Show this dataset too, instead of building that of the records."),
    ] = None,
    as_at: Annotated[
        str | None, typer.Option(help="With --dataset: when it was taken, if it does not say so itself.")
    ] = None,
    name: Annotated[str, typer.Option(help="With --dataset: the name under which it is kept.")] = "extracts",
    title: Annotated[str, typer.Option(help="With --dataset: what people call it.")] = "From extracts",
) -> None:
    """Build the dataset of the records and answer what is usually asked, for the pages of performance.

    On a served database DATABASE_URL must be the publisher's (docs/hosting.md). The worker does this at night
    and when somebody asks for it on a page.
    """
    from mash.config.home import figures, home
    from mash.config.postgres import Role, take_role
    from mash.config.start import ready

    root = figures()
    try:
        if dataset is not None:
            if name == RECORDS or not name.isidentifier():
                raise typer.BadParameter(f"{name!r} is no name for it; take letters, as in extracts")
            given, taken = dataset, arguments.instant(as_at) if as_at else None
            held = hold(root, name, title, lambda place: shutil.copytree(given, place), taken)
        else:
            take_role(Role.PUBLISHER)
            ready(Role.PUBLISHER)
            from django.db import ProgrammingError

            from mash.config.shape import NotReady, check_ready
            from mash.publish.build import build

            try:
                check_ready()
            except NotReady as error:
                stop_with_fault(error)
            key = linkage_key(key_file or home() / "keys" / "linkage", outside=(root,))
            if key.made:
                print(f"A new key for the pseudonyms is in {key.path}; keep it secret.", file=sys.stderr)
            try:
                held = hold(root, RECORDS, "The hub's records", lambda place: build(place, key.secret))
            except ProgrammingError as error:  # of a role that may not read what leaves
                stop_with_fault(RuntimeError(f"DATABASE_URL is not the publisher's: {error}"))
        drafts.clear(root)
        for question in expected(held):
            with progress(f"measures of {question.scope.hub_id or 'all'}") as tell:
                answered(root, held, question, tell)
    except (DatasetError, KeyFileError) as error:
        stop_with_fault(error)
    print(f"as at {held.as_at.isoformat()}")
