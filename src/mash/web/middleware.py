"""What happens around every request: it is logged, runs in one transaction, is kept by nobody, and is refused
unless its route says otherwise.
"""

import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from mash.framework.london import today
from mash.partnership.acting import act_as
from mash.partnership.actions import system_with
from mash.partnership.models import Account
from mash.partnership.principal import principal_of
from mash.trail.record import recorded
from mash.web import errors
from mash.web.access import access_to

Next = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("mash.web")
#: Where surveys are answered (web/surveys/answer.py).
ANSWERING = "/answer/"


class LogRequest:
    """One line a request: method, route pattern (never the address), status and milliseconds."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        began = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.route if request.resolver_match else None
        log.info(
            "request",
            id=uuid.uuid4().hex,
            method=request.method,
            route=route,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )
        return response


class KeptByNobody:
    """No browser and no proxy keeps a page: any may hold somebody's data, if only in what it offers."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response


class Sessions(SessionMiddleware):
    """A page that refreshes itself does not keep somebody signed in who has left their desk.

    Who answers a survey is nobody, also where they are signed in: their session is neither read nor renewed.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its session, or an empty one."""
        super().process_request(request)
        if request.path.startswith(ANSWERING):
            request.session = self.SessionStore(None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Put the end of the session off, unless the page asked by itself."""
        by_itself = request.method == "GET" and "X-By-Itself" in request.headers
        if request.path.startswith(ANSWERING) or (by_itself and not request.session.modified):
            return response
        return super().process_response(request, response)


class Recorded:
    """All of a request happens or nothing, its lines on the trail included.

    A server error undoes what was written. The response is made inside the transaction and leaves after
    it is committed: what cannot be recorded is not shown.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        with recorded():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


class DenyByDefault:
    """Nobody uses a route but those whom it names (web/access.py); `request.principal` is who asks."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the request through, send it to sign in, or refuse it."""
        access = access_to(request.resolver_match) if request.resolver_match else None
        if access is None:
            raise Http404
        account = system_of(request) if access.system else request.user
        if account is None or not account.is_authenticated or account.is_system != access.system:
            if access.system:
                return errors.no_token(request)
            return redirect_to_login(request.get_full_path()) if access.signed_in else None
        principal = request.principal = principal_of(account, today())  # type: ignore[attr-defined]
        act_as(principal)
        if access.second_factor and not access.system and not is_mfa_enabled(account):
            return redirect("mfa_activate_totp")
        asked = access.asks(request.method)
        if asked and not any(principal.may(permission) for permission in asked):
            raise PermissionDenied
        return None


def system_of(request: HttpRequest) -> Account | None:
    """The agency's system whose token a request carries; None where it carries none that is good today."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return system_with(secret.strip()) if scheme.lower() == "bearer" and secret.strip() else None
