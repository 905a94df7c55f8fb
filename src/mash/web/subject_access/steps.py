"""The steps of a request: gather, hold back, extend, refuse, answer; each a page with one form."""

import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from mash.framework.london import spelt, today
from mash.partnership.policy import Permission as P
from mash.records.subject_access import actions, gathering, reading
from mash.records.subject_access.due import MONTHS_EXTENDED, due_day
from mash.records.subject_access.models import AccessRequest
from mash.web.access import SignedIn, needs
from mash.web.fields import OurForm
from mash.web.pages import sent, step
from mash.web.subject_access import forms
from mash.web.subject_access.views import opened


def _back(one: AccessRequest) -> tuple[str, str]:
    return reverse("access_request", kwargs={"pk": one.pk}), "Back to the request"


@needs(P.SUBJECT_ACCESS)
def gather(request: SignedIn, pk: UUID) -> HttpResponse:
    """Gather what is recorded now."""
    one = opened(request, pk)
    return step(
        request,
        OurForm(sent(request)),
        lambda said: gathering.gather(by=request.principal, request_id=pk),
        lambda made: f"Gathered: {made}.",
        title="Gather what is recorded",
        button="Gather now" if one.gathered_at is None else "Gather again",
        back=_back(one),
        lead=[
            "It copies what the hub’s referrals and their agencies record of this person, for you to review.",
            "What you reviewed before stands where it reads as it did.",
            "It leaves out: how records were matched, who may open or opened a restricted referral, audits, "
            "notices, complaints, surveys, and referrals of other hubs.",
        ],
    )


@needs(P.SUBJECT_ACCESS)
def hold_back(request: SignedIn, pk: UUID) -> HttpResponse:
    """Have what was held back from the start stay so."""
    one = opened(request, pk)
    count = reading.progress(request.principal, one).others
    return step(
        request,
        forms.HoldBack(sent(request), initial={"count": count}),
        lambda said: actions.hold_back(by=request.principal, request_id=pk, **said),
        lambda made: f"{made} stay{'s' if made == 1 else ''} held back.",
        title="Keep all of these held back",
        button="Keep them held back",
        back=_back(one),
        lead=[
            f"{count} {'piece' if count == 1 else 'pieces'} that nobody has reviewed "
            f"{'was' if count == 1 else 'were'} held back from the start: about somebody else, a protected "
            "address, or no longer recorded of this person. Kept so, they count as reviewed. You can still "
            "change each of them."
        ],
    )


@needs(P.SUBJECT_ACCESS)
def extend(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take two months longer."""
    one = opened(request, pk)
    until = due_day(one.hub, one.received_on, MONTHS_EXTENDED)
    return step(
        request,
        forms.Extend(sent(request), initial={"version": one.version}),
        lambda said: actions.extend(by=request.principal, request_id=pk, **said),
        f"The request is extended to {spelt(until)}. Tell the person.",
        title="Extend this request",
        button="Extend it",
        back=_back(one),
        lead=[f"It is due {spelt(one.due_on)}. Extended by two months, it is due {spelt(until)}."],
    )


@needs(P.SUBJECT_ACCESS)
def refuse(request: SignedIn, pk: UUID) -> HttpResponse:
    """Refuse it."""
    one = opened(request, pk)
    return step(
        request,
        forms.Refuse(sent(request), initial={"version": one.version, "refused_on": today()}),
        lambda said: actions.refuse(by=request.principal, request_id=pk, **said),
        "The request is refused.",
        title="Refuse this request",
        button="Refuse it",
        back=_back(one),
        lead=["Nothing is given, and nothing of the request changes any more."],
    )


@needs(P.SUBJECT_ACCESS)
def answer(request: SignedIn, pk: UUID) -> HttpResponse:
    """Record that the copy was sent: from then on nothing of it changes."""
    by, one = request.principal, opened(request, pk)
    hinders = actions.hindrance(by, one)
    sha256 = "" if hinders else hashlib.sha256(actions.copy_of(by, one).encode()).hexdigest()
    page: dict[str, Any] = {"hinders": hinders, "one": one}
    return step(
        request,
        forms.Answer(sent(request), initial={"version": one.version, "sent_on": today(), "sha256": sha256}),
        lambda said: actions.answer(by=by, request_id=pk, **said),
        "The request is answered. The copy is kept as it was given.",
        title="Answer this request",
        button="It is sent",
        back=_back(one),
        template="subject_access/answer.html",
        **page,
    )
