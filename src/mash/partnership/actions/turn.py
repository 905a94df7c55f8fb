"""How every action here works: one at a time, whole or not at all, and never over what somebody else changed.

Administrators are few and change little; that they wait for each other lets an action look at the other
rows (no overlap, no loop, an administrator left) and be sure that they stay so until it is committed.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection
from django.db.models import Model

from mash.trail.record import note, together

Row = TypeVar("Row", bound=Model)
#: Values of a row by field, plain: as they were when somebody opened a form on it.
Seen = Mapping[str, str | int | None]

_TURN = "SELECT pg_advisory_xact_lock(hashtext('mash settings'))"


class ChangedMeanwhile(Exception):
    """Somebody else has changed the row since the form was opened; `now` is what stands there."""

    def __init__(self, now: Seen) -> None:
        super().__init__("Somebody else has changed this meanwhile.")
        self.now = now


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait until no other action is under way, and undo all of this one where it fails."""
    with together():
        with connection.cursor() as cursor:
            cursor.execute(_TURN)
        yield


def plain(row: Model, fields: Iterable[str]) -> dict[str, str | int | None]:
    """Values of a row as the trail and a form keep them."""
    return {field: _plain(row.serializable_value(field)) for field in fields}


def _plain(value: Any) -> str | int | None:
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    return value if value is None or isinstance(value, (str, int)) else str(value)


def as_opened(row: Row, seen: Seen) -> Row:
    """The row as it stands now. Raises ChangedMeanwhile where that is not what was seen."""
    try:
        row.refresh_from_db()
    except ObjectDoesNotExist:
        raise ValidationError("Somebody else has removed this meanwhile.") from None
    now = plain(row, seen)
    if now != dict(seen):
        raise ChangedMeanwhile(now)
    return row


def added(row: Row, kind: str) -> Row:
    """Check a new row, save it and note it."""
    row.full_clean()
    row.save(force_insert=True)
    written = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    note("added", kind, row.pk, **plain(row, written))
    return row


def changed(row: Row, kind: str, verb: str = "changed", /, **values: Any) -> Row:
    """Change fields of a row, check and save it, and note from what to what."""
    before = plain(row, values)
    for field, value in values.items():
        setattr(row, field, value)
    row.full_clean()
    after = plain(row, values)
    differences = {field: [before[field], after[field]] for field in values if before[field] != after[field]}
    if differences:
        row.save(update_fields=list(differences))
        note(verb, kind, row.pk, **differences)
    return row


def removed(row: Model, kind: str) -> None:
    """Take a row out, and note what it was."""
    written = [field.name for field in row._meta.concrete_fields]
    note("removed", kind, row.pk, **plain(row, written))
    row.delete()
