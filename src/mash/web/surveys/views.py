"""The list of surveys, one of them, what was answered, what was released, and entering one."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.partnership.policy import Permission as P
from mash.records.surveys import actions, reading
from mash.records.surveys.models import Survey
from mash.web.access import SignedIn, needs
from mash.web.pages import done, in_pages, sent
from mash.web.surveys import forms

A_PAGE = 25


@needs(P.REGISTER_KEEP)
def surveys(request: SignedIn) -> HttpResponse:
    """Surveys: open ones first, then drafts."""
    form = forms.Filter(request.GET)
    status = form.cleaned_data.get("status") if form.is_valid() else ""
    rows = reading.surveys(request.principal)
    rows = rows.filter(status=status) if status else rows
    return render(request, "surveys/surveys.html", {"form": form, **in_pages(request, rows, A_PAGE)})


@needs(P.REGISTER_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """A new survey: a draft at first."""
    by = request.principal
    form = forms.New(sent(request), by=by, initial={"answer_days": 28, "remind_days": 10})
    words = "The draft is saved. Now ask something."
    if done(request, form, lambda said: actions.enter(by=by, **said), words):
        return redirect("survey", pk=form.made.pk)
    page = {
        "form": form,
        "title": "Build a survey",
        "back": ("/surveys/", "Surveys"),
        "button": "Save the draft",
    }
    return render(request, "forms/step.html", page)


@needs(P.REGISTER_KEEP)
def survey(request: SignedIn, pk: UUID) -> HttpResponse:
    """One survey: what comes next, its questions, who answered by agency, what was done."""
    by, one = request.principal, found(request, pk)
    context = {
        "survey": one,
        "questions": reading.questions(by, one),
        "response": reading.response(by, one),
        "waiting": reading.words(by, one).filter(status="waiting").count(),
        "steps": reading.history(by, one),
    }
    return render(request, "surveys/survey.html", context)


@needs(P.REGISTER_KEEP)
def answers(request: SignedIn, pk: UUID) -> HttpResponse:
    """What was answered, from five answers on, and what people wrote."""
    by, one = request.principal, found(request, pk)
    rows = in_pages(request, reading.words(by, one), A_PAGE)
    context = {"survey": one, "answers": reading.answers(by, one), **rows}
    return render(request, "surveys/answers.html", context)


@needs(P.MEASURE_READ, P.REGISTER_KEEP)
def said(request: SignedIn) -> HttpResponse:
    """What professionals wrote, as far as it was released."""
    return render(
        request, "surveys/said.html", in_pages(request, reading.released(request.principal), A_PAGE)
    )


def found(request: SignedIn, pk: UUID) -> Survey:
    """The survey that a page is about. Raises Http404 where one does not see it."""
    try:
        return reading.open_survey(request.principal, pk)
    except Survey.DoesNotExist as error:
        raise Http404 from error
