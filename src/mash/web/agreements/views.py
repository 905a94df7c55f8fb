"""Agreements, what needs attention first; one with parties and history; a new one; the lawful bases."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.framework.london import today
from mash.partnership.policy import Permission as P
from mash.records.agreements import actions, reading
from mash.records.agreements.models import Agreement, AgreementParty, AgreementStep
from mash.records.referrals.models.received import LAWFUL_BASES
from mash.web.access import SignedIn, needs
from mash.web.agreements import forms
from mash.web.agreements.bases import ASKED, BASES
from mash.web.pages import done, in_pages, sent

A_PAGE = 25


@needs(P.AGREEMENT_KEEP)
def agreements(request: SignedIn) -> HttpResponse:
    """Agreements: those that have expired or soon do first, and agencies that are party to none."""
    by, on, form = request.principal, today(), forms.Filter(request.GET)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    every, which = reading.agreements(by), said.get("which", "")
    rows = every.filter(ended_on__isnull=which != "ended")
    if which == "attention":
        rows = rows.filter(reading.needs_attention(on))
    parties = AgreementParty.objects.seen_by(by).filter(reading.parties_on(on))
    if said.get("party"):
        rows = rows.filter(Exists(parties.filter(agreement=OuterRef("pk"), agency=said["party"])))
    shown = in_pages(request, rows, A_PAGE)
    between: dict[Any, list[str]] = {one.pk: [] for one in shown["page"].object_list}
    for party in parties.filter(agreement__in=list(between)).select_related("agency"):
        between[party.agreement_id].append(str(party))
    return render(
        request,
        "agreements/agreements.html",
        shown
        | {
            "form": form,
            "listed": [(one, between[one.pk]) for one in shown["page"].object_list],
            "attention": every.filter(reading.needs_attention(on)).count(),
            "without": reading.without(by),
            "today": on,
            "until": on + reading.SOON,
        },
    )


@needs(P.AGREEMENT_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """A new agreement."""
    by = request.principal
    form = forms.New(sent(request), by=by)
    if done(
        request,
        form,
        lambda said: actions.enter(by=by, hub=said["hub"], written=form.written(), parties=said["parties"]),
        "The agreement is entered.",
    ):
        return redirect("agreement", pk=form.made.pk)
    return render(request, "agreements/new.html", {"form": form})


@needs(P.AGREEMENT_KEEP)
def agreement(request: SignedIn, pk: UUID) -> HttpResponse:
    """One agreement: its parties, and all that was done with it."""
    by, one = request.principal, opened(request, pk)
    on = today()
    return render(
        request,
        "agreements/agreement.html",
        {
            "agreement": one,
            "bases": [LAWFUL_BASES[code] for code in one.lawful_bases],
            "parties": AgreementParty.objects.seen_by(by).filter(agreement=one).select_related("agency"),
            "steps": AgreementStep.objects.seen_by(by).filter(agreement=one).select_related("account"),
            "today": on,
            "until": on + reading.SOON,
        },
    )


@needs(P.AGREEMENT_KEEP)
def lawful_bases(request: SignedIn) -> HttpResponse:
    """The lawful bases: the law's words, what each means here, and where one is asked for."""
    bases = [(name, BASES[code]) for code, name in LAWFUL_BASES.items()]
    return render(request, "agreements/bases.html", {"bases": bases, "asked": ASKED})


def opened(request: SignedIn, pk: UUID) -> Agreement:
    """The agreement that a page is about. Raises Http404 where it is not seen."""
    try:
        return reading.open_agreement(request.principal, pk)
    except Agreement.DoesNotExist as error:
        raise Http404 from error
