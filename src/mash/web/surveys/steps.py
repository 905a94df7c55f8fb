"""The steps of a survey, each a page with one form, and back to the survey when it is done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from mash.partnership.policy import Permission as P
from mash.records.evidence.finding import found as pointing
from mash.records.surveys import actions, reading
from mash.records.surveys.models import Survey, SurveyQuestion, SurveyWords
from mash.trail.record import note
from mash.web.access import SignedIn, needs
from mash.web.fields import OurForm, Versioned
from mash.web.pages import differing, sent, step
from mash.web.surveys import forms
from mash.web.surveys.views import found


def _step(
    request: SignedIn,
    one: Survey,
    form: OurForm,
    words: tuple[str, str, str],
    act: Callable[[dict[str, Any]], object],
    **more: Any,
) -> HttpResponse:
    """A step's page. `words`: its heading, its button, what is said when it is done."""
    title, button, said = words
    back = (reverse("survey", kwargs={"pk": one.pk}), "Back to the survey")
    return step(request, form, act, said, title=title, back=back, button=button, about=one.title, **more)


@needs(P.REGISTER_KEEP)
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    """Write a draft otherwise."""
    by, one = request.principal, found(request, pk)
    stands = {name: getattr(one, name) for name in (*actions.WRITTEN, "version")}
    form = forms.Change(sent(request), initial=stands)
    words = ("Change the draft", "Save the change", "The change is saved.")

    def both() -> list[tuple[str, Any, Any]]:
        now = form.overtaken
        stands_now = {name: getattr(now, name) for name in actions.WRITTEN} if now else {}
        return differing(form, stands_now, form.cleaned_data) if now else []

    return _step(
        request, one, form, words, lambda said: actions.change(by=by, survey_id=pk, **said), now_says=both
    )


@needs(P.REGISTER_KEEP)
def ask(request: SignedIn, pk: UUID) -> HttpResponse:
    """Add a question to a draft."""
    by, one = request.principal, found(request, pk)
    form = forms.Ask(sent(request), initial={"version": one.version, "scale_max": 5})
    words = ("Ask something", "Add the question", "The question is added.")
    return _step(
        request,
        one,
        form,
        words,
        lambda said: actions.ask(by=by, survey_id=pk, version=said["version"], question=form.wording()),
    )


@needs(P.REGISTER_KEEP)
def drop(request: SignedIn, pk: UUID, question: UUID) -> HttpResponse:
    """Take a question out of a draft."""
    by, one = request.principal, found(request, pk)
    asked = SurveyQuestion.objects.seen_by(by).filter(survey=one, pk=question).first()
    if asked is None:
        raise Http404
    form = Versioned(sent(request), initial={"version": one.version})
    words = ("Take this question out?", "Take it out", "The question is taken out.")
    return _step(
        request,
        one,
        form,
        words,
        lambda said: actions.drop(by=by, survey_id=pk, question_id=question, **said),
        lead=[asked.words],
    )


@needs(P.REGISTER_KEEP)
def open_survey(request: SignedIn, pk: UUID) -> HttpResponse:
    """Open a draft."""
    by, one = request.principal, found(request, pk)
    form = Versioned(sent(request), initial={"version": one.version})
    words = ("Open this survey?", "Open it", "The survey is open.")
    lead = ["Its questions and words are frozen from then on."]
    return _step(
        request, one, form, words, lambda said: actions.open_survey(by=by, survey_id=pk, **said), lead=lead
    )


@needs(P.REGISTER_KEEP)
def invite(request: SignedIn, pk: UUID) -> HttpResponse:
    """Invite people of an agency."""
    by, one = request.principal, found(request, pk)
    form = forms.Invite(sent(request), initial={"version": one.version})
    words = ("Invite people", "Invite them", "They are invited, but for who was asked before.")
    lead = [
        "Each gets a letter with a link that works once. Who answers is not recorded, and what they answer "
        "cannot be tied to them. Of an agency with one person invited, it can be told that they answered.",
    ]
    return _step(
        request, one, form, words, lambda said: actions.invite(by=by, survey_id=pk, **said), lead=lead
    )


@needs(P.REGISTER_KEEP)
def close(request: SignedIn, pk: UUID) -> HttpResponse:
    """Close an open survey."""
    by, one = request.principal, found(request, pk)
    form = Versioned(sent(request), initial={"version": one.version})
    words = ("Close this survey?", "Close it", "The survey is closed.")
    lead = [
        "No link works after that, and every address is forgotten. It cannot be opened again.",
        "If fewer than five answers wait to be mixed, they are counted, but what they say is not kept: it "
        "could be told whose they are.",
    ]
    return _step(
        request, one, form, words, lambda said: actions.close(by=by, survey_id=pk, **said), lead=lead
    )


@needs(P.REGISTER_KEEP)
def screen(request: SignedIn, pk: UUID) -> HttpResponse:
    """Release what somebody wrote, or hold it back."""
    by = request.principal
    rows = SurveyWords.objects.seen_by(by).select_related("question__survey")
    one = rows.filter(pk=pk).first()
    if one is None or not reading.words(by, one.question.survey).filter(pk=pk).exists():
        raise Http404
    survey = one.question.survey
    note("read words of", "survey", survey.pk)

    def act(said: dict[str, Any]) -> object:
        of = {"by": by, "words_id": pk, "version": said["version"]}
        if said["how"] == "release":
            return actions.release(**of, words=said["words"])
        return actions.hold_back(**of)

    form = forms.Screen(sent(request), initial={"version": one.version, "words": one.words})
    return step(
        request,
        form,
        act,
        "It is done.",
        title="What somebody wrote",
        back=(reverse("survey_answers", kwargs={"pk": survey.pk}), "Back to what was answered"),
        template="surveys/screen.html",
        one=one,
        pointing=pointing(one.words),
    )
