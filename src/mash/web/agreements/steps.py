"""The steps of an agreement: each a page with one form, and back to the agreement when it is done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mash.framework.london import today
from mash.partnership.policy import Permission as P
from mash.records.agreements import actions
from mash.records.agreements.models import Agreement, AgreementParty
from mash.web.access import SignedIn, needs
from mash.web.agreements import forms
from mash.web.agreements.views import opened
from mash.web.fields import OurForm
from mash.web.pages import differing, done, sent, step


def _step(
    request: SignedIn,
    one: Agreement,
    form: OurForm,
    act: Callable[..., object],
    words: tuple[str, str, str],
    **more: Any,
) -> HttpResponse:
    """Show a step's form; sent in order, do it. `words`: its title, its button, what is said when done."""
    title, button, said = words
    return step(
        request,
        form,
        lambda given: act(by=request.principal, agreement_id=one.pk, **given),
        said,
        title=title,
        button=button,
        back=_back(one),
        about=one.title,
        **more,
    )


def _back(one: Agreement) -> tuple[str, str]:
    return reverse("agreement", kwargs={"pk": one.pk}), "Back to the agreement"


def _parties(request: SignedIn, one: Agreement) -> dict[str, str]:
    """The agencies that are party to it, by code."""
    rows = AgreementParty.objects.seen_by(request.principal).filter(agreement=one, to_on=None)
    return dict(rows.values_list("agency", "agency__name"))


@needs(P.AGREEMENT_KEEP)
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    """Write an agreement otherwise."""
    one = opened(request, pk)
    now = {name: getattr(one, name) for name in (*forms.WRITTEN, "version")}
    form = forms.Change(sent(request), initial=now)

    if done(
        request,
        form,
        lambda said: actions.change(
            by=request.principal, agreement_id=pk, version=said["version"], written=form.written()
        ),
        "The change is saved. What stood before is kept.",
    ):
        return redirect("agreement", pk=pk)
    page = {"form": form, "title": "Change this agreement", "button": "Save", "about": one.title}
    return render(request, "forms/step.html", page | {"back": _back(one), "now_says": _both(form)})


def _both(form: forms.Change) -> list[tuple[str, Any, Any]]:
    """Where somebody else was quicker: what differs, as recorded now and as typed."""
    if form.overtaken is None:
        return []
    stands, typed = actions.as_written(form.overtaken), form.written()
    return differing(
        form,
        {name: actions.in_words(stands, name) for name in forms.WRITTEN},
        {name: actions.in_words(typed, name) for name in forms.WRITTEN},
    )


@needs(P.AGREEMENT_KEEP)
def join(request: SignedIn, pk: UUID) -> HttpResponse:
    """Another agency becomes party to it."""
    one = opened(request, pk)
    now = {"version": one.version, "from_on": today()}
    form = forms.Join(sent(request), parties=_parties(request, one), initial=now)
    words = ("An agency joins", "It joins", "The agency is party to it.")
    return _step(request, one, form, actions.join, words)


@needs(P.AGREEMENT_KEEP)
def leave(request: SignedIn, pk: UUID) -> HttpResponse:
    """An agency leaves it."""
    one = opened(request, pk)
    parties = _parties(request, one).items()
    form = forms.Leave(sent(request), parties=parties, initial={"version": one.version})
    words = ("An agency leaves", "It leaves", "It is recorded that the agency leaves.")
    return _step(request, one, form, actions.leave, words)


@needs(P.AGREEMENT_KEEP)
def review(request: SignedIn, pk: UUID) -> HttpResponse:
    """Record a review."""
    one = opened(request, pk)
    form = forms.Review(sent(request), initial={"version": one.version})
    words = ("Record a review", "Record it", "The review is recorded.")
    return _step(request, one, form, actions.review, words)


@needs(P.AGREEMENT_KEEP)
def end(request: SignedIn, pk: UUID) -> HttpResponse:
    """End it."""
    one = opened(request, pk)
    form = forms.End(sent(request), initial={"version": one.version, "ended_on": today()})
    lead = ["Its parties share nothing under it from that day on. It stays here, under “Ended”."]
    words = ("End this agreement", "End it", "The agreement is ended.")
    return _step(request, one, form, actions.end, words, lead=lead)
