"""Accounts: opened, changed, suspended and moved, the roles they hold, and a second factor that was lost."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from mash.framework.london import today
from mash.partnership.actions.administered import leaving_an_administrator
from mash.partnership.actions.turn import Seen, as_opened, changed, in_turn
from mash.partnership.models import Account, Agency, Appointment, Hub, Team
from mash.partnership.policy import ROLES
from mash.trail.record import note

#: What a system of an agency may be: what it does, people of the agency could do, and no work of the hub's.
SYSTEM_ROLES = ("referrer", "researcher", "board_member")


@in_turn()
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


@in_turn()
def change_account(
    account: Account, *, seen: Seen, name: str, team: Team | None, access_until: date | None
) -> Account:
    """Change somebody's name, their team or the last day of their access."""
    as_opened(account, seen)
    if team is not None and team.agency_id != account.agency_id:
        raise ValidationError({"team": f"{team} is not a team of {account.agency}."})
    with leaving_an_administrator(_after(access_until), at="access_until"):
        return changed(account, "account", name=name, team=team, access_until=access_until)


@in_turn()
def appoint(
    account: Account, *, role: str, hub: Hub, since: date | None = None, until: date | None = None
) -> Appointment:
    """Give an account a role in a hub, for days on which it does not hold it yet.

    Raises ValidationError where the policy has no such role, or it is not one for a system.
    """
    if account.is_system and role not in SYSTEM_ROLES:
        raise ValidationError({"role": "A system refers and answers for its agency, and does nothing else."})
    appointment = Appointment(account=account, role=role, hub=hub, valid_from=since, valid_to=until)
    appointment.full_clean(validate_constraints=False)
    held = account.appointments.all().filter(role=role, hub=hub).overlapping(since, until)
    if held.exists():
        raise ValidationError({"role": f"{account} is {ROLES[role].name} in {hub} on these days already."})
    appointment.validate_constraints()
    appointment.save()
    note("appointed", "account", account.pk, role=role, hub=hub.pk, since=_day(since), until=_day(until))
    return appointment


@in_turn()
def end_appointment(appointment: Appointment, *, seen: Seen, valid_to: date | None) -> None:
    """Say which day is the last of a role in a hub; without one it is taken away at once."""
    as_opened(appointment, seen)
    account = appointment.account
    day = _day(valid_to)
    with leaving_an_administrator(_after(valid_to) or today(), at="valid_to"):
        if valid_to is None:
            appointment.delete()
        else:
            appointment.valid_to = valid_to
            appointment.full_clean()
            appointment.save()
    note("ended", "account", account.pk, role=appointment.role, hub=appointment.hub_id, until=day)


@in_turn()
def suspend(account: Account) -> None:
    """Take an account's access away; whoever uses it is out on their next request, and stays out."""
    account.refresh_from_db()
    if account.suspended_at is not None:
        raise ValidationError("This account is suspended already.")
    with leaving_an_administrator(today()):
        account.suspended_at = account.sessions_ended_at = timezone.now()
        account.save(update_fields=["suspended_at", "sessions_ended_at"])
    note("suspended", "account", account.pk)


@in_turn()
def lift_suspension(account: Account) -> None:
    """Give a suspended account its access back. They sign in again."""
    account.refresh_from_db()
    if account.suspended_at is None:
        raise ValidationError("This account is not suspended.")
    account.suspended_at = None
    account.save(update_fields=["suspended_at"])
    note("suspension lifted", "account", account.pk)


@in_turn()
def move(account: Account, *, to: Agency) -> None:
    """Move somebody to another agency: their roles end, and they are out on their next request.

    What they did stays with the agency they did it for.
    """
    account.refresh_from_db()
    if account.is_system:
        raise ValidationError({"agency": "A system stays with its agency. Connect one of the other agency."})
    if to.pk == account.agency_id:
        raise ValidationError({"agency": f"{account} belongs to {to} already."})
    held = [[one.hub_id, one.role] for one in account.appointments.all()]
    with leaving_an_administrator(today(), at="agency"):
        note("moved", "account", account.pk, agency=[account.agency_id, to.pk], roles=[held, []])
        account.appointments.all().delete()
        account.agency, account.team = to, None
        account.save(update_fields=["agency", "team"])


@in_turn()
def reset_second_factor(account: Account) -> None:
    """Forget every authenticator of somebody who lost theirs. At the next sign-in they set up another.

    Their sessions end: whoever found the lost telephone must not be the one who sets it up.
    """
    account.refresh_from_db()
    factors = account.authenticator_set.all()  # type: ignore[attr-defined]
    kinds = sorted(factors.values_list("type", flat=True))
    if not kinds:
        raise ValidationError("This account has no second factor. They set one up when they sign in.")
    factors.delete()
    account.sessions_ended_at = timezone.now()
    account.save(update_fields=["sessions_ended_at"])
    note("second factor reset", "account", account.pk, forgotten=kinds)


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
