"""Who may use a route: every route says so, and one that does not is used by nobody.

A page of ours says it with a decorator; the routes of other people's applications stand in OUTSIDE. The
middleware asks for the answer on every request, and `check` refuses to start with a silent route.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.checks import CheckMessage, Error, register
from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver

from mash.partnership.models import Account
from mash.partnership.policy import Permission
from mash.partnership.principal import Principal

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Access:
    """Who may use a route: everybody, who has signed in, who has a second factor too, or who has one of
    these permissions. A route of the API (`system`) is for agencies' systems, by their tokens, and for nobody
    who signed in; its permissions may differ by method.
    """

    signed_in: bool = True
    second_factor: bool = True
    permissions: frozenset[Permission] = frozenset()
    system: bool = False
    by_method: tuple[tuple[str, frozenset[Permission]], ...] = ()

    def asks(self, method: str | None) -> frozenset[Permission]:
        """The permissions of which one is needed for a method."""
        return dict(self.by_method).get(method or "", self.permissions)


class SignedIn(HttpRequest):
    """A request of somebody signed in, as a page that needs it gets it."""

    user: Account
    principal: Principal


ANYONE = Access(signed_in=False, second_factor=False)
FIRST_FACTOR = Access(second_factor=False)
SIGNED_IN = Access()

#: Routes of allauth that we use, by name. Any other of its routes is used by nobody.
OUTSIDE: dict[str, Access] = {
    "account_login": ANYONE,
    "account_logout": FIRST_FACTOR,
    "account_inactive": ANYONE,
    "account_reset_password": ANYONE,
    "account_reset_password_done": ANYONE,
    "account_reset_password_from_key": ANYONE,
    "account_reset_password_from_key_done": ANYONE,
    "account_reauthenticate": FIRST_FACTOR,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": ANYONE,  # between password and second factor nobody is signed in yet
    "mfa_login_webauthn": ANYONE,
    "openid_connect_login": ANYONE,  # allauth's names for pages of ours (web/provider)
    "openid_connect_callback": ANYONE,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_activate_totp": FIRST_FACTOR,
    "mfa_add_webauthn": FIRST_FACTOR,
    "mfa_index": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}
#: Routes of allauth that we do not use: nobody signs up or changes their e-mail address by themselves.
CLOSED = frozenset(
    {
        "account_signup",
        "account_set_password",
        "account_email",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_confirm_login_code",
    }
)


def declare(access: Access) -> Callable[[View], View]:
    """Say who may use a page."""

    def marked(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return marked


def needs(*permissions: Permission) -> Callable[[View], View]:
    """A page for those who have this permission, or one of these, in some hub; what they see of it, the
    records' rules say.
    """
    return declare(Access(permissions=frozenset(permissions)))


def access_to(route: ResolverMatch) -> Access | None:
    """Who may use a route; None = nobody has said, so nobody."""
    declared: Access | None = getattr(route.func, "access", None)
    return declared or OUTSIDE.get(route.url_name or "")


def routes(patterns: Sequence[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """Every route there is."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


@register("mash")
def every_route_is_declared(app_configs: Any, **more: Any) -> list[CheckMessage]:
    """Nothing starts with a route of which nobody has said who may use it."""
    return [
        Error(f"Nobody has said who may use the route {route.name or route.pattern}.", id="mash.E001")
        for route in routes()
        if not hasattr(route.callback, "access") and route.name not in OUTSIDE and route.name not in CLOSED
    ]
