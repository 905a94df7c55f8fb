"""A referral: everything about it on one page, what to do next at its head, and how it came there below."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.escalations.models import REASONS, RESOLUTIONS, Escalation, EscalationStep
from mash.records.people.matching import likely_matches
from mash.records.referrals import actions, reading
from mash.records.referrals.models import Referral, Subject
from mash.records.referrals.models.received import CONSENTS, LAWFUL_BASES, SUBJECT_ROLES
from mash.records.referrals.models.worked import RESPONSES
from mash.web.access import SignedIn, needs
from mash.web.casework.queue import names_of_risks
from mash.web.fields import Versioned


@dataclass(frozen=True)
class Happened:
    """One line of the timeline."""

    at: datetime
    title: str
    who: str
    words: str = ""


@dataclass(frozen=True)
class Named:
    """Somebody named in a referral: in how many others, and how many other records may be of them."""

    subject: Subject
    elsewhere: int
    matches: int


@needs(P.REFERRAL_READ, P.REQUEST_ANSWER)
def referral(request: SignedIn, pk: UUID) -> HttpResponse:
    """The page of a referral that is one's work, or on which one's agency is asked."""
    by = request.principal
    try:
        opened = reading.open_referral(by, pk)
    except Referral.DoesNotExist as error:
        raise Http404 from error
    risks = names_of_risks()
    return render(
        request,
        "casework/referral.html",
        {
            "opened": opened,
            "referral": opened.referral,
            "risks": risks,
            "risk": risks.get(opened.referral.risk, ""),
            "consent": CONSENTS[opened.referral.consent],
            "basis": LAWFUL_BASES.get(opened.referral.lawful_basis, "Not known"),
            "people": people_of(by, opened),
            "roles": SUBJECT_ROLES,
            "responses": RESPONSES,
            "next": next_step(by, opened),
            "mine": [
                one for one in opened.requests if one.agency_id == by.agency_id and not one.responded_at
            ],
            "escalations": disagreements(by, pk),
            "timeline": timeline(opened, risks),
            "may": {
                "rate": by.may(P.REFERRAL_RATE, opened.referral.hub_id),
                "share": by.may(P.REFERRAL_SHARE, opened.referral.hub_id),
                "decide": by.may(P.REFERRAL_DECIDE, opened.referral.hub_id),
                "disagree": by.may(P.ESCALATION_RAISE, opened.referral.hub_id),
            },
        },
    )


@require_POST
@needs(P.REFERRAL_RATE)
def take(request: SignedIn, pk: UUID) -> HttpResponse:
    """Say that one works on it."""
    form = Versioned(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0  # of no record: the page shows it again
    try:
        actions.take(by=request.principal, referral_id=pk, version=version)
    except Referral.DoesNotExist as error:
        raise Http404 from error
    except actions.Overtaken:
        pass  # the page shows who was quicker
    return redirect("referral", pk=pk)


def people_of(by: Principal, opened: reading.Opened) -> list[Named]:
    """The people of a referral, and what somebody who works on it should look at before they rate it."""
    elsewhere = reading.named_elsewhere(by, opened)
    offered = by.may(P.PERSON_MATCH, opened.referral.hub_id) and opened.referral.decided_at is None
    return [
        Named(
            one,
            elsewhere.get(one.person.cluster, 0),
            len(likely_matches(by, one.person)) if offered else 0,
        )
        for one in opened.subjects
    ]


def next_step(by: Principal, opened: reading.Opened) -> dict[str, str] | None:
    """What is to be done next, and where; None where it is nobody's turn here."""
    found, hub = opened.referral, opened.referral.hub_id
    if opened.way != "casework":
        return None
    if not found.risk:
        words, name, needed = "Rate it", "referral_rate", P.REFERRAL_RATE
    elif found.decided_at is None and found.owner_id is None:
        words, name, needed = "Say which agency decides", "referral_own", P.REFERRAL_RATE
    elif found.decided_at is None and not opened.requests:
        words, name, needed = "Ask agencies what they know", "referral_ask", P.REFERRAL_SHARE
    elif found.decided_at is None:
        words, name, needed = "Decide", "referral_decide", P.REFERRAL_DECIDE
    elif found.feedback_at is None:
        words, name, needed = "Tell the referrer", "referral_tell", P.REFERRAL_DECIDE
    else:
        return None
    to = reverse(name, kwargs={"pk": found.pk}) if by.may(needed, hub) else ""
    return {"words": words, "to": to}


def timeline(opened: reading.Opened, risks: dict[str, str]) -> list[Happened]:
    """What happened to a referral, the latest first."""
    found = opened.referral
    lines = [Happened(found.received_at, "Received", found.agency.name)]
    for rating in opened.ratings:
        title = f"Rated {risks.get(rating.risk, rating.risk)}"
        lines.append(Happened(rating.rated_at, title, _whom(rating.account, rating.agency), rating.rationale))
    for one in opened.requests:
        lines.append(Happened(one.requested_at, f"{one.agency} asked", str(one.requested_by), one.question))
        if one.responded_at:
            title = f"{one.agency}: {RESPONSES[one.response].lower()}"
            lines.append(Happened(one.responded_at, title, str(one.responded_by), one.declined_because))
    for change in opened.changes:
        words = f"From “{change.before or 'nothing'}” to “{change.after or 'nothing'}”"
        title = f"{Referral._meta.get_field(change.field).verbose_name} corrected"  # type: ignore[union-attr]
        lines.append(Happened(change.at, title[0].upper() + title[1:], str(change.account), words))
    if found.decided_at:
        lines.append(Happened(found.decided_at, "Decided", str(found.decided_by or ""), found.rationale))
    lines += [Happened(one.told_at, "Referrer told", str(one.account), one.words) for one in opened.feedback]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _whom(account: Any, agency: Any) -> str:
    return f"{account}, {agency}"


def disagreements(by: Principal, pk: UUID) -> list[dict[str, Any]]:
    """Disagreements about a referral, as far as one sees them, with what was said."""
    rows = Escalation.objects.seen_by(by).filter(referral=pk).select_related("raised_by", "about", "referral")
    steps = list(
        EscalationStep.objects.seen_by(by).filter(escalation__referral=pk).select_related("account", "agency")
    )
    return [
        {
            "row": row,
            "reason": REASONS[row.reason],
            "resolution": RESOLUTIONS.get(row.resolution, ""),
            "steps": [step for step in steps if step.escalation_id == row.pk],
            "mine": by.agency_id in (row.raised_by_id, row.about_id)
            or by.may(P.REFERRAL_DECIDE, row.referral.hub_id),
        }
        for row in rows
    ]
