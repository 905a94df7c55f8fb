"""The kinds of column the contract knows, as dataframely columns (spec: dataset.md, Conventions).

Each carries, beside its type, what the rest of the system asks of it: `required`, the table it
points to (`fk`), its code list (`codes`) and the rule in the words of a data clerk (`rule`).
"""

from typing import Any

import dataframely as dy
import polars as pl


def _metadata(required: bool, rule: str, **more: Any) -> dict[str, Any]:
    return {"required": required, "rule": rule, **{k: v for k, v in more.items() if v is not None}}


def text(about: str, *, required: bool = False, key: bool = False, fk: str | None = None) -> dy.String:
    """Text or an id; `key` makes it (part of) the table's key, `fk` names the table it must exist in."""
    rule = f"must exist in {fk}" if fk else "text"
    return dy.String(
        nullable=not required,
        primary_key=key,
        min_length=1,
        description=about,
        metadata=_metadata(required, rule, fk=fk),
    )


def code(about: str, codes: tuple[str, ...], *, required: bool = False, key: bool = False) -> dy.String:
    """One of a fixed list of codes."""
    return dy.String(
        nullable=not required,
        primary_key=key,
        check={"code": lambda e: e.is_in(codes)},
        description=about,
        metadata=_metadata(required, "must be one of " + ", ".join(codes), codes=codes),
    )


def instant(about: str, *, required: bool = False) -> dy.Datetime:
    """A moment, stored in UTC to the microsecond."""
    return dy.Datetime(
        time_zone="UTC",
        time_unit="us",
        nullable=not required,
        description=about,
        metadata=_metadata(
            required, "must be a date and time with an offset, like 2026-03-29T01:30:00+00:00"
        ),
    )


def date(about: str, *, required: bool = False, key: bool = False) -> dy.Date:
    """A calendar date (Europe/London)."""
    return dy.Date(
        nullable=not required,
        primary_key=key,
        description=about,
        metadata=_metadata(required, "must be a date, like 2026-03-29"),
    )


def flag(about: str, *, required: bool = True) -> dy.Bool:
    """True or false."""
    return dy.Bool(
        nullable=not required,
        description=about,
        metadata=_metadata(required, "must be true or false"),
    )


def whole(about: str, *, low: int | None = None, high: int | None = None, required: bool = False) -> dy.Int64:
    """A whole number between `low` and `high`, both included."""
    return dy.Int64(
        nullable=not required,
        min=low,
        max=high,
        description=about,
        metadata=_metadata(required, "must be a whole number" + _span(low, high)),
    )


def number(
    about: str,
    *,
    low: float | None = None,
    above: float | None = None,
    high: float | None = None,
    required: bool = False,
) -> dy.Float64:
    """A decimal number: at least `low`, or more than `above`, and at most `high`."""
    span = f" above {above:g} and up to {high:g}" if above is not None else _span(low, high)
    return dy.Float64(
        nullable=not required,
        min=low,
        min_exclusive=above,
        max=high,
        check={"finite": lambda e: e.is_finite()},
        description=about,
        metadata=_metadata(required, "must be a number" + span),
    )


def _span(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    if low is not None:
        return f" of {low:g} or more"
    return ""


def not_reserved(column: str) -> pl.Expr:
    """True where a reference code is none of the words that results keep for totals and gaps."""
    from mash.framework.codes import RESERVED_CODES

    return ~pl.col(column).is_in(RESERVED_CODES)
