"""Restricting a referral to named people, and breaking the glass: with a reason, for an hour, reported."""

from datetime import timedelta
from uuid import UUID

from django.db import connection

from mash.framework.london import now
from mash.partnership.models import Account
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.referrals.models import BrokenGlass, NamedPerson, Restriction
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

#: How long a broken glass stays open.
AN_HOUR = timedelta(hours=1)


def restrict(*, by: Principal, reference: str, reason: str) -> Restriction:
    """Restrict a referral: from now on nobody opens it but those whom `name_person` names.

    Raises ValidationError where there is no such referral in a hub in which `by` may restrict.
    """
    found = _behind(reference)
    if found is None or not by.may(P.RECORD_RESTRICT, found[1]):
        raise fault(reference="There is no referral with this reference in your hubs.")
    referral_id, hub, restricted = found
    if restricted:
        raise fault(reference="This referral is restricted already.")
    if not reason.strip():
        raise fault(reason="Say why it is restricted.")
    made = kept(
        Restriction(
            referral_id=referral_id,
            reference=reference.strip(),
            hub_id=hub,
            reason=reason,
            at=now(),
            account_id=by.account_id,
        )
    )
    note("restricted", "referral", made.reference)
    return made


def lift(*, by: Principal, restriction_id: object) -> Restriction:
    """Lift a restriction: whoever needs to know sees the referral again."""
    made = held(Restriction, by, restriction_id)
    allowed(by, P.RECORD_RESTRICT, made.hub_id)
    if made.lifted_at is not None:
        raise fault(restriction="This restriction has been lifted already.")
    made.lifted_at, made.lifted_by_id = now(), by.account_id
    made.save(update_fields=["lifted_at", "lifted_by"])
    note("lifted the restriction", "referral", made.reference)
    return made


def name_person(*, by: Principal, restriction_id: object, account: Account) -> NamedPerson:
    """Name somebody who opens a restricted referral, where their role and agency let them see it at all."""
    made = held(Restriction, by, restriction_id)
    allowed(by, P.RECORD_RESTRICT, made.hub_id)
    if NamedPerson.objects.seen_by(by).filter(referral=made.referral_id, account=account).exists():
        raise fault(account=f"{account.name} is named already.")
    found = kept(NamedPerson(referral_id=made.referral_id, hub_id=made.hub_id, account=account))
    note("named a person who opens", "referral", made.reference, account=account.pk)
    return found


def unname(*, by: Principal, named_id: object) -> None:
    """Somebody no longer opens a restricted referral."""
    found = NamedPerson.objects.seen_by(by).get(pk=named_id)
    allowed(by, P.RECORD_RESTRICT, found.hub_id)
    note("no longer names", "referral", str(found.referral_id), account=found.account_id)
    found.delete()


def break_glass(*, by: Principal, reference: str, reason: str) -> BrokenGlass:
    """Open a restricted referral for an hour without being named. It is reported to information governance.

    Raises ValidationError in the same words whether there is no such referral, or it is none of one's own.
    """
    if not reason.strip():
        raise fault(reason="Say why you must open it now: information governance reads it.")
    found = _behind(reference)
    mine = found is not None and any(by.may(way, found[1]) for way in (P.REFERRAL_READ, P.REQUEST_ANSWER))
    if found is None or not found[2] or not mine:
        raise fault(reference="There is no restricted referral with this reference that you could open.")
    at = now()
    made = kept(
        BrokenGlass(
            referral_id=found[0],
            reference=reference.strip(),
            hub_id=found[1],
            account_id=by.account_id,
            reason=reason,
            at=at,
            until=at + AN_HOUR,
        )
    )
    note("broke the glass of", "referral", made.reference, reason=reason)
    return made


def _behind(reference: str) -> tuple[UUID, str, bool] | None:
    """Id, hub and restriction of a referral behind the policies (row_level_security.sql says for whom)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, hub_id, restricted FROM mash_referral_named(%s)", [reference.strip()])
        row = cursor.fetchone()
    return None if row is None or row[0] is None else (row[0], row[1], row[2])
