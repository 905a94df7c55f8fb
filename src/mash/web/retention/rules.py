"""How long each kind of record is kept, and what must stay beyond that."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mash.partnership.policy import Permission as P
from mash.records.retention import actions, reading
from mash.records.retention.kinds import KINDS
from mash.records.retention.models import RetentionHold, RetentionRule
from mash.web.access import SignedIn, needs
from mash.web.pages import differing, done, in_pages, sent, step
from mash.web.retention import forms

A_PAGE = 25


@needs(P.RETENTION_KEEP)
def retention(request: SignedIn) -> HttpResponse:
    """Each kind of record: from which event it is kept, and for how long."""
    return render(request, "retention/retention.html", {"hubs": reading.rules(request.principal)})


@needs(P.RETENTION_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """Say for the first time how long a kind of record is kept."""
    by = request.principal
    form = forms.NewRule(sent(request), by=by, initial=request.GET.dict())
    if done(
        request,
        form,
        lambda said: actions.set_rule(by=by, hub=said["hub"], kind=said["kind"], said=form.said()),
        "The rule is set.",
    ):
        return redirect("retention_rule", pk=form.made.pk)
    page = {"form": form, "title": "Set a retention rule", "button": "Set the rule", "back": _overview()}
    return render(request, "forms/step.html", page)


@needs(P.RETENTION_KEEP)
def rule(request: SignedIn, pk: UUID) -> HttpResponse:
    """One rule, and what stood before it."""
    one, steps = _rule(request, pk)
    page = {"rule": one, "kind": KINDS[one.kind], "steps": steps}
    return render(request, "retention/rule.html", page)


@needs(P.RETENTION_KEEP)
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    """Have a rule say something else."""
    one, _ = _rule(request, pk)
    now = {name: getattr(one, name) for name in (*actions.LABELS, "version")}
    form = forms.ChangeRule(sent(request), kind=one.kind, initial=now)
    if done(
        request,
        form,
        lambda said: actions.change_rule(
            by=request.principal, rule_id=pk, version=said["version"], said=form.said(), why=said["why"]
        ),
        "The rule is changed. What stood before is kept.",
    ):
        return redirect("retention_rule", pk=pk)
    back = (reverse("retention_rule", kwargs={"pk": pk}), "Back to the rule")
    page = {"form": form, "title": "Change this rule", "button": "Change the rule", "back": back}
    page |= {"about": KINDS[one.kind].plural, "now_says": _both(form)}
    page["lead"] = [f"It is counted from {KINDS[one.kind].event}."]
    return render(request, "forms/step.html", page)


def _both(form: forms.ChangeRule) -> list[tuple[str, Any, Any]]:
    """Where somebody else was quicker: what differs, as recorded now and as typed."""
    if form.overtaken is None:
        return []
    both = (actions.as_said(form.overtaken), form.said())
    stands, typed = (
        {name: actions.in_words(one, name) for name in actions.LABELS if name in form.fields} for one in both
    )
    return differing(form, stands, typed)


@needs(P.RETENTION_KEEP)
def holds(request: SignedIn) -> HttpResponse:
    """What is held, and what no longer is."""
    shown = in_pages(request, reading.holds(request.principal), A_PAGE)
    rows = [(one, KINDS[one.kind].plural) for one in shown["page"].object_list]
    return render(request, "retention/holds.html", shown | {"holds": rows})


@needs(P.RETENTION_KEEP)
def hold(request: SignedIn) -> HttpResponse:
    """Have a record stay beyond its time; from a list, back to it."""
    by = request.principal
    form = forms.Hold(sent(request), by=by, initial=request.GET.dict())
    return step(
        request,
        form,
        lambda said: actions.hold(by=by, **said),
        "The record is held. It stays until the hold is lifted.",
        title="Hold a record",
        button="Hold it",
        back=_from_list(request) or (reverse("retention_holds"), "Holds"),
    )


@needs(P.RETENTION_KEEP)
def lift(request: SignedIn, pk: UUID) -> HttpResponse:
    """Lift a hold."""
    try:
        one = reading.open_hold(request.principal, pk)
    except RetentionHold.DoesNotExist as error:
        raise Http404 from error
    return step(
        request,
        forms.Lift(sent(request), initial={"version": one.version}),
        lambda said: actions.lift(by=request.principal, hold_id=pk, **said),
        "The hold is lifted.",
        title="Lift this hold",
        button="Lift it",
        back=(reverse("retention_holds"), "Holds"),
        about=one.reference,
        lead=["From then on the record goes when its time has come, and a list of it is approved."],
    )


def _rule(request: SignedIn, pk: UUID) -> tuple[RetentionRule, Any]:
    try:
        return reading.open_rule(request.principal, pk)
    except RetentionRule.DoesNotExist as error:
        raise Http404 from error


def _overview() -> tuple[str, str]:
    return reverse("retention"), "Retention"


def _from_list(request: SignedIn) -> tuple[str, str] | None:
    try:
        return reverse("retention_list", kwargs={"pk": UUID(request.GET["list"])}), "Back to the list"
    except (KeyError, ValueError):
        return None
