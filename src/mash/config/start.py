"""Make a process ready for its job: find or start the database, and set up Django in the job's role."""

import os

from mash.config.postgres import Role, connect_as


def ready(role: Role) -> None:
    """Set up Django with a connection as `role`; from here on models can be used."""
    connect_as(role)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mash.config.settings")
    import django

    django.setup()
