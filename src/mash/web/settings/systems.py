"""Agencies' own systems: connect one, give it a token, end a token. All else is done as with an account."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mash.partnership.actions import end_token, make_token, open_system
from mash.partnership.models import Account, Token
from mash.partnership.policy import Permission
from mash.web.access import SignedIn, needs
from mash.web.pages import sent
from mash.web.settings.accounts import kept
from mash.web.settings.editing import Confirmation, Page, answered
from mash.web.settings.listing import said
from mash.web.settings.system_forms import NewSystem, NewToken

keeper = needs(Permission.ACCOUNT_KEEP)


@keeper
def system_add(request: SignedIn) -> HttpResponse:
    """A new system of an agency. Its token is made on its page."""
    words = (
        "A system refers, or answers what its agency is asked, through the API. It sees what somebody of its "
        "agency with the same role would see.",
    )
    page = Page(
        "Connect a system", reverse("settings_accounts"), "The system is connected.", "Connect it", words
    )
    return answered(request, page, NewSystem(sent(request), request.principal), open_system)


@keeper
def token_add(request: SignedIn, account: int) -> HttpResponse:
    """A new token. It is shown once, on the page that follows, and kept nowhere."""
    row = _system(request, account)
    made: list[str] = []
    page = Page(f"Make a token for {row.name}", _at(row), "", "Make the token")
    response = answered(
        request, page, NewToken(sent(request)), lambda **given: made.append(make_token(row, **given))
    )
    return render(request, "settings/token.html", {"account": row, "token": made[0]}) if made else response


@keeper
def token_end(request: SignedIn, account: int, token: int) -> HttpResponse:
    """Ending a token: its next request is refused."""
    row = _system(request, account)
    held = get_object_or_404(Token, pk=token, account=row)
    words = (
        f"It is good until {said(held.valid_to, '')}. What the system sends with it is refused at once.",
    )
    page = Page(f"End the token {held}", _at(row), "The token has ended.", "End it", words, warning=True)
    return answered(request, page, Confirmation(sent(request)), lambda: end_token(held))


def _system(request: SignedIn, account: int) -> Account:
    return get_object_or_404(Account, pk=kept(request, account).pk, is_system=True)


def _at(row: Account) -> str:
    return reverse("settings_account", args=[row.pk])
