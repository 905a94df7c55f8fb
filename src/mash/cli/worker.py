"""`mash worker`: background work."""

from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault


def command(
    queue: Annotated[
        list[str] | None, typer.Option(help="Take jobs of this queue only: default or figures.")
    ] = None,
    until_done: Annotated[bool, typer.Option(help="Stop when nothing waits.")] = False,
) -> None:
    """Do background work (notices, e-mails, reminders) until Ctrl+C. The queue is in the database."""
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.WORKER)
    from django.core.management import call_command

    from mash.config.shape import NotReady, check_ready

    try:
        check_ready()
    except NotReady as error:
        stop_with_fault(error)
    chosen = ["--queues", ",".join(queue)] if queue else []
    call_command("procrastinate", "worker", *chosen, *(["--one-shot"] if until_done else []))
