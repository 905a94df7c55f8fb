"""`mash verify`: whether the trail is as it was written."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault


def command(
    anchor: Annotated[
        Path | None,
        typer.Option(help="A copy of the anchor that was kept elsewhere, instead of this machine's."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a machine to read.")] = False,
) -> None:
    """Verify every entry of the trail against its seal and its end against the anchor.

    Exit 1 names the first bad entry. DATABASE_URL is the app's, the key is where the app has it.
    """
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.APP)
    from django.db.utils import ProgrammingError

    from mash.config.shape import NotReady, check_ready
    from mash.trail import anchor as anchors
    from mash.trail.verify import verify

    try:
        check_ready()
    except NotReady as error:
        stop_with_fault(error)
    if anchor is not None and not anchor.exists():
        stop_with_fault(FileNotFoundError(f"{anchor} is not there"))
    try:
        known = anchors.read(anchor)
        verdict = verify(known)
    except (OSError, ProgrammingError) as error:  # a key or a table that whoever runs this may not read
        stop_with_fault(error)
    if as_json:
        print(json.dumps(vars(verdict) | {"anchored": known.number if known else None}))
    elif verdict.bad is None:
        end = "" if known else "; there is no anchor to know the end by"
        print(f"{verdict.entries:,} entries are as they were written{end}.")
    else:
        print(f"Entry {verdict.bad:,} of the trail: {verdict.fault}.", file=sys.stderr)
    raise typer.Exit(0 if verdict.bad is None else 1)
