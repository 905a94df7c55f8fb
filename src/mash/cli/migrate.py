"""`mash migrate`: bring the database's tables up to date."""

from mash.cli.faults import stop_with_fault


def command() -> None:
    """Bring the tables up to date and grant each database role what it may do.

    On a served database DATABASE_URL must be the owner's (docs/administrator.md); without DATABASE_URL
    the embedded one in the data folder is used.
    """
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.OWNER)
    from django.db import OperationalError

    from mash.config.shape import migrate

    try:
        migrate()
    except OperationalError as error:
        stop_with_fault(error)
