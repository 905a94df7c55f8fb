"""A principal: somebody signed in, as the rules of need to know see them, at one moment."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from mash.partnership.models import Account, Appointment
from mash.partnership.policy import Permission, permissions_of


@dataclass(frozen=True)
class Principal:
    """Who asks: an account of an agency, and what it may do in which hub."""

    account_id: int
    agency_id: str
    roles: frozenset[tuple[str, str]]  # (hub, role)

    def may(self, permission: Permission, hub: str | None = None) -> bool:
        """Whether they have a permission, in this hub or, without one, in any."""
        return any(
            permission in permissions_of({role}) for held_in, role in self.roles if hub in (None, held_in)
        )

    def hubs(self, permission: Permission) -> frozenset[str]:
        """The hubs in which they have a permission."""
        return frozenset(hub for hub, role in self.roles if permission in permissions_of({role}))


def principal_of(account: Account, day: date) -> Principal:
    """The principal that an account is on a London day. One without access holds nothing."""
    if not account.active_on(day):
        return Principal(account.pk, account.agency_id, frozenset())
    held = account.appointments.all().on(day).values_list("hub_id", "role")
    return Principal(account.pk, account.agency_id, frozenset(held))


def accounts_kept_by(principal: Principal, day: date) -> QuerySet[Account]:
    """The accounts that somebody can keep on a London day: those with a role, now or to come, in a hub whose
    accounts they keep, and those with no role in any hub.
    """
    held = Appointment.objects.filter(account=OuterRef("pk")).filter(Q(valid_to=None) | Q(valid_to__gte=day))
    theirs = held.filter(hub__in=principal.hubs(Permission.ACCOUNT_KEEP))
    return Account.objects.filter(Exists(theirs) | ~Exists(held))
