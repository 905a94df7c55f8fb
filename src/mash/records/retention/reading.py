"""What pages show of retention: each kind and its rule, holds, lists, and a certificate."""

import json
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from mash.partnership.models import Hub
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.retention.kinds import KINDS, Kind
from mash.records.retention.models import (
    Destruction,
    DestructionRecord,
    RetentionHold,
    RetentionRule,
    RetentionStep,
)
from mash.trail.record import note


def rules(by: Principal) -> list[tuple[Hub, list[tuple[str, Kind, RetentionRule | None]]]]:
    """By hub, each kind of record with its rule, or None where nobody said how long."""
    found = {(one.hub_id, one.kind): one for one in RetentionRule.objects.seen_by(by)}
    hubs = Hub.objects.filter(pk__in=by.hubs(P.RETENTION_KEEP))
    return [(hub, [(code, kind, found.get((hub.pk, code))) for code, kind in KINDS.items()]) for hub in hubs]


def open_rule(by: Principal, pk: object) -> tuple[RetentionRule, QuerySet[RetentionStep]]:
    """A rule and what was done with it. Raises DoesNotExist where one does not see it."""
    one: RetentionRule = RetentionRule.objects.seen_by(by).select_related("hub").get(pk=pk)
    note("viewed", "retention rule", one.pk)
    return one, RetentionStep.objects.seen_by(by).filter(rule=one).select_related("account")


def holds(by: Principal) -> QuerySet[RetentionHold]:
    """Those that stand, then those that were lifted, the latest first."""
    return RetentionHold.objects.seen_by(by).select_related("account", "lifted_by", "hub")


def open_hold(by: Principal, pk: object) -> RetentionHold:
    """A hold. Raises DoesNotExist where one does not see it."""
    one: RetentionHold = RetentionHold.objects.seen_by(by).get(pk=pk)
    note("viewed", one.kind, one.reference, hold=str(one.pk))
    return one


def lists(by: Principal) -> QuerySet[Destruction]:
    """Lists, the latest first."""
    return Destruction.objects.seen_by(by).select_related("hub", "account", "approved_by")


def open_list(by: Principal, pk: object) -> Destruction:
    """A list. Raises DoesNotExist where one does not see it."""
    one: Destruction = (
        Destruction.objects.seen_by(by).select_related("hub", "account", "approved_by").get(pk=pk)
    )
    note("viewed", "destruction list", one.pk)
    return one


def listed(by: Principal, one: Destruction) -> QuerySet[DestructionRecord]:
    """What stands on a list, the oldest first; `is_held` where a hold was put on it since."""
    held = RetentionHold.objects.seen_by(by).filter(
        kind=one.kind, hub=one.hub_id, record=OuterRef("record"), lifted_at=None
    )
    rows: QuerySet[DestructionRecord] = DestructionRecord.objects.seen_by(by).filter(destruction=one)
    return rows.annotate(is_held=Exists(held))


def certified(one: Destruction) -> dict[str, Any]:
    """What the certificate of a list says. Raises DoesNotExist where nothing was destroyed."""
    said: dict[str, Any] = json.loads(one.certificate.words)
    return said
