"""What is done with an account in one step: access, agency, second factor, password link, roles."""

from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from mash.partnership.actions import (
    appoint,
    end_appointment,
    lift_suspension,
    move,
    reset_second_factor,
    suspend,
)
from mash.partnership.models import Account
from mash.partnership.policy import ROLES, Permission
from mash.web.access import SignedIn, needs
from mash.web.pages import sent
from mash.web.provider.who import forget
from mash.web.settings.account_forms import Move, NewRole, RoleEnd
from mash.web.settings.accounts import kept
from mash.web.settings.agency_forms import hubs_of
from mash.web.settings.editing import Confirmation, Page, answered
from mash.web.settings.password_link import send_password_link

keeper = needs(Permission.ACCOUNT_KEEP)


@keeper
def account_suspend(request: SignedIn, account: int) -> HttpResponse:
    """Taking somebody's access away."""
    row = kept(request, account)
    words = ("They are out on their next request, and cannot sign in until the suspension is lifted.",)
    page = Page(f"Suspend {row.name}", _at(row), f"{row.name} is suspended.", "Suspend", words, warning=True)
    return answered(request, page, Confirmation(sent(request)), partial(suspend, row))


@keeper
def account_lift(request: SignedIn, account: int) -> HttpResponse:
    """Giving a suspended account its access back."""
    row = kept(request, account)
    words = ("They can sign in again, with the roles that they hold.",)
    page = Page(f"Lift the suspension of {row.name}", _at(row), f"{row.name} has access.", "Lift it", words)
    return answered(request, page, Confirmation(sent(request)), partial(lift_suspension, row))


@keeper
def account_move(request: SignedIn, account: int) -> HttpResponse:
    """Moving somebody to another agency."""
    row = kept(request, account)
    words = (
        f"{row.name} belongs to {row.agency}.",
        "All their roles end, and they are out on their next request. "
        "What they did stays with the agency that they did it for.",
    )
    page = Page(f"Move {row.name} to another agency", _at(row), f"{row.name} has moved.", "Move", words)
    return answered(request, page, Move(sent(request), row), partial(move, row))


@keeper
def account_second_factor(request: SignedIn, account: int) -> HttpResponse:
    """Forgetting a second factor that somebody lost."""
    row = kept(request, account)

    def reset() -> None:
        if row == request.user:
            raise ValidationError("You cannot reset your own second factor. Ask another administrator.")
        reset_second_factor(row)

    words = (
        "Make sure that it is they who ask, in person or on a telephone number that you know.",
        "Their authenticator app, passkeys and recovery codes stop working. When they sign in with their "
        "password next, they set up a second factor anew.",
    )
    said = f"{row.name} has no second factor until they set one up."
    page = Page(f"Reset the second factor of {row.name}", _at(row), said, "Reset it", words, warning=True)
    return answered(request, page, Confirmation(sent(request)), reset)


@keeper
def account_provider(request: SignedIn, account: int) -> HttpResponse:
    """Forgetting who somebody is to their agency's own sign-in."""
    row = kept(request, account)
    words = (
        "Do this where their agency gave them a new user in its own sign-in: it is refused until then.",
        f"Whoever next comes from it with the e-mail address {row.email} is taken for {row.name}.",
    )
    said = "The sign-in through the agency is forgotten."
    title = f"Forget how {row.name} signs in through their agency"
    page = Page(title, _at(row), said, "Forget it", words, warning=True)
    return answered(request, page, Confirmation(sent(request)), partial(forget, row))


@keeper
def account_password(request: SignedIn, account: int) -> HttpResponse:
    """Sending the link to set a password again."""
    row = kept(request, account)
    words = (f"The link goes to {row.email} and works for three days.",)
    page = Page(f"Send {row.name} a link to set a password", _at(row), "", "Send the link", words)
    return answered(request, page, Confirmation(sent(request)), partial(send_password_link, request, row))


@keeper
def role_add(request: SignedIn, account: int) -> HttpResponse:
    """Giving somebody a role in a hub."""
    row = kept(request, account)
    page = Page(f"Give {row.name} a role", _at(row), "The role is given.", "Give the role")
    return answered(request, page, NewRole(sent(request), request.principal), partial(appoint, row))


@keeper
def role_end(request: SignedIn, account: int, role: int) -> HttpResponse:
    """Ending a role in a hub that one administers."""
    row = kept(request, account)
    held = get_object_or_404(row.appointments, pk=role, hub__in=hubs_of(request.principal))
    title = f"End the role {ROLES[held.role].name} of {row.name} in {held.hub}"
    page = Page(title, _at(row), "The role is ended.", "End the role")
    return answered(request, page, RoleEnd(sent(request), row=held), partial(end_appointment, held))


def _at(row: Account) -> str:
    return reverse("settings_account", args=[row.pk])
