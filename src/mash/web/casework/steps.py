"""The steps of working a referral: each a page with one form, and back to the referral when it is done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.framework.london import now
from mash.partnership.clock import clock_of
from mash.partnership.policy import Permission as P
from mash.records.escalations import actions as disagreeing
from mash.records.escalations.models import Escalation, EscalationStep
from mash.records.people.actions import Particulars
from mash.records.people.models import IDENTIFIERS
from mash.records.referrals import actions
from mash.records.referrals.actions.received import CORRECTED
from mash.records.referrals.actions.worked import answer_due
from mash.records.referrals.models import Item, Rating, Referral, Request
from mash.records.referrals.need_to_know import of_concern
from mash.records.referrals.reading import open_sent, open_step, overdue, works_on
from mash.web.access import SignedIn, needs
from mash.web.casework import forms
from mash.web.casework.queue import names_of_risks
from mash.web.fields import OurForm
from mash.web.pages import done, sent


def found(request: SignedIn, pk: UUID) -> Referral:
    """The referral that a step is about. Raises Http404 where one does not see it as one's work."""
    try:
        return open_step(request.principal, pk)
    except Referral.DoesNotExist as error:
        raise Http404 from error


def page(
    request: SignedIn,
    referral: Referral,
    form: OurForm,
    template: str,
    act: Callable[[dict[str, Any]], object],
    said: str,
    **words: Any,
) -> HttpResponse:
    """Show a step's form; sent in order, do it and go back to the referral, saying `said`."""
    if done(request, form, act, said):
        return redirect("referral" if works_on(request.principal, referral.pk) else "sent", pk=referral.pk)
    risks = names_of_risks()
    context = {"form": form, "referral": referral, "risk": risks.get(referral.risk, ""), "risks": risks}
    context["works"] = works_on(request.principal, referral.pk)
    if isinstance(form.overtaken, Referral):
        latest = Rating.objects.seen_by(request.principal).filter(referral=referral).select_related("account")
        context["latest"] = latest.order_by("rated_at").last()
    elif isinstance(form.overtaken, Escalation):
        steps = EscalationStep.objects.seen_by(request.principal).filter(escalation=form.overtaken)
        context["latest"] = steps.select_related("account").order_by("at").last()
    return render(request, f"casework/{template}.html", context | {"overdue": overdue(referral)} | words)


@needs(P.REFERRAL_RATE)
def rate(request: SignedIn, pk: UUID) -> HttpResponse:
    """Rate it, or rate it anew."""
    referral = found(request, pk)
    form = forms.Rate(sent(request), referral=referral, initial={"version": referral.version})
    return page(
        request,
        referral,
        form,
        "rate",
        lambda said: actions.rate(by=request.principal, referral_id=pk, **said),
        "The rating is recorded.",
    )


@needs(P.REFERRAL_RATE)
def own(request: SignedIn, pk: UUID) -> HttpResponse:
    """Say which agency decides."""
    referral = found(request, pk)
    form = forms.Own(sent(request), initial={"version": referral.version, "agency": referral.owner_id})
    return page(
        request,
        referral,
        form,
        "own",
        lambda said: actions.own(by=request.principal, referral_id=pk, **said),
        "It is recorded which agency decides.",
    )


@needs(P.REFERRAL_SHARE)
def ask(request: SignedIn, pk: UUID) -> HttpResponse:
    """Ask agencies."""
    referral = found(request, pk)
    waiting = Request.objects.seen_by(request.principal).filter(referral=referral, responded_at=None)
    form = forms.Ask(sent(request), waiting=set(waiting.values_list("agency", flat=True)))
    due = answer_due(referral.hub, clock_of(referral.hub), referral, now()) if referral.risk else None
    return page(
        request,
        referral,
        form,
        "ask",
        lambda said: actions.ask(by=request.principal, referral_id=pk, **said),
        "The agencies are asked.",
        due=due,
    )


@needs(P.REFERRAL_SHARE)
def withdraw(request: SignedIn, pk: UUID) -> HttpResponse:
    """Withdraw a request."""
    rows = Request.objects.seen_by(request.principal).select_related("referral", "agency")
    one = rows.filter(pk=pk, responded_at=None).first()
    if one is None:
        raise Http404
    return page(
        request,
        one.referral,
        OurForm(sent(request)),
        "withdraw",
        lambda said: actions.withdraw(by=request.principal, request_id=pk),
        f"The request to {one.agency} is withdrawn.",
        asked=one,
    )


@needs(P.REFERRAL_DECIDE)
def decide(request: SignedIn, pk: UUID) -> HttpResponse:
    """Decide."""
    referral = found(request, pk)
    form = forms.Decide(sent(request), initial={"version": referral.version})
    waiting = Request.objects.seen_by(request.principal).filter(referral=referral, responded_at=None)
    return page(
        request,
        referral,
        form,
        "decide",
        lambda said: actions.decide(
            by=request.principal,
            referral_id=pk,
            version=said["version"],
            rationale=said["rationale"],
            disposals=form.disposals(),
        ),
        "The decision is recorded. Now tell the referrer.",
        waiting=list(waiting.select_related("agency")),
    )


