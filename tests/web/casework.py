"""Somebody of the cast at the keyboard, signed in with a second factor; and systems with their tokens."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from tests.web.conftest import SECRET


def at_the_keyboard(cast, name):
    """A client that is signed in as somebody of the cast."""
    account = cast.accounts[name]
    if not account.authenticator_set.exists():
        TOTP.activate(account, SECRET)
        RecoveryCodes.activate(account)
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def with_token(token):
    """A client that sends a token with every request, as an agency's system does."""
    return Client(headers={"Authorization": f"Bearer {token}"})
