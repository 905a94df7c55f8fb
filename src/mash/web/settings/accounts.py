"""Accounts: who can sign in. An administrator sees those of the hubs they administer, and those in none."""

from functools import partial

from allauth.mfa.models import Authenticator
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mash.framework.london import LONDON, today
from mash.partnership.actions import change_account, open_account
from mash.partnership.models import Account
from mash.partnership.policy import ROLES, Permission
from mash.partnership.principal import accounts_kept_by
from mash.web.access import SignedIn, needs
from mash.web.pages import sent
from mash.web.provider.who import linked
from mash.web.settings.account_forms import AccountChange, NewAccount
from mash.web.settings.editing import Page, answered
from mash.web.settings.listing import ENDED, Card, said, state
from mash.web.settings.password_link import send_password_link

keeper = needs(Permission.ACCOUNT_KEEP)
ON_A_PAGE = 50
_FACTORS = {
    Authenticator.Type.TOTP: "Authenticator app",
    Authenticator.Type.WEBAUTHN: "Passkey or security key",
}


@keeper
def accounts(request: SignedIn) -> HttpResponse:
    """The accounts, fifty on a page; those whose name or e-mail address holds what is looked for."""
    sought = request.GET.get("q", "").replace("\0", "").strip()  # no name holds one, and no query may
    rows = accounts_kept_by(request.principal, today()).select_related("agency")
    if sought:
        rows = rows.filter(Q(name__icontains=sought) | Q(email__icontains=sought))
    page = Paginator(rows.order_by("name", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [(row, *_stands(row)) for row in page]
    return render(request, "settings/accounts.html", {"page": page, "rows": shown, "sought": sought})


@keeper
def account(request: SignedIn, account: int) -> HttpResponse:
    """One account: what it is, what it holds, and what can be done with it."""
    row = kept(request, account)
    words, colour = _stands(row)
    held = row.appointments.select_related("hub").order_by("hub__name", "role", "valid_from")
    kinds = Authenticator.objects.filter(user=row).exclude(type=Authenticator.Type.RECOVERY_CODES)
    factors = sorted({_FACTORS[one.type] for one in kinds})
    mine = request.principal.hubs(Permission.ACCOUNT_KEEP)
    roles = [
        Card(
            f"{ROLES[one.role].name} in {one.hub}",
            state(one.valid_from, one.valid_to),
            (("First day", said(one.valid_from, "Always")), ("Last day", said(one.valid_to, "No end"))),
            (("End", reverse("settings_role_end", args=[row.pk, one.pk])),)
            if one.hub_id in mine and state(one.valid_from, one.valid_to) != ENDED
            else (),
        )
        for one in held
    ]
    tokens = [
        Card(
            f"Token {one}",
            ENDED if one.ended_at else state(None, one.valid_to),
            (
                ("Made", said(one.made_at.astimezone(LONDON).date(), "")),
                ("Last day", said(one.valid_to, "")),
                ("Last used", said(one.used_on, "Never")),
            ),
            () if one.ended_at else (("End", reverse("settings_token_end", args=[row.pk, one.pk])),),
        )
        for one in row.tokens.all()
    ]
    shown = {"account": row, "words": words, "colour": colour, "roles": roles, "factors": factors}
    shown |= {"until": said(row.access_until, "No end"), "providers": linked(row), "tokens": tokens}
    return render(request, "settings/account.html", shown)


@keeper
def account_add(request: SignedIn) -> HttpResponse:
    """A new account. Who it is for gets a link to set a password."""

    def opened(**given: object) -> None:
        send_password_link(request, open_account(**given))  # type: ignore[arg-type]

    page = Page("Open an account", reverse("settings_accounts"), "The account is open.", "Open the account")
    return answered(request, page, NewAccount(sent(request), request.principal), opened)


@keeper
def account_change(request: SignedIn, account: int) -> HttpResponse:
    """Somebody's name, team and last day of access."""
    row = kept(request, account)
    page = Page(f"Change {row.name}", _at(row), "The account is changed.")
    return answered(request, page, AccountChange(sent(request), row), partial(change_account, row))


def kept(request: SignedIn, account: int) -> Account:
    """An account that who asks can keep; any other is as if it were not there."""
    rows = accounts_kept_by(request.principal, today()).select_related("agency", "team")
    return get_object_or_404(rows, pk=account)


def _at(row: Account) -> str:
    return reverse("settings_account", args=[row.pk])


def _stands(row: Account) -> tuple[str, str]:
    """Whether somebody has access, in words and a colour."""
    if row.suspended_at:
        return "Suspended", "red"
    if not row.is_active:
        return "Access has ended", "grey"
    if row.is_system:
        return "System", "turquoise"
    return ("Has access", "green") if row.has_usable_password() else ("No password yet", "yellow")
