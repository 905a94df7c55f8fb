"""The agencies' own identity providers, read from the one file that MASH_SIGN_IN_PROVIDERS names.

None named = nobody signs in that way. A faulty file stops the start: half of one would leave an agency
outside, or let somebody in whom nobody meant to.
"""

import os
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NAMED_BY = "MASH_SIGN_IN_PROVIDERS"
_NEEDED = ("id", "name", "server_url", "client_id", "client_secret_file", "agency_id")
_MORE = ("verified_claim",)
_ID = re.compile(r"[a-z0-9-]{1,40}")
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class FaultyProviders(ValueError):
    """The file cannot be used; the message names file, provider and key, and says how to mend it."""


@dataclass(frozen=True)
class Provider:
    """An identity provider (OpenID Connect) through which the people of one agency sign in."""

    id: str  # in addresses and in what is remembered of who signed in; another server is another id
    name: str  # for people, on the button
    server_url: str  # without a slash at its end; what the provider calls its issuer
    client_id: str
    client_secret: str = field(repr=False)
    agency_id: str
    verified_claim: str = "email_verified"  # which claim says that the e-mail address is verified


@cache
def providers() -> tuple[Provider, ...]:
    """The providers, as they were when first asked for. Raises FaultyProviders."""
    named = os.environ.get(NAMED_BY)
    return read(Path(named)) if named else ()


def read(file: Path) -> tuple[Provider, ...]:
    """The providers of a file. Raises FaultyProviders with the first fault."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise FaultyProviders(
            f"{NAMED_BY} names {file}, which cannot be read: {error.strerror}. Name a file that can, or none."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FaultyProviders(f"{file} is not TOML: {error}") from None
    tables = content.pop("provider", None)
    if content or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise FaultyProviders(
            f"{file}: write each provider under a line [[provider]], and nothing outside. "
            f"To have no provider, leave {NAMED_BY} empty."
        )
    found: list[Provider] = []
    for number, table in enumerate(tables, start=1):
        one = _provider(f"{file}, provider {number}", file.parent, table)
        if one.id in {other.id for other in found}:
            raise FaultyProviders(f"{file}, provider {number}: id: {one.id} stands here twice. Change one.")
        found.append(one)
    return tuple(found)


def safe(url: str) -> bool:
    """Whether nobody on the way can read or change what is sent to an address: HTTPS, or this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    whole = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    return whole and (
        (parts.scheme == "https" and bool(parts.hostname))
        or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)
    )


def _provider(where: str, folder: Path, table: dict[str, Any]) -> Provider:
    """One table of the file."""
    for key in table:
        if key not in _NEEDED + _MORE:
            raise FaultyProviders(f"{where}: {key} is no key. There are {', '.join(_NEEDED + _MORE)}.")
    for key in _NEEDED:
        if key not in table:
            raise FaultyProviders(f"{where}: {key} is missing. Add it.")
    for key, value in table.items():
        if not isinstance(value, str) or not value.strip():
            raise FaultyProviders(f'{where}: {key} is not text. Write {key} = "…".')
    if not _ID.fullmatch(table["id"]):
        raise FaultyProviders(
            f"{where}: id: {table['id']!r} cannot stand in an address. "
            "Take up to 40 small letters, digits and hyphens."
        )
    server_url = table["server_url"].rstrip("/")
    if not safe(server_url) or "/.well-known" in server_url or urlsplit(server_url).query:
        raise FaultyProviders(
            f"{where}: server_url: {server_url!r} is not the address of a provider. Write what it calls its "
            "issuer: it begins with https:// and ends before /.well-known/openid-configuration."
        )
    words = {key: value.strip() for key, value in table.items() if key != "client_secret_file"}
    secret = _secret(where, folder / table["client_secret_file"])
    return Provider(**words | {"server_url": server_url, "client_secret": secret})


def _secret(where: str, file: Path) -> str:
    """The secret that a file holds."""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise FaultyProviders(
            f"{where}: client_secret_file: {file} cannot be read: {why}. "
            "Put the secret in it, and let the account that runs the system read it."
        ) from None
    if not secret:
        raise FaultyProviders(f"{where}: client_secret_file: {file} is empty. Put the secret in it.")
    return secret
