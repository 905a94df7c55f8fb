"""Baselines: the list, which days they cover, one of them, entering, correcting and withdrawing one."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mash.partnership.policy import Permission as P
from mash.records.baselines import actions, reading
from mash.records.baselines.coverage import coverage, exempt, window
from mash.records.baselines.models import Baseline
from mash.web.access import SignedIn, needs
from mash.web.baselines import forms
from mash.web.pages import differing, done, in_pages, sent, step

A_PAGE = 50


@needs(P.REGISTER_KEEP)
def baselines(request: SignedIn) -> HttpResponse:
    """What is entered, the latest periods first; whether days are missing between them."""
    by, form = request.principal, forms.Filter(request.GET)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = window(by)
    behind = [one.agency for one in coverage(by, *found) if one.broken] if found else []
    narrowed = in_pages(request, reading.listed(by, **said), A_PAGE)
    return render(request, "baselines/baselines.html", narrowed | {"form": form, "behind": behind})


@needs(P.REGISTER_KEEP)
def covered(request: SignedIn) -> HttpResponse:
    """By agency and cohort, which days of a window are covered and which are not; who is exempt, and why."""
    by = request.principal
    every = window(by)
    form = forms.Window(request.GET) if request.GET else forms.Window()
    said = form.cleaned_data if form.is_valid() else {}
    earliest, latest = every or (None, None)
    first, last = said.get("first") or earliest, said.get("last") or latest
    context: dict[str, Any] = {"form": form, "first": first, "last": last}
    if first and last and first <= last:
        context |= {"coverage": coverage(by, first, last), "exempt": exempt(first, last)}
    elif first and last:
        form.add_error("last", "The last day does not come before the first.")
    return render(request, "baselines/coverage.html", context)


@needs(P.REGISTER_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """Enter one."""
    by = request.principal
    form = forms.New(sent(request), by=by)
    if done(request, form, lambda said: actions.enter(by=by, **said), "The baseline is entered."):
        return redirect("baseline", pk=form.made.pk)
    back = (reverse("baselines"), "Baselines")
    context = {"form": form, "title": "Enter a baseline", "back": back, "button": "Enter it"}
    return render(request, "forms/step.html", context)


@needs(P.REGISTER_KEEP)
def baseline(request: SignedIn, pk: UUID) -> HttpResponse:
    """One baseline, with the volumes that stood before and why they were corrected."""
    by = request.principal
    try:
        one = reading.opened(by, pk)
    except Baseline.DoesNotExist as error:
        raise Http404 from error
    context = {"baseline": one, "steps": reading.history(by, one)}
    return render(request, "baselines/baseline.html", context)


@needs(P.REGISTER_KEEP)
def correct(request: SignedIn, pk: UUID) -> HttpResponse:
    """Put another volume in its place."""
    one = _found(request, pk)
    form = forms.Correct(sent(request), initial={"version": one.version, "volume": one.volume})

    def both() -> list[tuple[str, Any, Any]]:
        now = form.overtaken
        return differing(form, {"volume": now.volume}, form.cleaned_data) if now else []

    return step(
        request,
        form,
        lambda said: actions.correct(by=request.principal, baseline_id=pk, **said),
        "The volume is corrected; the earlier one is kept.",
        title="Correct this volume",
        about=f"{one}, {one.period}",
        back=_back(pk),
        now_says=both,
        lead=[f"It is {one.volume:,} now. The earlier volume is kept with your name and reason."],
    )


@needs(P.REGISTER_KEEP)
def withdraw(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take it out of what is counted."""
    one = _found(request, pk)
    return step(
        request,
        forms.Withdraw(sent(request), initial={"version": one.version}),
        lambda said: actions.withdraw(by=request.principal, baseline_id=pk, **said),
        "The baseline is withdrawn. It is not counted.",
        title="Withdraw this baseline",
        about=f"{one}, {one.period}",
        back=_back(pk),
        button="Withdraw it",
        lead=["It stays in the register with your reason. Its days can be entered again."],
    )


def _found(request: SignedIn, pk: UUID) -> Baseline:
    rows = Baseline.objects.seen_by(request.principal).select_related("agency", "cohort")
    one: Baseline | None = rows.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _back(pk: UUID) -> tuple[str, str]:
    return reverse("baseline", kwargs={"pk": pk}), "Back to the baseline"
