"""Signing in: allauth's pages with our rules. An administrator opens accounts; a second factor is a must."""

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from mash.partnership.models import Account
from mash.trail.record import acting, note


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

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not from somebody who sets up the first second factor: their password was asked for just now."""
        return bool(is_mfa_enabled(self.request.user) and super().is_reauthentication_required(app=app))

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign somebody in, and note it."""
        super().login(request, user)
        acting(account=user.pk, agency=user.agency_id)
        note("signed in", "account", user.pk)

    def logout(self, request: HttpRequest) -> None:
        """Sign somebody out, and note it."""
        if request.user.is_authenticated:
            note("signed out", "account", request.user.pk)
        super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Have guesses at one account come one after another, so that each is counted before the next."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [tried_name(request, credentials)])
        super().pre_authenticate(request, **credentials)


class SecondFactor(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted, with a key outside the database; the last one stays."""

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
