"""Identifiers as people type them: one way of writing each, and the check digit where there is one."""

import re

from mash.records.people.models import IDENTIFIERS

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O, S


def plain(kind: str, written: str) -> str:
    """A number without the spaces and dashes in it. Raises ValueError, in words, where it cannot be one."""
    value = re.sub(r"[\s\u00a0-]", "", written).upper()
    if kind == "nhs_number" and not _nhs_number(value):
        raise ValueError("An NHS number has ten digits, and this one's last digit does not fit the others.")
    if kind == "upn" and not _upn(value):
        raise ValueError(
            "A unique pupil number is a letter and twelve digits, and this one's letter does not fit."
        )
    if not value or len(value) > 40:
        raise ValueError(f"{IDENTIFIERS[kind]}: give the number, 40 characters at most.")
    return value


def _nhs_number(value: str) -> bool:
    if not re.fullmatch(r"[0-9]{10}", value):
        return False
    weighed = sum(int(digit) * (10 - place) for place, digit in enumerate(value[:9]))
    return (11 - weighed % 11) % 11 == int(value[9])


def _upn(value: str) -> bool:
    if not re.fullmatch(r"[A-Z][0-9]{12}", value):
        return False
    weighed = sum(int(digit) * (place + 2) for place, digit in enumerate(value[1:]))
    return _UPN_LETTERS[weighed % 23] == value[0]
