"""Who is told of what happened: those of the agencies and accounts named whom the matter is open to.

The worker acts as each of them in turn, so that it tells nobody of what they do not see, and the database
holds it to that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import connection
from django.db.models import Q

from mash.framework.london import now, today
from mash.partnership.acting import act_as
from mash.partnership.models import Account, Appointment
from mash.partnership.policy import ROLES, Permission
from mash.partnership.principal import Principal, principal_of
from mash.records.notices.mailing import mail_soon
from mash.records.notices.models import MATTERS, Notice
from mash.trail.record import recorded


@dataclass(frozen=True)
class Event:
    """What happened or falls due, and who may be concerned. `agencies` None = any agency of the hub.

    `about`: ids by what they are of (MATTERS), the nearest matter last.
    """

    kind: str
    hub: str
    about: Mapping[str, UUID]
    of: datetime
    due_at: datetime | None
    permission: Permission
    agencies: frozenset[str] | None
    accounts: frozenset[int]
    by: int | None = None

    @classmethod
    def written(cls, words: dict[str, Any]) -> Self:
        """An event as an action wrote it down (happened.py)."""
        return cls(
            kind=words["kind"],
            hub=words["hub"],
            about=_in_order({name: UUID(pk) for name, pk in words["about"].items()}),
            of=datetime.fromisoformat(words["of"]),
            due_at=datetime.fromisoformat(words["due_at"]) if words["due_at"] else None,
            permission=Permission[words["permission"]],
            agencies=None if words["agencies"] is None else frozenset(words["agencies"]),
            accounts=frozenset(words["accounts"]),
            by=words["by"],
        )


def tell(event: Event) -> int:
    """Tell everybody whom an event concerns, each in a transaction of their own; how many were told now.

    Telling again tells nobody twice.
    """
    told = 0
    for account in _concerned(event):
        principal = principal_of(account, today())
        with recorded():
            act_as(principal)
            if _sees(principal, event):
                told += _noticed(account, event)
    return told


def fallen_due(at: datetime) -> list[Event]:
    """What falls due soon or fell due within three days, and nobody was told of yet (falls_due.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mash_falls_due(%s)", [at])
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return [
        Event(
            kind=row["kind"],
            hub=row["hub"],
            about=_in_order({name: row[name] for name in MATTERS if row.get(name)}),
            of=row["due_at"],
            due_at=row["due_at"],
            permission=Permission[row["permission"]],
            agencies=None if row["agencies"] is None else frozenset(row["agencies"]),
            accounts=frozenset(row["accounts"]),
        )
        for row in rows
    ]


def settle(at: datetime) -> None:
    """Take from everybody's unread notices those whose matter is settled, and forget those of 90 days ago."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_settle_notices(%s)", [at])


def _concerned(event: Event) -> Iterator[Account]:
    roles = [name for name, role in ROLES.items() if event.permission in role.permissions]
    held = Appointment.objects.all().on(today()).filter(hub=event.hub, role__in=roles)
    if event.agencies is not None:
        held = held.filter(account__agency__in=event.agencies)
    wanted = Q(pk__in=event.accounts) | Q(pk__in=held.values("account"))
    for account in Account.objects.filter(wanted, is_system=False).select_related("agency"):
        if account.is_active and account.pk != event.by:
            yield account


def _in_order(about: Mapping[str, UUID]) -> dict[str, UUID]:
    return {name: about[name] for name in MATTERS if name in about}


def _sees(principal: Principal, event: Event) -> bool:
    """Whether somebody sees the nearest matter."""
    nearest = [*event.about][-1]
    record: Any = Notice._meta.get_field(nearest).related_model
    return bool(record.objects.seen_by(principal).filter(pk=event.about[nearest]).exists())


def _noticed(account: Account, event: Event) -> bool:
    """Whether the account is told now; False where it was told before."""
    what: dict[str, Any] = {"account": account, "kind": event.kind, "of": event.of}
    what |= {f"{name}_id": event.about.get(name) for name in MATTERS}
    _, new = Notice._base_manager.get_or_create(**what, defaults={"due_at": event.due_at, "at": now()})
    if new:
        mail_soon(account)
    return bool(new)
