"""Agencies' own systems: opened, given tokens that end, recognised by them, and answered once a key.

A system is an account of its agency that has no password and no way to get one. It is held to the same rules
of need to know as a person of that agency with the same role.
"""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from mash.framework.london import now, today
from mash.partnership.actions.accounts import appoint
from mash.partnership.actions.turn import in_turn
from mash.partnership.models import Account, Agency, Hub, Token, Write
from mash.trail.record import note

#: No token lasts longer than this.
LONGEST = timedelta(days=366)
#: How long an idempotency key is remembered.
REMEMBERED = timedelta(days=30)
_MARK = "mash_"  # lets scanners for secrets that leaked find it


@in_turn()
def open_system(*, name: str, agency: Agency, roles: tuple[tuple[Hub, str], ...]) -> Account:
    """Open an account for a system of an agency. Raises ValidationError where a role is not for systems."""
    if not roles:
        raise ValidationError("Choose what the system may do.")
    made = Account(
        # nobody reads mail there: a link to set a password would reach nobody
        email=f"{secrets.token_hex(8)}@systems.invalid",
        name=name,
        agency=agency,
        is_system=True,
    )
    made.set_unusable_password()
    made.full_clean()
    made.save()
    note("connected", "system", made.pk, name=name, agency=agency.pk)
    for hub, role in roles:
        appoint(made, role=role, hub=hub)
    return made


@in_turn()
def make_token(account: Account, *, valid_to: date) -> str:
    """Give a system a token, good through a London day; the token itself is kept nowhere.

    Raises ValidationError where the day is over, or more than a year away.
    """
    if not account.is_system:
        raise ValidationError("Only a system has tokens. A person signs in.")
    if not today() <= valid_to <= today() + LONGEST:
        raise ValidationError({"valid_to": "Choose a day from today on, at most a year away."})
    secret = _MARK + secrets.token_urlsafe(32)
    made = Token.objects.create(
        account=account, digest=_digest(secret), begins=secret[:11], made_at=now(), valid_to=valid_to
    )
    note("made a token", "system", account.pk, token=made.pk, until=valid_to.isoformat())
    return secret


@in_turn()
def end_token(token: Token) -> None:
    """End a token: its next request is nobody's."""
    if token.ended_at is not None:
        raise ValidationError("This token has ended already.")
    token.ended_at = now()
    token.save(update_fields=["ended_at"])
    note("ended a token", "system", token.account_id, token=token.pk)


def system_with(secret: str) -> Account | None:
    """The system that a token belongs to, today; None where it has ended, or there is none."""
    rows = Token.objects.select_related("account__agency")
    token = rows.filter(digest=_digest(secret), ended_at=None, valid_to__gte=today()).first()
    if token is None or not token.account.is_system or not token.account.is_active:
        return None
    if token.used_on != today():
        Token.objects.filter(pk=token.pk).update(used_on=today())
    return token.account


def write_under(key: str, *, by: int, request: bytes) -> tuple[Write, bool]:
    """The write of an account under a key, and whether it is new; one sent at the same moment waits for it.

    Raises ValidationError where something else was sent under that key before.
    """
    digest = hashlib.sha256(request).hexdigest()
    made, new = Write.objects.get_or_create(account_id=by, key=key, defaults={"request": digest, "at": now()})
    if made.request != digest:
        raise ValidationError("Something else was sent with this Idempotency-Key. Use a new key for it.")
    return made, new


def answered(write: Write, status: int, answer: dict[str, Any]) -> None:
    """Keep what was answered to a write."""
    write.status, write.answer = status, answer
    write.save(update_fields=["status", "answer"])


def forget_writes() -> int:
    """Forget keys that are older than REMEMBERED; how many."""
    return Write.objects.filter(at__lt=now() - REMEMBERED).delete()[0]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
