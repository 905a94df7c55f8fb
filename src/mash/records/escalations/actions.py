"""The only writers of disagreements: raise, take to the next stage, resolve."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied

from mash.framework.codes import ESCALATION_STAGES
from mash.framework.london import now, today
from mash.partnership.clock import stage_due
from mash.partnership.models import Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.escalations.models import REASONS, RESOLUTIONS, Escalation, EscalationStep
from mash.records.happened import happened
from mash.records.referrals.actions.decided import Disposed, change_decision
from mash.records.referrals.models import Referral
from mash.records.referrals.need_to_know import of_concern
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note


def disagree(*, by: Principal, referral_id: object, about: str, reason: str, words: str) -> Escalation:
    """Disagree, for one's own agency, with another about a referral that one sees. It begins at stage 1.

    Raises ValidationError, by field.
    """
    referral = Referral.objects.seen_by(by).filter(of_concern(by)).select_related("hub").get(pk=referral_id)
    allowed(by, P.ESCALATION_RAISE, referral.hub_id)
    if about == by.agency_id:
        raise fault(about="Choose another agency: yours cannot disagree with itself.")
    if not Agency.objects.all().on(today()).filter(pk=about).exists():
        raise fault(about="Choose the agency that yours disagrees with.")
    if reason not in REASONS:
        raise fault(reason="Say what the disagreement is about.")
    at = now()
    made = kept(
        Escalation(
            referral=referral,
            raised_at=at,
            raised_by_id=by.agency_id,
            account_id=by.account_id,
            about_id=about,
            reason=reason,
            due_at=stage_due(referral.hub, 1, at),
        )
    )
    _say(made, by, at, words)
    note("disagreed", "referral", referral.reference, about=about, reason=reason)
    _tell(made, by, "disagreed", (about,))
    return made


def step_up(*, by: Principal, escalation_id: object, version: int, words: str) -> Escalation:
    """Take a disagreement to the next stage: either of the two agencies may, or the hub."""
    found = _open(by, escalation_id, version)
    if found.stage == ESCALATION_STAGES[-1]:
        raise fault(words="This is the last stage: resolve it here.")
    at = now()
    found.stage += 1
    found.due_at = stage_due(found.referral.hub, found.stage, at)
    kept(found, "stage", "due_at")
    _say(found, by, at, words)
    note("escalated", "referral", found.referral.reference, stage=[found.stage - 1, found.stage])
    _tell(found, by, "next_stage", (found.raised_by_id, found.about_id))
    return found


def resolve(
    *,
    by: Principal,
    escalation_id: object,
    version: int,
    resolution: str,
    words: str,
    disposals: Sequence[Disposed] = (),
) -> Escalation:
    """Resolve a disagreement. Where the decision was changed, `disposals` is what is decided now.

    Only who raised it withdraws it. Raises Overtaken, or ValidationError by field.
    """
    found = _open(by, escalation_id, version)
    if resolution not in RESOLUTIONS:
        raise fault(resolution="Say how it was resolved.")
    if resolution == "withdrawn" and by.agency_id != found.raised_by_id:
        raise fault(resolution=f"Only {found.raised_by} can withdraw it.")
    if disposals and resolution not in ("changed", "compromise"):
        raise fault(
            resolution="A new decision was given: say that the decision was changed, or a compromise found."
        )
    at = now()
    if disposals:
        referral = held(Referral, by, found.referral_id)
        allowed(by, P.REFERRAL_DECIDE, referral.hub_id)
        change_decision(by=by, referral=referral, disposals=disposals, rationale=words)
    found.resolved_at, found.resolution = at, resolution
    kept(found, "resolved_at", "resolution")
    _say(found, by, at, words)
    note("resolved", "referral", found.referral.reference, resolution=resolution)
    _tell(found, by, "resolved", (found.raised_by_id, found.about_id))
    return found


def _open(by: Principal, escalation_id: object, version: int) -> Escalation:
    found = held(Escalation, by, escalation_id, version)
    of_the_two = by.agency_id in (found.raised_by_id, found.about_id)
    hub = found.referral.hub_id
    if not (of_the_two and by.may(P.ESCALATION_RAISE, hub)) and not by.may(P.REFERRAL_DECIDE, hub):
        raise PermissionDenied
    if found.resolved_at is not None:
        raise fault(words="This disagreement is resolved.")
    return found


def _tell(found: Escalation, by: Principal, kind: str, agencies: Sequence[str]) -> None:
    happened(
        kind,
        found.referral,
        by=by,
        to=P.ESCALATION_RAISE,
        agencies=agencies,
        escalation=found.pk,
        due_at=None if found.resolved_at else found.due_at,
    )


def _say(found: Escalation, by: Principal, at: datetime, words: str) -> None:
    if not words.strip():
        raise fault(words="Write down what is said.")
    kept(
        EscalationStep(
            escalation=found,
            at=at,
            account_id=by.account_id,
            agency_id=by.agency_id,
            stage=found.stage,
            words=words,
        )
    )
