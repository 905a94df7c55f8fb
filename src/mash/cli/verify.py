"""`mash verify`: whether the trail is as it was written, and releases as they were published."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault
from mash.release.register import broken, releases


def command(
    anchor: Annotated[
        Path | None,
        typer.Option(help="A copy of the anchor that was kept elsewhere, instead of this machine's."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a machine to read.")] = False,
) -> None:
    """Verify every entry of the trail against its seal and its end against the anchor, and the register of
    releases against its hashes and the trail.

    Exit 1 names the first bad entry, and what is not as it was published. DATABASE_URL is the app's, the key
    is where the app has it.
    """
    from mash.config.home import figures
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
    register = figures() / "releases"
    wrong = [*broken(register), *_off_the_trail(register)]
    if as_json:
        more = {"anchored": known.number if known else None, "releases": wrong}
        print(json.dumps(vars(verdict) | more))
    elif verdict.bad is None:
        end = "" if known else "; there is no anchor to know the end by"
        print(f"{verdict.entries:,} entries are as they were written{end}.")
    else:
        print(f"Entry {verdict.bad:,} of the trail: {verdict.fault}.", file=sys.stderr)
    if wrong and not as_json:
        print("\n".join(wrong), file=sys.stderr)
    raise typer.Exit(0 if verdict.bad is None and not wrong else 1)


def _off_the_trail(register: Path) -> list[str]:
    """Where the register and the trail do not tell the same, in words."""
    from mash.trail.models import Entry

    noted = Entry.objects.filter(verb="published", kind="release").values_list("record", "detail")
    told = {number: detail["sha256"] for number, detail in noted}
    here = {one.number: one.sha256 for one in releases(register)}
    return [
        *(f"release {number} was published and is gone" for number in told.keys() - here.keys()),
        *(f"release {number} is on no trail" for number in here.keys() - told.keys()),
        *(
            f"release {number} is not what the trail says was published"
            for number in told.keys() & here.keys()
            if told[number] != here[number]
        ),
    ]
