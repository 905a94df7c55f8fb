"""Ratings with their targets. What has been in force stays as it was: measures of the past are read from it.

So a target is changed by ending the row and starting another (replace_risk); only a row whose first day
is still to come can be changed or removed. Rows of one rating never overlap.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from mash.framework.london import spelt, today
from mash.partnership.actions.turn import Seen, added, as_opened, changed, in_turn, removed
from mash.partnership.models import Risk

KIND = "risk"


@in_turn()
def add_risk(
    *,
    risk: str,
    name: str,
    rank: int,
    target_hours: float | None,
    clock: str,
    valid_from: date,
    valid_to: date | None = None,
) -> Risk:
    """Add a rating, or another period of one. Raises ValidationError where it overlaps with one there is."""
    row = Risk(risk=risk, name=name, rank=rank, target_hours=target_hours, clock=clock)
    row.valid_from, row.valid_to = valid_from, valid_to
    _overlaps_none(row, at="valid_from")
    return added(row, KIND)


@in_turn()
def change_risk(
    row: Risk,
    *,
    seen: Seen,
    name: str,
    rank: int,
    target_hours: float | None,
    clock: str,
    valid_from: date,
    valid_to: date | None,
) -> Risk:
    """Change a row whose first day is still to come."""
    as_opened(row, seen)
    _to_come(row)
    row.valid_from, row.valid_to, before = valid_from, valid_to, (row.valid_from, row.valid_to)
    _overlaps_none(row, at="valid_from")
    if valid_from <= today():
        raise ValidationError({"valid_from": "The first day must be after today."})
    row.valid_from, row.valid_to = before
    return changed(
        row,
        KIND,
        name=name,
        rank=rank,
        target_hours=target_hours,
        clock=clock,
        valid_from=valid_from,
        valid_to=valid_to,
    )


@in_turn()
def replace_risk(
    row: Risk, *, seen: Seen, name: str, rank: int, target_hours: float | None, clock: str, starts: date
) -> Risk:
    """End a row that is in force the day before `starts`, and start another of the same rating on it.

    A last day that was planned stays the last day of the rating.
    """
    as_opened(row, seen)
    if row.valid_to is not None and row.valid_to < today():
        raise ValidationError("This row has ended. Add a new one instead.")
    if starts <= today():
        raise ValidationError(
            {"starts": "The first day must be after today: what has been in force stays as it was."}
        )
    if starts <= row.valid_from:
        raise ValidationError({"starts": "The first day must be after the first day of the row it replaces."})
    until, day_before = row.valid_to, starts - timedelta(days=1)
    if until is None or until > day_before:
        changed(row, KIND, "ended", valid_to=day_before)
    new = Risk(risk=row.risk, name=name, rank=rank, target_hours=target_hours, clock=clock, valid_from=starts)
    if until is not None and until >= starts:
        new.valid_to = until
    _overlaps_none(new, at="starts")
    return added(new, KIND)


@in_turn()
def end_risk(row: Risk, *, seen: Seen, valid_to: date | None) -> Risk:
    """Say which day is the last of a row, or that there is none yet. It is today or later."""
    as_opened(row, seen)
    if row.valid_to is not None and row.valid_to < today():
        raise ValidationError("This row has ended. What has been in force stays as it was.")
    if valid_to is not None and valid_to < today():
        raise ValidationError({"valid_to": "The last day must be today or later."})
    before, row.valid_to = row.valid_to, valid_to
    _overlaps_none(row, at="valid_to")
    row.valid_to = before
    return changed(row, KIND, "ended" if valid_to else "changed", valid_to=valid_to)


@in_turn()
def remove_risk(row: Risk, *, seen: Seen) -> None:
    """Take out a row whose first day is still to come."""
    as_opened(row, seen)
    _to_come(row)
    removed(row, KIND)


def _to_come(row: Risk) -> None:
    if row.valid_from <= today():
        raise ValidationError("This row has been in force: it can be ended, and another started.")


def _overlaps_none(row: Risk, *, at: str) -> None:
    """Validity ranges of one code do not overlap (dataset.md)."""
    others = Risk.objects.filter(risk=row.risk).exclude(pk=row.pk)
    other = others.overlapping(row.valid_from, row.valid_to).first()
    if other is not None:
        until = f"to {spelt(other.valid_to)}" if other.valid_to else "with no end"
        raise ValidationError(
            {at: f"{other.name} is in force from {spelt(other.valid_from)} {until}; the days overlap."}
        )
