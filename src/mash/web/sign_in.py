"""Signing in: allauth's pages with our rules. An administrator opens accounts; a second factor is a must."""

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from mash.partnership.models import Account
from mash.trail.record import acting, note
from mash.web.turns import one_after_another


def plain(address: str) -> str:
    """An e-mail address as it is compared: no spaces around, no capitals, no look-alike forms of letters."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def tried_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The account that somebody tries to come into, for the lockout: one, however it is written."""
    tried = credentials or {}
    posted = request.POST.get("login", "") if request else ""
    return plain(str(tried.get("email") or tried.get("username") or posted))


def nobodys_address(request: HttpRequest) -> None:
    """The lockout goes by account alone: an address can be forged, and is personal data."""


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator; those who try one account's password wait for each other."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account has no access. Ask the administrator of your hub.",
        "email_password_mismatch": "The e-mail address or the password is not right",
        "enter_current_password": "The password is not right",
        "incorrect_password": "The password is not right",
        "invalid_password_reset": "This link does not work any more",
        "rate_limited": "Too many tries. Wait a few minutes, then try again.",
        "too_many_login_attempts": "Too many wrong tries. Wait a quarter of an hour, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not from somebody who sets up the first second factor: their password was asked for just now."""
        return bool(is_mfa_enabled(self.request.user) and super().is_reauthentication_required(app=app))

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign somebody in, and note it and the way they came."""
        way = _way(get_authentication_records(request, user))
        super().login(request, user)
        acting(account=user.pk, agency=user.agency_id)
        note("signed in", "account", user.pk, **way)

    def logout(self, request: HttpRequest) -> None:
        """Sign somebody out, and note it."""
        if request.user.is_authenticated:
            note("signed out", "account", request.user.pk)
        super().logout(request)

    def set_password(self, user: Account, password: str) -> None:
        """Set a password that somebody chose, and note that it was set."""
        super().set_password(user, password)
        note("password set", "account", user.pk)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Have guesses at one account come one after another, so that each is counted before the next."""
        one_after_another("password", tried_name(request, credentials))
        super().pre_authenticate(request, **credentials)


def _way(steps: list[dict[str, Any]]) -> dict[str, str]:
    """The way somebody came in: the last step that is no second factor."""
    for step in reversed(steps):
        if step["method"] == "socialaccount":
            return {"way": "provider", "provider": step["provider"]}
        if step["method"] == "password" or step.get("passwordless"):
            return {"way": "password" if step["method"] == "password" else "passkey"}
    return {}


class SecondFactor(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted, with a key outside the database; the last one stays."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "It is the only second factor that you have. Set up another first.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
        "incorrect_code": "The code is not right, or was used before. Enter the one that is shown now.",
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret as it is used."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """One of an app and the passkeys always stays."""
        others = Authenticator.objects.filter(
            user=authenticator.user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exclude(pk=authenticator.pk)
        return bool(others.exists())


def _cipher() -> Fernet:
    return Fernet(settings.SECOND_FACTOR_KEY)
