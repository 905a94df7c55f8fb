"""The draw: what a round is drawn from, in which strata, which referrals, and who grades each.

The same seed and the same referrals give the same sample in any version of anything: a stratum is put in the
order of the SHA-256 of seed and id, and the first are taken (docs/adr/0008).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from mash.framework.london import today
from mash.partnership.models import Account, Appointment
from mash.partnership.policy import ROLES, Permission
from mash.records.audits.models import SEVERITIES, AuditRound

#: How many grade a case, each for themselves.
AUDITORS = 2


@dataclass(frozen=True)
class Decided:
    """A decided referral as a draw needs it: codes only."""

    referral: UUID
    reference: str
    stratum: str
    agencies: tuple[str, ...]


def population(hub: str, first: date, last: date, split_by: str) -> dict[str, list[Decided]]:
    """Unrestricted referrals that a hub decided on these London days, by stratum, the least serious first.

    The database gives none where one does not keep the registers of the hub.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mash_audit_population(%s, %s, %s)", [hub, first, last])
        rows = cursor.fetchall()
    strata: dict[tuple[int, str], list[Decided]] = defaultdict(list)
    for referral, reference, severity, cohort, risk, agencies in rows:
        more = {"cohort": cohort, "rating": risk}.get(split_by, "")
        name = f"{SEVERITIES[severity]}, {more}" if more else SEVERITIES[severity]
        strata[severity, more].append(Decided(referral, reference, name, tuple(agencies)))
    return {found[0].stratum: found for _, found in sorted(strata.items())}


def in_drawing_order(seed: str, rows: Iterable[Decided]) -> list[Decided]:
    """A stratum in the order in which it is drawn."""
    return sorted(rows, key=lambda one: _hash(seed, one.referral))


def auditors(of: AuditRound) -> list[Account]:
    """Who can audit in a round's hub today, by name."""
    roles = [name for name, role in ROLES.items() if Permission.AUDIT_GRADE in role.permissions]
    held = Appointment.objects.all().on(today()).filter(hub=of.hub_id, role__in=roles)
    found = Account.objects.filter(pk__in=held.values("account"), is_system=False).select_related("agency")
    return [one for one in found.order_by("name") if one.is_active]


def choose(seed: str, referral: UUID, accounts: Sequence[Account], load: dict[int, int]) -> list[Account]:
    """Who grades a case: those with the least to grade, of different agencies where that can be, and none who
    worked on it. Fewer than AUDITORS where there are no more. `load` is brought up to date.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_worked_on(%s, %s)", [referral, [one.pk for one in accounts]])
        worked = set(cursor.fetchone()[0] or ())
    free = [one for one in accounts if one.pk not in worked]
    chosen: list[Account] = []
    while free and len(chosen) < AUDITORS:
        had = {one.agency_id for one in chosen}
        free.sort(key=lambda one: (one.agency_id in had, load.get(one.pk, 0), _hash(seed, referral, one.pk)))
        chosen.append(free.pop(0))
    for one in chosen:
        load[one.pk] = load.get(one.pk, 0) + 1
    return chosen


def _hash(*parts: object) -> bytes:
    return hashlib.sha256("|".join(map(str, parts)).encode()).digest()
