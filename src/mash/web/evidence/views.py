"""The library and its requests, one item with its history, and entering a new one."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.framework.london import today
from mash.partnership.policy import Permission as P
from mash.records.evidence import actions, reading
from mash.records.evidence.models import Evidence, EvidenceUse, EvidenceVersion, KeptWords
from mash.web.access import SignedIn, needs
from mash.web.evidence import forms
from mash.web.pages import done, in_pages, sent

A_PAGE = 25
_STATES = {"": reading.LIBRARY, "drafts": reading.DRAFTS, "withdrawn": reading.WITHDRAWN}


@needs(P.REGISTER_KEEP)
def library(request: SignedIn) -> HttpResponse:
    """The library: what is due for review first, or with a search what fits it best."""
    by, form = request.principal, forms.Filter(request.GET)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    state = said.get("state", "")
    rows = reading.searched(by, said.get("q", "")).filter(_STATES[state])
    for name in ("kind", "cohort"):
        if said.get(name):
            rows = rows.filter(**{name: said[name]})
    return render(
        request,
        "evidence/library.html",
        {
            "form": form,
            **in_pages(request, rows, A_PAGE),
            "state": state,
            "waiting": reading.waiting(by, today()),
            "today": today(),
        },
    )


@needs(P.REGISTER_KEEP)
def requests(request: SignedIn) -> HttpResponse:
    """What agencies asked for and have not got, the oldest first."""
    rows = reading.asked_for(request.principal)
    waiting = {"waiting": reading.waiting(request.principal, today())}
    return render(request, "evidence/requests.html", in_pages(request, rows, A_PAGE) | waiting)


@needs(P.REGISTER_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """A new item: a draft at first."""
    by = request.principal
    form = forms.New(sent(request), by=by, themes=reading.themes(by))
    if done(
        request,
        form,
        lambda said: actions.draft(by=by, **said),
        "The draft is saved. Nobody is supplied with it until it is published.",
    ):
        return redirect("evidence_item", pk=form.made.pk)
    return render(request, "evidence/new.html", {"form": form})


@needs(P.REGISTER_KEEP)
def item(request: SignedIn, pk: UUID) -> HttpResponse:
    """One item, what can be done with it next, who asked for it, and what stood in it before."""
    by = request.principal
    try:
        one = reading.open_item(by, pk)
    except Evidence.DoesNotExist as error:
        raise Http404 from error
    of = {"evidence": one}
    return render(
        request,
        "evidence/item.html",
        {
            "item": one,
            "left": reading.to_resolve(by, one) if one.published_on is None else [],
            "due": bool(one.review_on and one.review_on <= today() and not one.withdrawn_on),
            "asks": reading.asked_for(by).filter(**of).first(),
            "uses": EvidenceUse.objects.seen_by(by).filter(**of).select_related("agency"),
            "versions": EvidenceVersion.objects.seen_by(by).filter(**of).select_related("account", "cohort"),
            "kept": KeptWords.objects.seen_by(by).filter(**of).select_related("account"),
        },
    )
