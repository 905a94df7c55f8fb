"""Deciding, and telling the referrer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mash.framework.london import now, today
from mash.partnership.models import Agency, Outcome
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.happened import happened
from mash.records.referrals.models import Disposal, Feedback, Item, Referral
from mash.records.referrals.models.decided import WAYS
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note


@dataclass(frozen=True)
class Disposed:
    """One outcome: which agency leads it, and which support it."""

    outcome: str
    lead: str | None = None
    support: tuple[str, ...] = ()


def decide(
    *, by: Principal, referral_id: object, version: int, disposals: Sequence[Disposed], rationale: str
) -> Referral:
    """Decide what happens next. It stops the clock and stays; a disagreement is an escalation.

    Only somebody of the agency that owns the referral decides, where one is named. Raises Overtaken, or
    ValidationError where it is not rated, nothing is chosen, or reasons are missing.
    """
    referral = held(Referral, by, referral_id, version)
    allowed(by, P.REFERRAL_DECIDE, referral.hub_id)
    if referral.decided_at is not None:
        raise fault(disposals="This referral is decided.")
    if not referral.risk:
        raise fault(disposals="Rate the referral first: no state is skipped.")
    if referral.owner_id is None:
        raise fault(disposals="Say first which agency decides on this referral.")
    if referral.owner_id != by.agency_id:
        raise fault(disposals=f"{referral.owner} decides on this referral.")
    if not disposals:
        raise fault(disposals="Choose at least one outcome, if only no further action.")
    if not rationale.strip():
        raise fault(rationale="Say why: the decision is read and audited later.")
    at = now()
    referral.decided_at, referral.decided_by_id, referral.rationale = at, by.account_id, rationale
    kept(referral, "decided_at", "decided_by", "rationale")
    _dispose(referral, disposals, at)
    note(
        "decided",
        "referral",
        referral.reference,
        outcomes=sorted(one.outcome for one in disposals),
        late=referral.due_at is not None and at > referral.due_at,
    )
    taking = {agency for one in disposals for agency in (one.lead, *one.support) if agency}
    happened(
        "decided",
        referral,
        by=by,
        to=P.REQUEST_ANSWER,
        agencies=taking,
        accounts=_sender(referral),
    )
    return referral


def change_decision(
    *, by: Principal, referral: Referral, disposals: Sequence[Disposed], rationale: str
) -> None:
    """Replace what was decided, as the resolution of a disagreement says; when it was decided stays."""
    before = sorted(set(referral.disposals.seen_by(by).values_list("outcome", flat=True)))
    referral.rationale = f"{referral.rationale}\n\nChanged after a disagreement: {rationale}"
    kept(referral, "rationale")
    referral.disposals.seen_by(by).delete()
    _dispose(referral, disposals, now())
    after = sorted(one.outcome for one in disposals)
    note("changed the decision", "referral", referral.reference, outcomes=[before, after])


def tell(
    *,
    by: Principal,
    referral_id: object,
    version: int,
    words: str,
    way: str = "here",
    quoted: Iterable[object] = (),
) -> Feedback:
    """Tell the referrer what was decided. `quoted`: ids of items, all of which may be disclosed.

    Raises ValidationError where the referral is not decided yet or an item may only be seen in the hub.
    """
    referral = held(Referral, by, referral_id, version)
    allowed(by, P.REFERRAL_DECIDE, referral.hub_id)
    if referral.decided_at is None:
        raise fault(words="Decide first: no state is skipped.")
    if not words.strip():
        raise fault(words="Write what the referrer is told.")
    if way not in WAYS:
        raise fault(way="Say how the referrer is told.")
    wanted = list(quoted)
    items = list(Item.objects.seen_by(by).filter(pk__in=wanted, request__referral=referral))
    if len(items) != len(set(map(str, wanted))) or any(one.sharing != "disclose" for one in items):
        raise fault(quoted="Only items of this referral that may leave the hub can be quoted.")
    quotes = [{"item": str(one.pk), "agency": one.owner.name, "words": one.words} for one in items]
    made = kept(
        Feedback(
            referral=referral, told_at=now(), account_id=by.account_id, way=way, words=words, quotes=quotes
        )
    )
    if referral.feedback_at is None:
        referral.feedback_at = made.told_at
    kept(referral, "feedback_at")
    note("told the referrer", "referral", referral.reference, way=way, items=len(items))
    happened("told", referral, by=by, to=P.REFERRAL_FOLLOW, accounts=_sender(referral))
    return made


def _sender(referral: Referral) -> tuple[int, ...]:
    return (referral.submitted_by_id,) if referral.submitted_by_id else ()


def _dispose(referral: Referral, disposals: Sequence[Disposed], at: datetime) -> None:
    agencies = set(Agency.objects.all().on(today()).values_list("pk", flat=True))
    outcomes = set(Outcome.objects.all().on(today()).values_list("pk", flat=True))
    seen: set[str] = set()
    for one in disposals:
        if one.outcome not in outcomes or one.outcome in seen:
            raise fault(disposals="Choose each outcome once, from those in use.")
        seen.add(one.outcome)
        if unknown := {one.lead, *one.support} - agencies - {None}:
            raise fault(disposals=f"{unknown.pop()} is no agency of the partnership today.")
        if one.lead in one.support:
            raise fault(disposals="An agency leads an outcome or supports it, not both.")
        parts = [(one.lead, "lead"), *((agency, "support") for agency in one.support)]
        for agency, role in parts:
            kept(
                Disposal(
                    referral=referral, outcome_id=one.outcome, decided_at=at, agency_id=agency, role=role
                )
            )
