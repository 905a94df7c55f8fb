"""Gathering what is recorded of the person who asks: once, and again where the record went on since.

What there is, the database says (row_level_security.sql): who answers such requests sees no case.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from mash.framework.london import now
from mash.partnership.principal import Principal
from mash.records.subject_access.models import CARES, AccessPiece, AccessRequest
from mash.records.subject_access.names import names_in
from mash.records.subject_access.parts import PLACES, typed_in, words_of
from mash.records.subject_access.steps import did, open_request
from mash.records.writing import kept
from mash.trail.record import note


@dataclass(frozen=True)
class Gathered:
    """What came of gathering: pieces that are new, and those that read otherwise than before."""

    new: int
    changed: int

    def __str__(self) -> str:
        pieces = f"{self.new:,} new piece{'' if self.new == 1 else 's'}"
        return f"{pieces}, {self.changed:,} changed" if self.changed else pieces


@dataclass(frozen=True)
class _Row:
    part: str
    of: Any
    section: str
    at: datetime
    owner: str | None
    care: str
    words: str
    typed: str


def gather(*, by: Principal, request_id: object) -> Gathered:
    """Gather what is recorded now. Verdicts stand on what reads as before; what reads otherwise is to be
    reviewed anew, and so is what is no longer recorded of the person, such as after a merge was taken apart.
    """
    one = open_request(by, request_id, "request")
    names, before, recorded = _names(one), _pieces(by, one), list(_recorded(one))
    new = changed = 0
    for row in recorded:
        piece = before.pop((row.part, row.of), None)
        if piece is None:
            new += 1
            piece = AccessPiece(request=one, part=row.part, of=row.of, section=row.section, at=row.at)
            piece.place = PLACES[row.part]
            _as_recorded(piece, row, names)
            kept(piece)
        elif _differs(piece, row):
            changed += 1
            _anew(by, piece, row, names)
    for piece in before.values():
        if piece.care != "gone":
            changed += 1
            _anew(by, piece, _gone(piece), names)
    one.gathered_at, one.restricted = now(), _restricted(one)
    kept(one, "gathered_at", "restricted")
    did(one, by, "gathered", str(Gathered(new, changed)))
    for reference in sorted({row.section for row in recorded if row.section}):
        note("gathered", "referral", reference, request=str(one.pk))
    note("gathered", "subject access request", one.pk, new=new, changed=changed, restricted=one.restricted)
    return Gathered(new, changed)


def is_behind(by: Principal, one: AccessRequest) -> bool:
    """Whether something is recorded that was not gathered, reads otherwise, or is no longer recorded."""
    before = _pieces(by, one)
    for row in _recorded(one):
        piece = before.pop((row.part, row.of), None)
        if piece is None or _differs(piece, row):
            return True
    return any(piece.care != "gone" for piece in before.values())


def _pieces(by: Principal, one: AccessRequest) -> dict[tuple[str, Any], AccessPiece]:
    return {(piece.part, piece.of): piece for piece in AccessPiece.objects.seen_by(by).filter(request=one)}


def _differs(piece: AccessPiece, row: _Row) -> bool:
    return (piece.words, piece.care) != (row.words, row.care)


def _gone(piece: AccessPiece) -> _Row:
    where = (piece.part, piece.of, piece.section, piece.at, piece.owner_id)
    return _Row(*where, "gone", piece.words, piece.words)


def _anew(by: Principal, piece: AccessPiece, row: _Row, names: list[tuple[str, str]]) -> None:
    """Have a piece read as it is recorded now, to be reviewed anew."""
    before = {"As it was gathered": piece.words}
    _as_recorded(piece, row, names)
    kept(piece, *_WRITTEN)
    did(piece.request, by, "changed", CARES.get(row.care, ""), piece=piece, before=before)


#: The verdict that stands until somebody has looked, by why a piece is held back; any other: third party.
_AT_FIRST = {"": ("", ""), "protected": ("hold", "serious_harm")}
_WRITTEN = (
    "words",
    "care",
    "names",
    "verdict",
    "exemption",
    "blacked",
    "reason",
    "owner_said",
    "reviewed_at",
    "reviewed_by",
)


def _as_recorded(piece: AccessPiece, row: _Row, names: list[tuple[str, str]]) -> None:
    """A piece as it is recorded now, and not reviewed yet."""
    piece.words, piece.care, piece.owner_id = row.words, row.care, row.owner
    piece.names = names_in(row.typed, names)
    piece.verdict, piece.exemption = _AT_FIRST.get(row.care, ("hold", "third_party"))
    piece.blacked, piece.reason, piece.owner_said = [], "", ""
    piece.reviewed_at, piece.reviewed_by = None, None


def _recorded(one: AccessRequest) -> Iterator[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT part, of, section, at, owner, care, said FROM mash_access_gather(%s)", [one.pk]
        )
        rows = cursor.fetchall()
    for part, of, section, at, owner, care, said in rows:
        values = said if isinstance(said, dict) else json.loads(said)
        words = words_of(part, values)
        if words:
            yield _Row(part, of, section, at, owner, care, words, typed_in(part, values))


def _names(one: AccessRequest) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT whose, name FROM mash_access_names(%s)", [one.pk])
        rows: list[tuple[str, str]] = cursor.fetchall()
        return rows


def _restricted(one: AccessRequest) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_access_restricted(%s)", [one.pk])
        count: int = cursor.fetchone()[0]
        return count
