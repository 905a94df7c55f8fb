"""Writing the trail: the only door is `recorded()` with `note()` inside it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection, transaction

from mash.framework.london import now
from mash.trail import anchor
from mash.trail.models import Entry
from mash.trail.seal import BEGINNING, sealed

#: All who write take turns on this lock, for as long as it takes to write and commit.
_TURN = "SELECT pg_advisory_xact_lock(hashtext('mash trail'))"


class NotRecorded(Exception):
    """Something was to be noted outside `recorded()`: it could not stand or fall with what it speaks of."""


@dataclass
class _Page:
    """What was noted so far in a transaction, and by whom."""

    account: int | None = None
    agency: str = ""
    notes: list[dict[str, Any]] = field(default_factory=list)


_page: ContextVar[_Page | None] = ContextVar("trail page", default=None)


@contextmanager
def recorded(*, account: int | None = None, agency: str = "") -> Iterator[None]:
    """A transaction whose notes are written to the trail just before it is committed, or not at all.

    `account`, `agency`: who acts, where that is known already. It cannot be opened inside another.
    """
    if _page.get() is not None:
        raise NotRecorded("A transaction that is recorded is open already.")
    page = _Page(account, agency)
    token = _page.set(page)
    try:
        with transaction.atomic():
            yield
            if page.notes and not transaction.get_rollback():
                _write(page.notes)
    finally:
        _page.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """A part of a recorded transaction that happens whole or not at all, what it noted included.

    Where it fails, the rest of the transaction can go on, such as a page that says what was refused.
    """
    page = _open()
    before = len(page.notes)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del page.notes[before:]
        raise


def acting(*, account: int, agency: str) -> None:
    """Say who acts, for what is noted from here on."""
    page = _open()
    page.account, page.agency = account, agency


def note(verb: str, kind: str, record: object, /, **detail: Any) -> None:
    """Note that `verb` (such as `viewed`, `changed`) was done with a record; `detail` is plain values.

    Raises NotRecorded outside `recorded()`.
    """
    page = _open()
    plain = json.loads(json.dumps(detail), parse_float=_no_fraction)
    page.notes.append(
        {
            "at": now(),
            "account": page.account,
            "agency": page.agency,
            "verb": verb,
            "kind": kind,
            "record": str(record),
            "detail": plain,
        }
    )


def _no_fraction(written: str) -> None:
    """A fraction may come back from the database written otherwise, and the seal would break."""
    raise TypeError(f"{written} goes on the trail as text")


def _open() -> _Page:
    page = _page.get()
    if page is None:
        raise NotRecorded("Nothing can be noted outside a transaction that is recorded.")
    return page


def _write(notes: list[dict[str, Any]]) -> None:
    """Number and seal the notes, and write them. The last is anchored once all of it is committed."""
    with connection.cursor() as cursor:
        cursor.execute(_TURN)
    last = Entry.objects.order_by("-number").values_list("number", "seal").first()
    number, seal = (last[0], bytes(last[1])) if last else (0, BEGINNING)
    entries = []
    for values in notes:
        number += 1
        entry = Entry(number=number, **values)
        entry.seal = seal = sealed(entry, seal)
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    transaction.on_commit(partial(anchor.drop, number, seal))
