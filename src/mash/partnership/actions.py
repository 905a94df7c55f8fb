"""The only writers of the partnership: accounts, what they hold, and where they belong.

Each notes what it did on the trail, so each runs inside `recorded()`.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from mash.partnership.models import Account, Agency, Appointment, Hub
from mash.trail.record import note


@transaction.atomic
def open_account(
    *, email: str, name: str, agency: Agency, roles: tuple[tuple[Hub, str], ...], until: date | None = None
) -> Account:
    """Open an account for somebody of an agency, with roles in hubs. It has no password yet: they set one.

    Raises ValidationError where the address is taken, is none, or a role is not in the policy.
    """
    account = Account(email=email.strip().lower(), name=name, agency=agency, access_until=until)
    account.set_unusable_password()
    account.full_clean()
    account.save()
    note("opened", "account", account.pk, email=account.email, name=name, agency=agency.pk, until=_day(until))
    for hub, role in roles:
        appoint(account, role=role, hub=hub)
    return account


@transaction.atomic
def appoint(account: Account, *, role: str, hub: Hub, until: date | None = None) -> Appointment:
    """Give an account a role in a hub. Raises ValidationError where the policy has no such role."""
    appointment = Appointment(account=account, role=role, hub=hub, valid_to=until)
    appointment.full_clean()
    appointment.save()
    note("appointed", "account", account.pk, role=role, hub=hub.pk, until=_day(until))
    return appointment


@transaction.atomic
def suspend(account: Account) -> None:
    """Take an account's access away; whoever uses it is out on their next request."""
    account.suspended_at = timezone.now()
    account.save(update_fields=["suspended_at"])
    note("suspended", "account", account.pk)


@transaction.atomic
def move(account: Account, *, to: Agency) -> None:
    """Move somebody to another agency: their roles end, and they are out on their next request.

    What they did stays with the agency they did it for.
    """
    held = [[one.hub_id, one.role] for one in account.appointments.all()]
    note("moved", "account", account.pk, agency=[account.agency_id, to.pk], roles=[held, []])
    account.appointments.all().delete()
    account.agency, account.team = to, None
    account.save(update_fields=["agency", "team"])


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
