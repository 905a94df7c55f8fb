"""`mash worker`: background work."""

from mash.cli.faults import stop_with_fault


def command() -> None:
    """Do background work (notifications, reminders, schedules) until Ctrl+C. The queue is in the database."""
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.WORKER)
    from django.core.management import call_command

    from mash.config.shape import NotReady, check_ready

    try:
        check_ready()
    except NotReady as error:
        stop_with_fault(error)
    call_command("procrastinate", "worker")
