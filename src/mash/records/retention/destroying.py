"""Drawing up a list of what has reached its time, its approval by somebody else, and the certificate.

What is due, and what goes with it, the database says (row_level_security.sql): the app may delete none of it.
"""

import hashlib
import json
from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from mash.framework.london import now, today
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.retention.kinds import KINDS
from mash.records.retention.models import (
    Destruction,
    DestructionCertificate,
    DestructionRecord,
    RetentionHold,
    RetentionRule,
)
from mash.records.writing import allowed, fault, kept
from mash.trail.record import note

#: After that a list must be drawn up anew.
GOOD_FOR = timedelta(days=30)


def draw_up(*, by: Principal, hub: str, kind: str) -> Destruction:
    """List the records of a kind that have reached their time as at today. Nothing is deleted by it.

    Raises ValidationError where no rule says how long they are kept, or none has reached its time.
    """
    allowed(by, P.RETENTION_KEEP, hub)
    rule = RetentionRule.objects.seen_by(by).filter(hub=hub, kind=kind, years__isnull=False).first()
    if kind not in KINDS or rule is None:
        raise fault(kind="No rule says how long these are kept, so none of them goes.")
    on = today()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record, reference, last_on, due_on, why, stamp FROM mash_retention_due(%s, %s, %s)",
            [hub, kind, on],
        )
        found = cursor.fetchall()
        cursor.execute("SELECT tbl, n FROM mash_retention_counts(%s, %s, %s)", [hub, kind, on])
        rows = dict(cursor.fetchall())
    if not found:
        raise fault(kind="None of these has reached its time.")
    made = Destruction(hub_id=hub, account_id=by.account_id, entered_at=now(), kind=kind, as_at=on, rows=rows)
    made.years, made.youngest, made.basis = rule.years, rule.youngest, rule.basis
    kept(made)
    columns = ("record", "reference", "last_on", "due_on", "why", "stamp")
    DestructionRecord.objects.bulk_create(
        [DestructionRecord(destruction=made, **dict(zip(columns, row, strict=True))) for row in found],
        batch_size=1000,
    )
    counted = {"go": sum(not row[4] for row in found), "stay": sum(bool(row[4]) for row in found)}
    note("drew up", "destruction list", made.pk, kind=kind, as_at=str(on), **counted)
    return made


def to_go(by: Principal, one: Destruction) -> QuerySet[DestructionRecord]:
    """What of a list would go: due when it was drawn up, and not held since."""
    holds = RetentionHold.objects.seen_by(by).filter(kind=one.kind, hub=one.hub_id, lifted_at=None)
    rows: QuerySet[DestructionRecord] = DestructionRecord.objects.seen_by(by).filter(destruction=one, why="")
    return rows.exclude(record__in=holds.values("record"))


def hindrance(by: Principal, one: Destruction) -> str:
    """Why a list cannot be approved by somebody now, in words; empty where it can."""
    if one.approved_at is not None:
        return "This list was approved already."
    if one.account_id == by.account_id:
        return "You drew up this list: somebody else must approve it."
    newer = Destruction.objects.seen_by(by).filter(
        hub=one.hub_id, kind=one.kind, entered_at__gt=one.entered_at
    )
    if newer.exists():
        return "A newer list was drawn up: look at that one."
    if one.as_at < today() - GOOD_FOR:
        return f"This list is older than {GOOD_FOR.days} days: draw it up anew."
    return "" if to_go(by, one).exists() else "Nothing on this list can go."


def approve(*, by: Principal, destruction_id: object, count: int) -> DestructionCertificate:
    """Approve a list that somebody else drew up, and destroy what it names, whole or not at all.

    `count`: how many records they expect to go. Raises ValidationError where something hinders it.
    """
    one = Destruction.objects.seen_by(by).get(pk=destruction_id)
    allowed(by, P.RETENTION_KEEP, one.hub_id)
    hinders, expected = hindrance(by, one), to_go(by, one).count()
    if hinders:
        raise fault(count=hinders)
    if count != expected:
        raise fault(
            count=f"{expected:,} of this list can go, and you typed {count:,}. Look at the list again."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_retention_destroy(%s, %s)", [one.pk, count])
        gone = cursor.fetchone()[0]
    if gone is None:
        raise fault(count="Somebody was quicker. Nothing was deleted: look at the list again.")
    one = Destruction.objects.seen_by(by).get(pk=destruction_id)
    return _certify(by, one, gone if isinstance(gone, dict) else json.loads(gone))


def _certify(by: Principal, one: Destruction, rows: dict[str, int]) -> DestructionCertificate:
    """The certificate of what went, on the trail as well; the trail also says of each record that it went."""
    listed = DestructionRecord.objects.seen_by(by).filter(destruction=one)
    gone = sorted(listed.filter(outcome="gone").values_list("reference", flat=True))
    stayed = Counter(listed.exclude(outcome="gone").values_list("outcome", flat=True))
    rule = RetentionRule.objects.seen_by(by).get(hub=one.hub_id, kind=one.kind)
    words = canonical(
        {
            "certificate_of_destruction": str(one.pk),
            "hub": one.hub_id,
            "kind": one.kind,
            "rule": {
                "basis": rule.basis,
                "since": rule.since.isoformat(),
                "years": rule.years,
                "youngest": rule.youngest,
            },
            "as_at": str(one.as_at),
            "drawn_up": {"account": one.account_id, "at": one.entered_at.isoformat()},
            "approved": {
                "account": one.approved_by_id,
                "at": one.approved_at and one.approved_at.isoformat(),
            },
            "records": gone,
            "stayed": dict(stayed),
            "rows": rows,
        }
    )
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    made = kept(DestructionCertificate(destruction=one, words=words, sha256=sha256))
    for reference in gone:
        note("destroyed", one.kind, reference, list=str(one.pk))
    note("approved", "destruction list", one.pk, kind=one.kind, records=len(gone), sha256=sha256)
    return made


def canonical(said: dict[str, Any]) -> str:
    """JSON in one way only: keys in order, no space, every letter as itself."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
