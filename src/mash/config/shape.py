"""The shape of the database: bring it up to date, and see whether it is."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from mash.partnership.models import Agency
from mash.partnership.row_level_security import functions
from mash.publish.rights import grants_to_publish
from mash.web.provider.file import NAMED_BY, FaultyProviders, Provider


class NotReady(Exception):
    """The database cannot be worked with as it stands; the words say what to do."""


def migrate(*, verbosity: int = 1) -> None:
    """Bring the tables up to date, say who sees which row, and grant the roles what they may do.

    Needs the owner's connection.
    """
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)
    with connection.cursor() as cursor:
        cursor.execute(functions())
        records = resources.files("mash.records")
        for file in (
            records / "row_level_security.sql",
            *sorted(_of_rooms(records), key=str),
            resources.files("mash.config") / "grants.sql",
        ):
            cursor.execute(file.read_text("utf-8"))
        cursor.execute(grants_to_publish())


def _of_rooms(records: Traversable) -> Iterator[Traversable]:
    """The SQL of each room of the records: whatever lies in its folder."""
    for room in records.iterdir():
        if room.is_dir() and room.name != "migrations":
            yield from (file for file in room.iterdir() if file.name.endswith(".sql"))


def check_ready() -> None:
    """Raise NotReady where the database cannot be reached or lacks a migration."""
    try:
        executor = MigrationExecutor(connection)
        lacking = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError as error:
        raise NotReady(f"The database that DATABASE_URL names cannot be reached: {error}") from error
    if lacking:
        raise NotReady(f"The database lacks {lacking} migrations; run mash migrate as its owner first.")


def check_agencies(providers: tuple[Provider, ...]) -> None:
    """Raise FaultyProviders where a provider is said to be of an agency that there is none of."""
    known = sorted(Agency.objects.values_list("agency_id", flat=True)) if providers else []
    for one in providers:
        if one.agency_id not in known:
            raise FaultyProviders(
                f"The file that {NAMED_BY} names, provider {one.id}: agency_id: there is no agency "
                f"{one.agency_id}. Open it under Settings first, or take one of {', '.join(known) or 'none'}."
            )
