"""Turns: requests that must come one after another."""

from django.db import connection


def one_after_another(*what: object) -> None:
    """Wait until no other request on the same thing is under way; hold others up until ours is over.

    Needs the request's transaction, which is committed before its answer leaves.
    """
    words = " ".join(f"{one}" for one in what)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [words])
