"""The pages of a new referral. What is typed is kept in a draft that nobody else sees, right or wrong;
only sending it asks that all of it is in order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mash.framework.london import spelt
from mash.partnership.models import Hub
from mash.partnership.policy import Permission as P
from mash.records.referrals import actions
from mash.records.referrals.actions import Submission
from mash.records.referrals.models import Draft
from mash.web.access import SignedIn, needs
from mash.web.casework import forms
from mash.web.casework.steps import named
from mash.web.fields import OurForm
from mash.web.pages import sent

#: The pages in their order: what is kept of each under its name.
PAGES: dict[str, type[OurForm]] = {"about": forms.About, "concern": forms.Concern, "consent": forms.Consent}
ORDER = ("about", "concern", "people", "consent", "check")
TITLES = {
    "about": "What is it about?",
    "concern": "The concern",
    "people": "People",
    "consent": "Consent and what is known",
}


@dataclass(frozen=True)
class Answered:
    """A question of the form with what was answered, for checking."""

    question: str
    answer: str


@needs(P.REFERRAL_SUBMIT)
def start(request: SignedIn) -> HttpResponse:
    """Begin: a draft for one of the hubs that one may refer to."""
    hubs = Hub.objects.filter(pk__in=request.principal.hubs(P.REFERRAL_SUBMIT))
    if request.method == "POST":
        hub = next((one for one in hubs if one.pk == request.POST.get("hub")), None)
        if hub is not None:
            draft = actions.save_draft(
                by=request.principal, draft=None, kind="referral", words={"hub": hub.pk, "people": []}
            )
            return redirect("submit_page", pk=draft.pk, name="about")
    return render(request, "submit/start.html", {"hubs": hubs})


@needs(P.REFERRAL_SUBMIT)
def page(request: SignedIn, pk: UUID, name: str) -> HttpResponse:
    """One page of questions."""
    draft = _draft(request, pk)
    if name not in PAGES:
        raise Http404
    if request.method == "POST":
        form = PAGES[name](request.POST)
        _keep(request, draft, **{name: _typed(form)})
        if form.is_valid():
            return redirect(_after(request, draft, name))
    else:
        form = PAGES[name](initial=_initial(draft.words.get(name)))
    return _shown(request, draft, "submit/page.html", form=form, name=name, heading=TITLES[name])


@needs(P.REFERRAL_SUBMIT)
def people(request: SignedIn, pk: UUID) -> HttpResponse:
    """The people named so far; name another, or go on."""
    draft = _draft(request, pk)
    named_so_far = [_name(words) for words in draft.words.get("people", [])]
    return _shown(request, draft, "submit/people.html", name="people", people=named_so_far)


@needs(P.REFERRAL_SUBMIT)
def person(request: SignedIn, pk: UUID, place: int) -> HttpResponse:
    """Somebody named: `place` is which of them, from 0; one after the last is a new one."""
    draft = _draft(request, pk)
    so_far: list[Any] = draft.words.get("people", [])
    if place > len(so_far):
        raise Http404
    if request.method == "POST":
        form = forms.Named(request.POST)
        so_far = [*so_far[:place], _typed(form), *so_far[place + 1 :]]
        _keep(request, draft, people=so_far)
        if form.is_valid():
            return redirect("submit_people", pk=pk)
    else:
        initial = _initial(so_far[place]) if place < len(so_far) else {"protected": "no"}
        form = forms.Named(initial=initial)
    return _shown(
        request, draft, "submit/page.html", form=form, name="people", heading="A person in this referral"
    )


@require_POST
@needs(P.REFERRAL_SUBMIT)
def without(request: SignedIn, pk: UUID, place: int) -> HttpResponse:
    """Take somebody off the referral again."""
    draft = _draft(request, pk)
    so_far = draft.words.get("people", [])
    _keep(request, draft, people=[*so_far[:place], *so_far[place + 1 :]])
    return redirect("submit_people", pk=pk)


@needs(P.REFERRAL_SUBMIT)
def check(request: SignedIn, pk: UUID) -> HttpResponse:
    """Check the answers, and send them."""
    draft = _draft(request, pk)
    bound = {name: form(_posted(draft.words.get(name, {}))) for name, form in PAGES.items()}
    named_so_far = [forms.Named(_posted(words)) for words in draft.words.get("people", [])]
    wrong = list(_wrong(pk, bound, named_so_far))
    form = OurForm(sent(request))
    if not wrong and form.acted(lambda _: _submitted(request, draft, bound, named_so_far)):
        made = form.made
        actions.drop_draft(draft=draft)
        messages.success(request, f"The hub has received your referral {made.reference}.")
        return redirect("sent", pk=made.pk) if request.principal.may(P.REFERRAL_FOLLOW) else redirect("home")
    answers = [
        (name, TITLES[name], [] if _untouched(draft, name) else list(_answered(bound[name])))
        for name in PAGES
    ]
    return _shown(
        request,
        draft,
        "submit/check.html",
        name="check",
        form=form,
        wrong=wrong,
        answers=answers,
        people=[(list(_answered(one)), place) for place, one in enumerate(named_so_far)],
    )


@require_POST
@needs(P.REFERRAL_SUBMIT)
def drop(request: SignedIn, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    actions.drop_draft(draft=_draft(request, pk))
    messages.success(request, "The referral that you had begun is thrown away.")
    return redirect("home")


def _draft(request: SignedIn, pk: UUID) -> Draft:
    draft: Draft | None = Draft.objects.seen_by(request.principal).filter(pk=pk, kind="referral").first()
    if draft is None:
        raise Http404
    return draft


def _shown(request: SignedIn, draft: Draft, template: str, **words: Any) -> HttpResponse:
    return render(request, template, {"draft": draft, "back": _before(draft, words["name"])} | words)


def _keep(request: SignedIn, draft: Draft, **words: Any) -> None:
    actions.save_draft(by=request.principal, draft=draft, kind="referral", words=draft.words | words)


def _typed(form: OurForm) -> dict[str, list[str]]:
    """What was typed into the boxes of a form, right or wrong, but for NUL, which no database holds."""
    data: Any = form.data
    names = tuple(form.fields)
    return {
        name: [value.replace("\0", "") for value in data.getlist(name)]
        for name in data
        if any(name == field or name.startswith(f"{field}_") for field in names)
    }


def _posted(typed: dict[str, list[str]]) -> QueryDict:
    """What was typed, as if it were sent again."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def _initial(typed: dict[str, list[str]] | None) -> dict[str, Any]:
    """What was typed, for showing it again without complaint."""
    if not typed:
        return {}
    data = _posted(typed)
    shown: dict[str, Any] = {}
    for name in typed:
        values = data.getlist(name)
        shown[name] = values if name == "more_cohorts" else values[-1]
    for day in ("date_of_birth", "expected_date_of_birth"):
        if f"{day}_day" in data:
            shown[day] = [data.get(f"{day}_{part}") for part in ("day", "month", "year")]
    return shown


