"""What casework adds to a person: a name, a number, an address, family. Each says which agency said so."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.people import actions
from mash.records.people.models import IDENTIFIERS, NAME_KINDS, RELATIONS, Person
from mash.records.people.reading import open_person
from mash.records.referrals.reading import named_together
from mash.web.access import SignedIn, needs
from mash.web.fields import DayField, OurForm, Radios, YesOrNo
from mash.web.pages import done, sent


class AddName(OurForm):
    """A name that a person has, had or uses."""

    kind = forms.ChoiceField(label="What kind of name?", choices=list(NAME_KINDS.items()), widget=Radios)
    given_names = forms.CharField(label="Given names", required=False, max_length=200)
    family_name = forms.CharField(label="Family name", required=False, max_length=200)


class AddNumber(OurForm):
    """A number by which a person is known; one of them is enough."""

    nhs_number = forms.CharField(label=IDENTIFIERS["nhs_number"], required=False, max_length=20)
    upn = forms.CharField(label=IDENTIFIERS["upn"], required=False, max_length=20)
    police_id = forms.CharField(label=IDENTIFIERS["police_id"], required=False, max_length=40)
    social_care_id = forms.CharField(label=IDENTIFIERS["social_care_id"], required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        """There is something to add."""
        said: dict[str, Any] = self.cleaned_data
        if not self.errors and not any(said.values()):
            self.add_error("nhs_number", "Give one of the numbers.")
        return said


class AddAddress(OurForm):
    """Where somebody lives or lived."""

    lines = forms.CharField(label="Address", widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
    postcode = forms.CharField(label="Postcode", required=False, max_length=10)
    telephone = forms.CharField(label="Telephone", required=False, max_length=30)
    until = DayField(label="If they no longer live there: until when?", required=False)
    protected = YesOrNo(
        label="Would it be a danger if this address became known?",
        help_text="A protected address never leaves the record and is shown on request only.",
    )


class AddFamily(OurForm):
    """What somebody else in the same referral is to the person."""

    relative = forms.ChoiceField(label="Who?", widget=Radios)
    relation = forms.ChoiceField(
        label="What are they to this person?", choices=list(RELATIONS.items()), widget=Radios
    )


def _numbers(by: Principal, person: Person, said: dict[str, Any]) -> None:
    for kind, number in said.items():
        if number:
            actions.add_identifier(by=by, person=person, kind=kind, number=number)


def _family(by: Principal, person: Person, said: dict[str, Any]) -> None:
    relative = Person.objects.seen_by(by).get(pk=said["relative"])
    actions.link_family(by=by, person=person, relative=relative, relation=said["relation"])


#: What can be added: its form, its title, and how it is done.
WHAT: dict[str, tuple[type[OurForm], str, Callable[[Principal, Person, dict[str, Any]], object]]] = {
    "name": (AddName, "Add a name", lambda by, one, said: actions.add_name(by=by, person=one, **said)),
    "number": (AddNumber, "Add a number", _numbers),
    "address": (
        AddAddress,
        "Add an address",
        lambda by, one, said: actions.add_address(by=by, person=one, **said),
    ),
    "family": (AddFamily, "Add family", _family),
}


@needs(P.PERSON_MATCH)
def add(request: SignedIn, pk: UUID, what: str) -> HttpResponse:
    """Add something to a person."""
    by = request.principal
    if what not in WHAT:
        raise Http404
    try:
        whole = open_person(by, pk)
    except Person.DoesNotExist as error:
        raise Http404 from error
    of, title, act = WHAT[what]
    form = of(sent(request), initial={"protected": "no"})
    if what == "family":
        form.fields["relative"].choices = named_together(by, whole.records)  # type: ignore[attr-defined]
    if done(
        request,
        form,
        lambda said: act(by, whole.person, said),
        "It is added to the person.",
    ):
        return redirect("person", pk=pk)
    return render(request, "people/add.html", {"form": form, "title": title, "whole": whole})
