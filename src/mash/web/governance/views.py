"""Restricted referrals, breaking the glass, and merges."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mash.framework.london import today
from mash.partnership.models import Account
from mash.partnership.policy import Permission as P
from mash.records.people.models import Merge
from mash.records.referrals import actions
from mash.records.referrals.models import BrokenGlass, NamedPerson, Restriction
from mash.web.access import SignedIn, needs
from mash.web.fields import OurForm
from mash.web.pages import in_pages, sent

A_PAGE = 50


class Restrict(OurForm):
    """A referral to be restricted."""

    reference = forms.CharField(label="The referral’s reference", max_length=20)
    reason = forms.CharField(
        label="Why is it restricted?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class Glass(OurForm):
    """A restricted referral to be opened without being named."""

    reference = forms.CharField(label="The referral’s reference", max_length=20)
    reason = forms.CharField(
        label="Why must you open it now?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class Name(OurForm):
    """Somebody who opens a restricted referral."""

    account = forms.ModelChoiceField(queryset=Account.objects.none(), label="Who may open it?")

    def __init__(self, *args: Any, hub: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Account.objects.filter(appointments__hub=hub, suspended_at=None).distinct()
        self.fields["account"].queryset = here.select_related("agency")  # type: ignore[attr-defined]
        self.fields["account"].label_from_instance = lambda one: f"{one.name}, {one.agency}"  # type: ignore[attr-defined]


@needs(P.RECORD_RESTRICT)
def restricted(request: SignedIn) -> HttpResponse:
    """Restricted referrals and broken glass; restrict another."""
    by = request.principal
    form = Restrict(sent(request))
    if form.acted(lambda said: actions.restrict(by=by, **said)):
        messages.success(request, f"{form.made.reference} is restricted. Now name who may open it.")
        return redirect("restriction", pk=form.made.pk)
    return render(
        request,
        "governance/restricted.html",
        {
            "form": form,
            "restrictions": Restriction.objects.seen_by(by).filter(lifted_at=None).select_related("account"),
            "broken": BrokenGlass.objects.seen_by(by).select_related("account")[:A_PAGE],
        },
    )


@needs(P.RECORD_RESTRICT)
def restriction(request: SignedIn, pk: UUID) -> HttpResponse:
    """One restriction: who is named, name another, lift it."""
    by, made = request.principal, _restriction(request, pk)
    form = Name(sent(request), hub=made.hub_id)
    if request.method == "POST" and form.is_valid():
        account = form.cleaned_data["account"]
        if form.attempt(lambda: actions.name_person(by=by, restriction_id=pk, account=account)):
            messages.success(request, f"{account.name} may open it, where their role lets them.")
            return redirect("restriction", pk=pk)
    named = (
        NamedPerson.objects.seen_by(by).filter(referral=made.referral_id).select_related("account__agency")
    )
    return render(request, "governance/restriction.html", {"form": form, "made": made, "named": named})


@require_POST
@needs(P.RECORD_RESTRICT)
def unname(request: SignedIn, pk: UUID, named: UUID) -> HttpResponse:
    """Somebody may no longer open it."""
    made = _restriction(request, pk)
    try:
        actions.unname(by=request.principal, named_id=named)
    except NamedPerson.DoesNotExist as error:
        raise Http404 from error
    return redirect("restriction", pk=made.pk)


@require_POST
@needs(P.RECORD_RESTRICT)
def lift(request: SignedIn, pk: UUID) -> HttpResponse:
    """Lift a restriction."""
    made = _restriction(request, pk)
    actions.lift(by=request.principal, restriction_id=made.pk)
    messages.success(request, f"The restriction of {made.reference} is lifted.")
    return redirect("restricted")


@needs(P.REFERRAL_READ, P.REQUEST_ANSWER)
def break_glass(request: SignedIn) -> HttpResponse:
    """Open a restricted referral without being named."""
    form = Glass(sent(request))
    if form.acted(lambda said: actions.break_glass(by=request.principal, **said)):
        messages.warning(request, "You can open this referral for an hour. It is reported.")
        return redirect("referral", pk=form.made.referral_id)
    return render(request, "governance/glass.html", {"form": form})


@needs(P.MERGE_REVIEW)
def merges(request: SignedIn) -> HttpResponse:
    """Merges that stand, and those taken apart."""
    rows = Merge.objects.seen_by(request.principal).select_related("account", "agency", "undone_by")
    context = in_pages(request, rows, A_PAGE) | {"today": today()}
    return render(request, "governance/merges.html", context)


def _restriction(request: SignedIn, pk: UUID) -> Restriction:
    made: Restriction | None = (
        Restriction.objects.seen_by(request.principal).filter(pk=pk, lifted_at=None).first()
    )
    if made is None:
        raise Http404
    return made
