"""The only writers of the partnership: accounts, what they hold, and where they belong."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from mash.partnership.models import Account, Agency, Appointment, Hub


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
    for hub, role in roles:
        appoint(account, role=role, hub=hub)
    return account


@transaction.atomic
def appoint(account: Account, *, role: str, hub: Hub, until: date | None = None) -> Appointment:
    """Give an account a role in a hub. Raises ValidationError where the policy has no such role."""
    appointment = Appointment(account=account, role=role, hub=hub, valid_to=until)
    appointment.full_clean()
    appointment.save()
    return appointment


@transaction.atomic
def suspend(account: Account) -> None:
    """Take an account's access away; whoever uses it is out on their next request."""
    account.suspended_at = timezone.now()
    account.save(update_fields=["suspended_at"])


@transaction.atomic
def move(account: Account, *, to: Agency) -> None:
    """Move somebody to another agency: their roles end, and they are out on their next request.

    What they did stays with the agency they did it for.
    """
    account.appointments.all().delete()
    account.agency, account.team = to, None
    account.save(update_fields=["agency", "team"])
