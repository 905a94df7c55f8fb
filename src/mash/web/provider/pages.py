"""The way to an agency's provider and back. What does not work out leads to one plain page.

The way there is a page of its own that goes on by itself, not the answer to the form: a browser holds the
answer's redirects to `form-action`, and where a provider sends people on to is not known.
"""

import structlog
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mash.trail.record import note
from mash.web.provider.claims import FAULTS, Client, NotBelieved
from mash.web.provider.file import Provider, providers
from mash.web.provider.who import NotLetIn, account_for

log = structlog.get_logger("mash.web")


def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider, from its button on the sign-in page."""
    provider = _provider(provider_id)
    if request.method != "POST" or request.user.is_authenticated:
        return redirect("account_login")
    try:
        to = Client(request, provider).begin()
    except FAULTS as fault:
        return _failed(request, provider, fault)
    response = render(request, "provider/go.html", {"name": provider.name, "to": to})
    response["Refresh"] = f"0; url={to}"
    return response


def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """From the provider: on to the second factor, as after a password."""
    provider = _provider(provider_id)
    if request.user.is_authenticated:
        return redirect("account_login")
    client = Client(request, provider)
    try:
        state = client.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied:
        return _failed(request, provider, NotBelieved("no sign-in was begun here (state)"))
    if request.GET.get("error") == "access_denied":
        words = f"You came back from {provider.name} without signing in. Nothing was changed."
        return _page(request, "You did not sign in", words, 403)
    try:
        claims = client.claims(state)
    except FAULTS as fault:
        return _failed(request, provider, fault)
    try:
        account = account_for(provider, claims)
    except NotLetIn as refused:
        known = ("account", refused.account.pk) if refused.account else ("sign-in provider", provider.id)
        note("sign-in refused", *known, provider=provider.id, why=refused.why)
        words = (
            f"{provider.name} confirmed who you are, but no account here is open to you this way. "
            "Ask the administrator of your hub."
        )
        return _page(request, "You cannot sign in this way", words, 403)
    record_authentication(request, account, "socialaccount", provider=provider.id)
    to: HttpResponse = perform_login(request, account, redirect_url=state.get("next"))
    return to


def _provider(provider_id: str) -> Provider:
    """A provider by its id. One that is not in the file is not there."""
    for one in providers():
        if one.id == provider_id:
            return one
    raise Http404


def _failed(request: HttpRequest, provider: Provider, fault: Exception) -> HttpResponse:
    """The page for whatever a provider did wrong. The log has what: our own words, or the fault's kind."""
    why = str(fault) if isinstance(fault, NotBelieved) else type(fault).__name__
    log.warning("sign-in through a provider failed", provider=provider.id, why=why)
    words = (
        f"Nobody was signed in through {provider.name}. Begin again from the sign-in page. "
        "If it fails again, tell the administrator of your hub."
    )
    return _page(request, "That sign-in did not work", words, 403)


def _page(request: HttpRequest, title: str, words: str, status: int) -> HttpResponse:
    return render(request, "error.html", {"title": title, "words": words}, status=status)
