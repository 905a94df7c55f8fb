"""The pages of a person: history across referrals, possible matches side by side, search."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.partnership.policy import Permission as P
from mash.records.people import actions, matching, reading
from mash.records.people.models import Merge, Person
from mash.records.referrals.reading import histories, search_references
from mash.web.access import SignedIn, needs
from mash.web.casework.queue import names_of_risks
from mash.web.fields import OurForm
from mash.web.pages import done, sent
from mash.web.people.adding import WHAT


class Verdict(OurForm):
    """Whether two records are of one person."""

    verdict = forms.ChoiceField(
        label="Are these one person?",
        choices=[("same", "Yes: one person"), ("different", "No: two different people")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="How do you know?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class Reason(OurForm):
    """Why a merge is taken apart."""

    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class Search(OurForm):
    """Somebody or something looked for."""

    q = forms.CharField(
        label="Reference, name or number",
        required=False,
        max_length=200,
        help_text="A referral’s reference, the beginnings of names, or an NHS or other number.",
    )


@needs(P.REFERRAL_READ, P.REQUEST_ANSWER)
def person(request: SignedIn, pk: UUID) -> HttpResponse:
    """A person, as far as one needs to know."""
    by = request.principal
    try:
        found = reading.open_person(by, pk)
    except Person.DoesNotExist as error:
        raise Http404 from error
    if "address" in request.POST:
        found.show_address(by, request.POST["address"])
    matches = matching.likely_matches(by, found.person) if by.may(P.PERSON_MATCH) else []
    return render(
        request,
        "people/person.html",
        {
            "found": found,
            "history": histories(by, found.records),
            "risks": names_of_risks(),
            "matches": matches,
            "may_match": by.may(P.PERSON_MATCH),
            "adds": [(what, title) for what, (_, title, _act) in WHAT.items()],
        },
    )


@needs(P.PERSON_MATCH)
def match(request: SignedIn, pk: UUID, other: UUID) -> HttpResponse:
    """Two records side by side, and a human's decision."""
    by = request.principal
    try:
        one, two = reading.open_person(by, pk), reading.open_person(by, other)
    except Person.DoesNotExist as error:
        raise Http404 from error
    form = Verdict(sent(request))
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        act = actions.merge if said["verdict"] == "same" else actions.know_different
        if form.attempt(lambda: act(by=by, first=one.person, second=two.person, reason=said["reason"])):
            done = "one person" if said["verdict"] == "same" else "two different people"
            messages.success(request, f"It is recorded that these are {done}.")
            return redirect("person", pk=pk)
    found = [
        m for m in matching.likely_matches(by, one.person) if m.known.person.cluster == two.person.cluster
    ]
    return render(
        request,
        "people/match.html",
        {"form": form, "both": (one, two), "match": found[0] if found else None},
    )


@needs(P.PERSON_MATCH, P.MERGE_REVIEW)
def unmerge(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take a merge apart."""
    by = request.principal
    made = Merge.objects.seen_by(by).select_related("first", "second", "account").filter(pk=pk).first()
    if made is None:
        raise Http404
    form = Reason(sent(request))
    if done(
        request,
        form,
        lambda said: actions.unmerge(by=by, made=made, **said),
        "The merge is taken apart: both records are as they were.",
    ):
        return redirect("merges") if by.may(P.MERGE_REVIEW) else redirect("person", pk=made.first_id)
    both = [reading.open_person(by, one, alone=True) for one in (made.first_id, made.second_id)]
    return render(request, "people/unmerge.html", {"form": form, "made": made, "both": both})


@needs(P.REFERRAL_READ, P.REQUEST_ANSWER, P.REFERRAL_FOLLOW)
def search(request: SignedIn) -> HttpResponse:
    """Look for a referral or a person among what one may see."""
    by, form = request.principal, Search(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    return render(
        request,
        "people/search.html",
        {
            "form": form,
            "words": words,
            "referrals": search_references(by, words) if words else [],
            "people": reading.search(by, words) if words else [],
            "opens": by.may(P.REFERRAL_READ) or by.may(P.REQUEST_ANSWER),
        },
    )