@needs(P.REFERRAL_DECIDE)
def tell(request: SignedIn, pk: UUID) -> HttpResponse:
    """Tell the referrer."""
    referral = found(request, pk)
    items = Item.objects.seen_by(request.principal).filter(request__referral=referral)
    form = forms.Tell(
        sent(request),
        items=list(items.select_related("owner")),
        initial={"version": referral.version, "way": "here"},
    )
    return page(
        request,
        referral,
        form,
        "tell",
        lambda said: actions.tell(by=request.principal, referral_id=pk, **said),
        "What the referrer is told is recorded.",
    )


@needs(P.REFERRAL_RATE)
def correct(request: SignedIn, pk: UUID) -> HttpResponse:
    """Correct what the referral says."""
    referral = found(request, pk)
    now_says: dict[str, Any] = {name: getattr(referral, name) for name in CORRECTED if name != "known_open"}
    yes = {True: "yes", False: "no", None: ""}[referral.known_open]
    form = forms.Correct(
        sent(request),
        initial=now_says | {"cohort": referral.cohort_id, "known_open": yes, "version": referral.version},
    )
    return page(
        request,
        referral,
        form,
        "correct",
        lambda said: actions.correct(
            by=request.principal,
            referral_id=pk,
            version=said["version"],
            words={name: said[name] for name in CORRECTED},
        ),
        "The correction is recorded; what was said before is kept.",
        now_says=lambda: _both(form),
    )


@needs(P.REFERRAL_RATE)
def name_person(request: SignedIn, pk: UUID) -> HttpResponse:
    """Name one more person."""
    referral = found(request, pk)
    form = forms.Named(sent(request), initial={"protected": "no"})
    return page(
        request,
        referral,
        form,
        "name_person",
        lambda said: actions.name_subject(by=request.principal, referral_id=pk, person=named(said)),
        "The person is named in the referral.",
    )


@needs(P.ESCALATION_RAISE)
def disagree(request: SignedIn, pk: UUID) -> HttpResponse:
    """Disagree with another agency: about what one works on, is asked about, or sent."""
    by = request.principal
    try:
        referral = open_step(by, pk) if works_on(by, pk) else _as_sent(request, pk)
    except Referral.DoesNotExist as error:
        raise Http404 from error
    form = forms.Disagree(sent(request), own=request.principal.agency_id)
    return page(
        request,
        referral,
        form,
        "disagree",
        lambda said: disagreeing.disagree(by=request.principal, referral_id=pk, **said),
        "The disagreement is recorded at stage 1.",
    )


@needs(P.ESCALATION_RAISE)
def step_up(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take a disagreement to the next stage."""
    one = _disagreement(request, pk)
    form = forms.Say(sent(request), initial={"version": one.version})
    return page(
        request,
        one.referral,
        form,
        "step_up",
        lambda said: disagreeing.step_up(by=request.principal, escalation_id=pk, **said),
        "The disagreement is at its next stage.",
        escalation=one,
    )


@needs(P.ESCALATION_RAISE)
def resolve(request: SignedIn, pk: UUID) -> HttpResponse:
    """Resolve a disagreement."""
    one = _disagreement(request, pk)
    form = forms.Resolve(sent(request), initial={"version": one.version})
    return page(
        request,
        one.referral,
        form,
        "resolve",
        lambda said: disagreeing.resolve(by=request.principal, escalation_id=pk, **said),
        "The disagreement is resolved.",
        escalation=one,
    )


def _as_sent(request: SignedIn, pk: UUID) -> Referral:
    """A referral that one's agency sent; its page is looked at, and noted, as what was sent."""
    open_sent(request.principal, pk)
    referral: Referral = (
        Referral.objects.seen_by(request.principal)
        .filter(of_concern(request.principal))
        .select_related("hub")
        .get(pk=pk)
    )
    return referral


def named(said: dict[str, Any]) -> actions.Person:
    """Somebody as a form names them."""
    kept = ("given_names", "family_name", "other_names", "date_of_birth", "expected_date_of_birth", "sex")
    where = ("address", "postcode", "telephone")
    return actions.Person(
        said["role"],
        Particulars(
            **{name: said[name] for name in (*kept, *where)},
            numbers={kind: said[kind] for kind in IDENTIFIERS if said[kind]},
            protected=bool(said["protected"]),
        ),
    )


def _disagreement(request: SignedIn, pk: UUID) -> Escalation:
    rows = Escalation.objects.seen_by(request.principal).select_related("referral", "raised_by", "about")
    one: Escalation | None = rows.filter(pk=pk, resolved_at=None).first()
    if one is None:
        raise Http404
    return one


def _both(form: OurForm) -> list[tuple[str, object, object]]:
    """Where somebody else was quicker: each field as it stands now, and as it was typed."""
    if form.overtaken is None:
        return []
    return [
        (str(form.fields[name].label), getattr(form.overtaken, name), form.data.get(name, ""))
        for name in CORRECTED
        if str(getattr(form.overtaken, name) or "") != form.data.get(name, "")
    ]
