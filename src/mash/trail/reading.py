"""Reading the trail: which words stand on it, and who looked at one record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import connection
from django.db.models import Count, Max, Min, Q

from mash.trail.models import Entry

#: What kind of record the trail itself is, where somebody looks at it.
THE_TRAIL = "access log"
#: What is looking at a record, and nothing more.
LOOKED = Q(verb__startswith="viewed") | Q(verb="found by search")


def known(column: Literal["verb", "kind"]) -> list[str]:
    """The different words in a column, in order. Reads a row of its index a word, however long the trail."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH RECURSIVE word AS (
                (SELECT {column} FROM trail_entry ORDER BY {column} LIMIT 1)
                UNION ALL
                SELECT (SELECT e.{column} FROM trail_entry e WHERE e.{column} > word.{column}
                        ORDER BY e.{column} LIMIT 1) FROM word WHERE word.{column} IS NOT NULL
            ) SELECT {column} FROM word WHERE {column} IS NOT NULL"""
        )
        return [word for (word,) in cursor.fetchall()]


def of_records(records: Iterable[str]) -> Q:
    """Entries about any of these records; that somebody searched this trail for one is not about it.

    All kinds are named because the index begins with the kind.
    """
    kinds = [kind for kind in known("kind") if kind != THE_TRAIL]
    return Q(kind__in=kinds, record__in=list(records))


@dataclass(frozen=True)
class Looker:
    """Somebody who had to do with a record: how often they looked, and did something; when first and last."""

    account: int | None
    agency: str
    looked: int
    did: int
    first: datetime
    last: datetime


def lookers(records: Iterable[str], most: int) -> list[Looker]:
    """Who looked at any of these records or did something with it, the latest first; at most so many."""
    of = Entry.objects.filter(of_records(records)).order_by().values_list("account", "agency")
    rows = of.annotate(
        looked=Count("number", filter=LOOKED),
        did=Count("number", filter=~LOOKED),
        first=Min("at"),
        last=Max("at"),
    ).order_by("-last")
    return [Looker(*row) for row in rows[:most]]
