"""What every action of the records holds to: who may, on what one sees, never over another's work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError

from mash.partnership.policy import Permission
from mash.partnership.principal import Principal
from mash.records.seen import Record

Row = TypeVar("Row", bound=Record)


class Overtaken(Exception):
    """Somebody changed the record since it was read; `now` is how it stands."""

    def __init__(self, now: Any) -> None:
        super().__init__("Somebody else has changed this since you opened it.")
        self.now = now


def allowed(by: Principal, permission: Permission, hub: str) -> None:
    """Raise PermissionDenied where a principal may not do this in this hub."""
    if not by.may(permission, hub):
        raise PermissionDenied


def held(record: type[Row], by: Principal, pk: object, version: int | None = None) -> Row:
    """A row that `by` sees, held until the transaction ends.

    Raises DoesNotExist where they see none, Overtaken where it is no longer at the version they read.
    """
    row: Row = record.objects.seen_by(by).select_for_update(of=("self",)).get(pk=pk)
    if version is not None and row.version != version:  # type: ignore[attr-defined]
        raise Overtaken(row)
    return row


def kept(row: Row, *fields: str) -> Row:
    """Check a row and write it: whole where it is new, else these fields and its next version.

    Whether what it points to exists is left to the database: a referrer may not see the person they named.
    What may be empty, and is, is in order.
    """
    left = {
        field.name
        for field in row._meta.fields
        if field.is_relation or (field.null and getattr(row, field.attname) is None)
    }
    if not fields:
        row.full_clean(exclude=left, validate_unique=False, validate_constraints=False)
        row.save(force_insert=True)
        return row
    row.version += 1  # type: ignore[attr-defined]
    row.clean_fields(exclude={field.name for field in row._meta.fields} - set(fields) | left)
    row.save(update_fields=[*fields, "version"])
    return row


@contextmanager
def within(place: str) -> Iterator[None]:
    """Have what is found wrong inside say where: `people.0` and the field."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        raise ValidationError(
            {f"{place}.{field}": errors for field, errors in error.error_dict.items()}
        ) from None


def fault(**words: str) -> ValidationError:
    """What is wrong, by field, in words for the person who filled it in."""
    return ValidationError({field: [word] for field, word in words.items()})
