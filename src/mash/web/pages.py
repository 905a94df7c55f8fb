"""The shapes that pages share: a form that is sent and done, a list in pages, two versions side by side."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from mash.web.access import SignedIn
from mash.web.fields import OurForm

#: What is said when something is done: words, or words about what came of it.
Said = str | Callable[[Any], str]
#: What an address says beside what a list is narrowed to: which page of it, and which of two lists.
_NOT_NARROWING = ("page", "to")


def sent(request: SignedIn) -> Any:
    """What a form was sent with; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def done(request: SignedIn, form: OurForm, act: Callable[[dict[str, Any]], object], said: Said) -> bool:
    """Whether a form was sent, is in order, and `act` could be done with it; then the next page says `said`.

    Otherwise nothing is done, and the form says what it is that hinders.
    """
    if form.acted(act):
        messages.success(request, said if isinstance(said, str) else said(form.made))
        return True
    return False


def in_pages(request: SignedIn, rows: Any, a_page: int) -> dict[str, Any]:
    """One page of a list, and how the address of another goes on narrowing it; whether it is narrowed."""
    words = request.GET.copy()
    words.pop("page", None)
    return {
        "page": Paginator(rows, a_page).get_page(request.GET.get("page")),
        "filters": words.urlencode(),
        "narrowed": any(words.get(name) for name in words if name not in _NOT_NARROWING),
    }


def differing(form: OurForm, now: dict[str, Any], typed: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Where somebody else was quicker: each question whose answer differs, as recorded now and as typed.

    Choices stand in their own words.
    """
    both = []
    for name in now:
        offered = dict(getattr(form.fields[name], "choices", ()))
        one, other = (offered.get(said, said) for said in (now[name], typed.get(name)))
        if str(one if one is not None else "") != str(other if other is not None else ""):
            both.append((str(form.fields[name].label), one, other))
    return both


def step(
    request: SignedIn,
    form: OurForm,
    act: Callable[[dict[str, Any]], object],
    said: Said,
    *,
    title: str,
    back: tuple[str, str],
    button: str = "Save",
    then: str = "",
    template: str = "forms/step.html",
    **words: Any,
) -> HttpResponse:
    """A page with one form; sent in order, do it and go `back` (an address, its words), or on to `then`."""
    if done(request, form, act, said):
        return redirect(then or back[0])
    context = {"form": form, "title": title, "back": back, "button": button}
    return render(request, template, context | words)
