"""Working a referral: who decides it, its rating and clock, what agencies are asked and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied

from mash.framework.due import Clock, Rated, after
from mash.framework.london import LONDON, now, today
from mash.partnership.clock import clock_of
from mash.partnership.models import Agency, Hub, Risk
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.happened import happened
from mash.records.referrals.models import Item, Rating, Referral, Request
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note


@dataclass(frozen=True)
class Known:
    """One thing that an agency knows: whose it is (itself, unless said), how far it may go, on what basis."""

    words: str
    sharing: str
    lawful_basis: str
    owner: str | None = None
    about: UUID | None = None  # a person


def own(*, by: Principal, referral_id: object, version: int, agency: str) -> Referral:
    """Say which agency decides on a referral: the one that it belongs to, informed by what all share."""
    referral = held(Referral, by, referral_id, version)
    allowed(by, P.REFERRAL_RATE, referral.hub_id)
    _undecided(referral)
    found = Agency.objects.all().on(today()).filter(pk=agency).first()
    if found is None:
        raise fault(owner="Choose an agency of the partnership.")
    before = referral.owner_id
    referral.owner = found
    kept(referral, "owner")
    note("gave the decision to", "referral", referral.reference, owner=[before, agency])
    return referral


def take(*, by: Principal, referral_id: object, version: int) -> Referral:
    """Say that one works on a referral oneself, so that colleagues see it."""
    referral = held(Referral, by, referral_id, version)
    allowed(by, P.REFERRAL_RATE, referral.hub_id)
    before = referral.worker_id
    referral.worker_id = by.account_id
    kept(referral, "worker")
    note("took", "referral", referral.reference, worker=[before, by.account_id])
    return referral


def rate(*, by: Principal, referral_id: object, version: int, risk: str, rationale: str) -> Rating:
    """Rate a referral, or rate it anew as information comes in. Its due time moves as the hub's policy says.

    Raises Overtaken, or ValidationError where the rating is not in force or reasons are missing.
    """
    referral = held(Referral, by, referral_id, version)
    allowed(by, P.REFERRAL_RATE, referral.hub_id)
    _undecided(referral)
    found = Risk.objects.all().on(referral.received_at.astimezone(LONDON).date()).filter(risk=risk).first()
    if found is None:
        raise fault(risk="Choose a rating.")
    if not rationale.strip():
        raise fault(rationale="Say why, in a sentence or two: the rating is read and audited later.")
    at, before = now(), referral.risk
    given = [Rated(one.rated_at, one.risk) for one in Rating.objects.seen_by(by).filter(referral=referral)]
    clock = clock_of(referral.hub)
    due = clock.due(referral.received_at, [*given, Rated(at, risk)])
    made = kept(
        Rating(
            referral=referral,
            risk=risk,
            rated_at=at,
            account_id=by.account_id,
            agency_id=by.agency_id,
            rationale=rationale,
            due_at=due,
        )
    )
    referral.risk, referral.risk_rank, referral.due_at = risk, found.rank, due
    kept(referral, "risk", "risk_rank", "due_at")
    note(
        "rated",
        "referral",
        referral.reference,
        risk=[before or None, risk],
        due=due.isoformat() if due else None,
    )
    return made


def ask(
    *,
    by: Principal,
    referral_id: object,
    agencies: Sequence[str],
    question: str = "",
    due_at: datetime | None = None,
) -> list[Request]:
    """Ask agencies what they know; each has its own request, due at `due_at` or by the hub's share.

    Raises ValidationError where the referral is not rated yet, or an agency has a request waiting already.
    """
    referral = held(Referral, by, referral_id)
    allowed(by, P.REFERRAL_SHARE, referral.hub_id)
    _undecided(referral)
    if not referral.risk:
        raise fault(agencies="Rate the referral first: the rating says how soon agencies are to answer.")
    if not agencies:
        raise fault(agencies="Choose at least one agency.")
    waiting = set(
        Request.objects.seen_by(by)
        .filter(referral=referral, responded_at=None)
        .values_list("agency", flat=True)
    )
    at = now()
    if due_at is not None and due_at <= at:
        raise fault(due_at="The answer is due in the future.")
    made = []
    for code in dict.fromkeys(agencies):
        agency = Agency.objects.all().on(today()).filter(pk=code).first()
        if agency is None:
            raise fault(agencies="Choose agencies of the partnership.")
        if code in waiting:
            raise fault(agencies=f"{agency.name} is asked already and has not answered yet.")
        request = kept(
            Request(
                referral=referral,
                agency=agency,
                question=question,
                requested_at=at,
                requested_by_id=by.account_id,
                due_at=due_at or answer_due(referral.hub, clock_of(referral.hub), referral, at),
            )
        )
        made.append(request)
        note("asked", "referral", referral.reference, agency=code)
        happened(
            "asked",
            referral,
            by=by,
            to=P.REQUEST_ANSWER,
            agencies=(code,),
            request=request.pk,
            due_at=request.due_at,
        )
    return made


def answer_due(hub: Hub, clock: Clock, referral: Referral, at: datetime) -> datetime | None:
    """When an agency asked at `at` is to answer: the hub's share of the rating's target, if it has one.

    Working hours count where they count for the rating. Never later than the referral's own due time, unless
    that has passed.
    """
    day = referral.received_at.astimezone(LONDON).date()
    period = next(one for one in clock.periods if one.risk == referral.risk and one.first <= day <= one.last)
    if period.target is None:
        return None
    share = period.target * hub.answer_percent // 100
    due = after(at, share, clock.calendar if period.working else None)
    if referral.due_at and at < referral.due_at < due:
        return referral.due_at
    return due


def withdraw(*, by: Principal, request_id: object) -> Request:
    """Withdraw a request that is not answered: the agency no longer sees the referral for it."""
    request = held(Request, by, request_id)
    allowed(by, P.REFERRAL_SHARE, request.referral.hub_id)
    if request.responded_at is not None:
        raise fault(request="This request has been answered.")
    request.responded_at, request.responded_by_id, request.response = now(), by.account_id, "cancelled"
    kept(request, "responded_at", "responded_by", "response")
    note("withdrew a request", "referral", request.referral.reference, agency=request.agency_id)
    return request


def answer(
    *,
    by: Principal,
    request_id: object,
    version: int,
    response: str,
    known: Sequence[Known] = (),
    declined_because: str = "",
) -> Request:
    """Answer a request for one's own agency: what is known, item by item, or nothing, or why not to share.

    Raises Overtaken where a colleague answered meanwhile, ValidationError by field.
    """
    request = held(Request, by, request_id, version)
    allowed(by, P.REQUEST_ANSWER, request.referral.hub_id)
    if request.agency_id != by.agency_id:
        raise PermissionDenied
    if request.responded_at is not None:
        raise fault(response="This request has been answered.")
    if response not in ("shared", "nothing_known", "declined"):
        raise fault(response="Say whether your agency knows something.")
    if response == "shared" and not known:
        raise fault(known="Write down at least one thing that is known, or say that nothing is.")
    if response != "shared" and known:
        raise fault(known="There is something written down. Share it, or clear it.")
    if response == "declined" and not declined_because.strip():
        raise fault(declined_because="Say why your agency declines.")
    at = now()
    request.responded_at, request.responded_by_id, request.response = at, by.account_id, response
    request.declined_because = declined_because if response == "declined" else ""
    kept(request, "responded_at", "responded_by", "response", "declined_because")
    for one in known:
        kept(
            Item(
                request=request,
                owner_id=one.owner or by.agency_id,
                about_id=one.about,
                words=one.words,
                sharing=one.sharing,
                lawful_basis=one.lawful_basis,
                given_at=at,
            )
        )
    note(
        "answered",
        "referral",
        request.referral.reference,
        response=response,
        sharing=[one.sharing for one in known],
    )
    return request


def _undecided(referral: Referral) -> None:
    if referral.decided_at is not None:
        raise fault(referral="This referral is decided. A disagreement about it is an escalation.")
