"""The steps of a recommendation, each a page with one form, and back to its lesson when it is done."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from mash.framework.london import today
from mash.partnership.policy import Permission as P
from mash.records.lessons import actions
from mash.records.lessons.models import Recommendation
from mash.web.access import SignedIn, needs
from mash.web.fields import OurForm
from mash.web.lessons import forms
from mash.web.lessons.views import recommendation
from mash.web.pages import done, sent


def _page(
    request: SignedIn,
    one: Recommendation,
    form: OurForm,
    words: tuple[str, str, str],
    act: Callable[..., object],
) -> HttpResponse:
    """Show a step's form; sent in order, do it. `words`: its heading, its button, what is said when done."""
    title, button, said = words
    if done(request, form, lambda given: act(by=request.principal, recommendation_id=one.pk, **given), said):
        return redirect("lesson", pk=one.lesson_id)
    page = {"form": form, "one": one, "title": title, "button": button}
    return render(request, "lessons/step.html", page)


@needs(P.REGISTER_KEEP)
def accept(request: SignedIn, pk: UUID) -> HttpResponse:
    """Accept it."""
    one = recommendation(request, pk, "proposed")
    form = forms.Owned(sent(request), initial={"version": one.version, "agency": one.agency_id})
    words = ("Accept this recommendation", "Accept it", "The recommendation is accepted.")
    return _page(request, one, form, words, actions.accept)


@needs(P.REGISTER_KEEP)
def reject(request: SignedIn, pk: UUID) -> HttpResponse:
    """Reject it."""
    one = recommendation(request, pk, "proposed")
    form = forms.Reject(sent(request), initial={"version": one.version})
    words = ("Reject this recommendation", "Reject it", "The recommendation is rejected.")
    return _page(request, one, form, words, actions.reject)


@needs(P.REGISTER_KEEP)
def move(request: SignedIn, pk: UUID) -> HttpResponse:
    """Give it another owner or day."""
    one = recommendation(request, pk, "accepted")
    now = {"version": one.version, "agency": one.agency_id, "due_on": one.due_on}
    form = forms.Owned(sent(request), initial=now)
    words = ("Change its owner or due date", "Save the change", "The change is saved.")
    return _page(request, one, form, words, actions.move)


@needs(P.REGISTER_KEEP)
def implement(request: SignedIn, pk: UUID) -> HttpResponse:
    """It is implemented."""
    one = recommendation(request, pk, "accepted")
    form = forms.Implement(sent(request), initial={"version": one.version, "implemented_on": today()})
    words = ("This recommendation is implemented", "Record it", "It is recorded as implemented.")
    return _page(request, one, form, words, actions.implement)


@needs(P.REGISTER_KEEP)
def close(request: SignedIn, pk: UUID) -> HttpResponse:
    """Close it."""
    one = recommendation(request, pk, "implemented")
    now = {"version": one.version}
    form = forms.Close(sent(request), by=request.principal, hub=one.lesson.hub_id, initial=now)
    words = ("Show its effect and close it", "Close it", "The recommendation is closed.")
    return _page(request, one, form, words, actions.close)
