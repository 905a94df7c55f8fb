"""The steps of an item, each a page with one form: change, words, publish, review, withdraw, supply."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.partnership.policy import Permission as P
from mash.records.evidence import actions, reading
from mash.records.evidence.models import Evidence, EvidenceUse
from mash.web.access import SignedIn, needs
from mash.web.evidence import forms
from mash.web.fields import OurForm
from mash.web.pages import differing, done, sent

WRITTEN = ("kind", "cohort", "theme", "title", "text")


def _found(request: SignedIn, pk: object) -> Evidence:
    one: Evidence | None = Evidence.objects.seen_by(request.principal).filter(pk=pk).first()
    if one is None or one.withdrawn_on is not None:
        raise Http404
    return one


def _page(
    request: SignedIn,
    one: Evidence,
    form: OurForm,
    template: str,
    act: Callable[[dict[str, Any]], object],
    said: str,
    then: str = "evidence_item",
    **words: Any,
) -> HttpResponse:
    """Show a step's form; sent in order, do it and go on, saying `said`."""
    if done(request, form, act, said):
        return redirect(then, pk=one.pk)
    return render(
        request, f"evidence/{template}.html", {"form": form, "item": one, "now_says": _both(form)} | words
    )


@needs(P.REGISTER_KEEP)
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    """Write it otherwise."""
    one = _found(request, pk)
    now = {name: getattr(one, name) for name in WRITTEN} | {"version": one.version, "cohort": one.cohort_id}
    form = forms.Change(sent(request), themes=reading.themes(request.principal), initial=now)
    return _page(
        request,
        one,
        form,
        "change",
        lambda said: actions.change(by=request.principal, evidence_id=pk, **said),
        "The change is saved. What stood before is kept.",
    )


@needs(P.REGISTER_KEEP)
def words(request: SignedIn, pk: UUID) -> HttpResponse:
    """What could point to somebody, one after another."""
    one = _found(request, pk)
    if one.published_on is not None:
        raise Http404
    left = reading.to_resolve(request.principal, one)
    # a form sent is about the words that it carries; where they are gone the action says so
    about = next((hit for hit in left if hit.words == request.POST.get("words")), left[0] if left else None)
    if about is None:
        return redirect("evidence_publish", pk=pk)
    form = forms.Words(sent(request), initial={"version": one.version, "words": about.words})
    return _page(
        request,
        one,
        form,
        "words",
        lambda said: _resolve(request, pk, said),
        f"“{about.words[:80]}” is resolved.",
        then="evidence_words",
        about=about,
        left=left,
    )


def _resolve(request: SignedIn, pk: UUID, said: dict[str, Any]) -> object:
    words = {"evidence_id": pk, "version": said["version"], "words": said["words"]}
    if said["how"] == "instead":
        return actions.write_instead(by=request.principal, instead=said["instead"], **words)
    return actions.keep_words(by=request.principal, why=said["why"], reason=said["reason"], **words)


@needs(P.REGISTER_KEEP)
def publish(request: SignedIn, pk: UUID) -> HttpResponse:
    """Publish it, once nothing is left to resolve."""
    one = _found(request, pk)
    if one.published_on is not None:
        raise Http404
    if request.method != "POST" and reading.to_resolve(request.principal, one):
        return redirect("evidence_words", pk=pk)
    unlike = reading.unlike_any_other(request.principal, one)
    form = forms.Publish(sent(request), unlike=unlike, initial={"version": one.version})
    return _page(
        request,
        one,
        form,
        "publish",
        lambda said: actions.publish(by=request.principal, evidence_id=pk, **said),
        "It is published. Agencies can be supplied with it.",
        unlike=unlike,
    )


@needs(P.REGISTER_KEEP)
def review(request: SignedIn, pk: UUID) -> HttpResponse:
    """It was looked at again, and stands."""
    one = _in_library(request, pk)
    form = forms.Review(sent(request), initial={"version": one.version})
    return _page(
        request,
        one,
        form,
        "review",
        lambda said: actions.review(by=request.principal, evidence_id=pk, **said),
        "The review is recorded.",
    )


@needs(P.REGISTER_KEEP)
def withdraw(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take it out of the library."""
    one = _in_library(request, pk)
    form = forms.Withdraw(sent(request), initial={"version": one.version})
    return _page(
        request,
        one,
        form,
        "withdraw",
        lambda said: actions.withdraw(by=request.principal, evidence_id=pk, **said),
        "It is withdrawn.",
    )


@needs(P.REGISTER_KEEP)
def request(request: SignedIn, pk: UUID) -> HttpResponse:
    """An agency asks for it."""
    one = _in_library(request, pk)
    return _page(
        request,
        one,
        forms.Request(sent(request)),
        "request",
        lambda said: actions.request(by=request.principal, evidence_id=pk, **said),
        "The request is recorded.",
    )


@needs(P.REGISTER_KEEP)
def supply(request: SignedIn, pk: UUID) -> HttpResponse:
    """An agency was supplied with what it asked for."""
    rows = EvidenceUse.objects.seen_by(request.principal).select_related("agency")
    use: EvidenceUse | None = rows.filter(pk=pk, supplied_on=None).first()
    if use is None:
        raise Http404
    one = _in_library(request, use.evidence_id)
    form = forms.Supply(sent(request), initial={"version": use.version})
    return _page(
        request,
        one,
        form,
        "supply",
        lambda said: actions.supply(by=request.principal, use_id=pk, **said),
        "It is recorded that they were supplied.",
        use=use,
    )


def _in_library(request: SignedIn, pk: object) -> Evidence:
    one = _found(request, pk)
    if one.published_on is None:
        raise Http404
    return one


def _both(form: OurForm) -> list[tuple[str, Any, Any]]:
    if not isinstance(form.overtaken, Evidence) or not isinstance(form, forms.Change):
        return []
    now = {name: getattr(form.overtaken, name) for name in WRITTEN}
    return differing(form, now | {"cohort": form.overtaken.cohort_id or ""}, form.cleaned_data)