def _name(typed: dict[str, list[str]]) -> str:
    data = _posted(typed)
    return f"{data.get('given_names', '')} {data.get('family_name', '')}".strip() or "Name not known"


def _untouched(draft: Draft, name: str) -> bool:
    return name not in draft.words


def _answered(form: OurForm) -> Iterator[Answered]:
    """Each question with its answer in words, where there is one."""
    form.is_valid()
    for field in form:
        value = form.cleaned_data.get(field.name, field.value())
        if value in (None, "", [], [None] * 3):
            continue
        choices = dict(getattr(field.field, "choices", ()))
        if isinstance(value, bool):
            words = "Yes" if value else "No"
        elif isinstance(value, date):
            words = spelt(value)
        elif isinstance(value, list):
            words = ", ".join(str(choices.get(one, one)) for one in value if one)
        else:
            words = str(choices.get(value, value))
        yield Answered(str(field.label), words)


def _wrong(pk: UUID, bound: dict[str, OurForm], people: list[forms.Named]) -> Iterator[tuple[str, str]]:
    """What must be mended before it can be sent, and the page where."""
    for name, form in bound.items():
        to = reverse("submit_page", kwargs={"pk": pk, "name": name})
        for errors in form.errors.values():
            yield str(errors[0]), to
    if not people:
        yield "Name at least one person.", reverse("submit_people", kwargs={"pk": pk})
    for place, one in enumerate(people):
        for errors in one.errors.values():
            yield str(errors[0]), reverse("submit_person", kwargs={"pk": pk, "place": place})


def _submitted(request: SignedIn, draft: Draft, bound: dict[str, OurForm], people: list[forms.Named]) -> Any:
    said: dict[str, Any] = {}
    for form in bound.values():
        said |= form.cleaned_data
    said["more_cohorts"] = tuple(said["more_cohorts"])
    named_people = tuple(named(one.cleaned_data) for one in people)
    made = Submission(hub=draft.words["hub"], people=named_people, **said)
    return actions.submit(by=request.principal, made=made)


def _after(request: SignedIn, draft: Draft, name: str) -> str:
    """The next page: back to checking, where one came from there."""
    if request.GET.get("from") == "check":
        return reverse("submit_check", kwargs={"pk": draft.pk})
    return _at(draft, ORDER[ORDER.index(name) + 1])


def _before(draft: Draft, name: str) -> str:
    place = ORDER.index(name)
    return _at(draft, ORDER[place - 1]) if place else reverse("submit")


def _at(draft: Draft, name: str) -> str:
    if name in PAGES:
        return reverse("submit_page", kwargs={"pk": draft.pk, "name": name})
    return reverse(f"submit_{name}", kwargs={"pk": draft.pk})
