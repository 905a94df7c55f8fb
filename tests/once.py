"""What all tests of a file begin with is made once, and each finds it as it was made.

A file's world is a module's fixture that asks for `once` (conftest.py): a transaction around all tests of the
file, in which each test's own is undone. A test takes the world through `as_made`.
"""

from contextlib import contextmanager
from copy import deepcopy

from django.db import connection, transaction


@contextmanager
def undone():
    """A transaction of which nothing stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def as_made(world):
    """A copy of what was made, with nobody acting: the database keeps in mind who made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('mash.account', '', true)")
    return deepcopy(world)
