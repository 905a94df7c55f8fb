"""The secret of a link, and what is sealed with it or with the surveys' key, which is outside the database.

From one secret follow the digest by which its token is found, another by which its letter is found, and the
key of what was saved half. Without it nobody can tell which token and which letter belong together.
"""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

#: What is sealed is filled up to a multiple of this, so that its length tells little of what is in it.
_FILLED_TO = 4096


def new_secret() -> str:
    """The secret of a new link."""
    return secrets.token_urlsafe(32)


def token_of(secret: str) -> str:
    """By what the token of a link is found."""
    return _digest("token", secret)


def letter_of(secret: str) -> str:
    """By what the letter that carried a link is found."""
    return _digest("letter", secret)


def who(address: str) -> str:
    """By what it is known that an address was asked."""
    return _digest("address", address.strip().lower())


def sealed(what: Any, secret: str = "") -> str:
    """Plain values, sealed with the surveys' key or, given one, with the secret of a link."""
    plain = json.dumps(what).encode()
    filled = plain.ljust(-(-len(plain) // _FILLED_TO) * _FILLED_TO)
    return Fernet(_key(secret)).encrypt_at_time(filled, 0).decode()


def opened(text: str, secret: str = "") -> Any:
    """What was sealed; None where nothing was, or with another key."""
    try:
        return json.loads(Fernet(_key(secret)).decrypt(text.encode())) if text else None
    except InvalidToken:
        return None


def _digest(of: str, words: str) -> str:
    said = f"{of}\0{words}".encode("utf-8", "replace")
    return hmac.new(settings.SURVEYS_KEY, said, hashlib.sha256).hexdigest()


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(bytes.fromhex(_digest("saved" if secret else "sealed", secret)))
