"""`mash release_step`: check a draft of a release, or publish it, in a process of its own."""

from typing import Annotated
from uuid import UUID

import typer

from mash.cli.faults import stop_with_fault


def command(
    draft: Annotated[UUID, typer.Argument(help="The draft.")],
    publish: Annotated[bool, typer.Option("--publish", help="Put it into the register.")] = False,
) -> None:
    """Protect, attack and write a draft of a release, or publish it. The worker runs this."""
    from mash.config.home import figures
    from mash.figures import drafts, releasing

    root = figures()
    one = drafts.draft(root, draft)
    if one is None:
        return  # somebody dropped it meanwhile
    if not publish:
        releasing.prepared(root, one)
        return
    try:
        print(releasing.published(root, one).number)
    except releasing.NotFit as error:
        stop_with_fault(error)
