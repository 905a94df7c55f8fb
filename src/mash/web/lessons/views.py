"""Recommendations, what is overdue first; lessons; one lesson and all that became of it; entering one."""

from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.framework.london import today
from mash.partnership.policy import Permission as P
from mash.records.lessons import actions, reading
from mash.records.lessons.models import Lesson, LessonVersion, Recommendation, RecommendationStep
from mash.web.access import SignedIn, needs
from mash.web.fields import OurForm
from mash.web.lessons import forms
from mash.web.pages import differing, done, in_pages, sent

A_PAGE = 25


@needs(P.REGISTER_KEEP)
def lessons(request: SignedIn) -> HttpResponse:
    """Recommendations: what is overdue first, then what is due soon."""
    on, form = today(), forms.Filter(request.GET)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    which = {
        "overdue": reading.overdue(on),
        "soon": reading.due_soon(on),
        "proposed": Q(status="proposed"),
        "proof": Q(status="implemented", closed_on=None),
        "ended": ~reading.OPEN,
    }.get(said.get("which", ""), reading.OPEN)
    every = reading.recommendations(request.principal)
    rows = every.filter(which)
    if said.get("agency"):
        rows = rows.filter(agency=said["agency"])
    if said.get("source"):
        rows = rows.filter(lesson__source=said["source"])
    order = Case(
        When(status="accepted", then=Value(0)),
        When(status="proposed", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return render(
        request,
        "lessons/recommendations.html",
        {
            "form": form,
            **in_pages(request, rows.order_by(order, "due_on", "at"), A_PAGE),
            "overdue": every.filter(reading.overdue(on)).count(),
            "soon": every.filter(reading.due_soon(on)).count(),
            "today": on,
            "until": on + reading.SOON,
        },
    )


@needs(P.REGISTER_KEEP)
def every(request: SignedIn) -> HttpResponse:
    """All lessons, the newest first."""
    rows = Lesson.objects.seen_by(request.principal)
    return render(request, "lessons/lessons.html", in_pages(request, rows, A_PAGE))


@needs(P.REGISTER_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """A new lesson."""
    by = request.principal
    form = forms.New(sent(request), by=by)
    if done(
        request,
        form,
        lambda said: actions.enter(by=by, **said),
        "The lesson is entered. Now put down what it recommends.",
    ):
        return redirect("lesson", pk=form.made.pk)
    return render(request, "lessons/new.html", {"form": form})


@needs(P.REGISTER_KEEP)
def lesson(request: SignedIn, pk: UUID) -> HttpResponse:
    """One lesson: what it recommends, every step of that, and what stood in it before."""
    by = request.principal
    try:
        one = reading.open_lesson(by, pk)
    except Lesson.DoesNotExist as error:
        raise Http404 from error
    rows = list(reading.recommendations(by).filter(lesson=one).order_by("at"))
    steps: dict[Any, list[RecommendationStep]] = {row.pk: [] for row in rows}
    told = RecommendationStep.objects.seen_by(by).filter(recommendation__lesson=one)
    for step in told.select_related("account"):
        steps[step.recommendation_id].append(step)
    return render(
        request,
        "lessons/lesson.html",
        {
            "lesson": one,
            "recommendations": [(row, steps[row.pk]) for row in rows],
            "versions": LessonVersion.objects.seen_by(by).filter(lesson=one).select_related("account"),
            "today": today(),
            "until": today() + reading.SOON,
        },
    )


@needs(P.REGISTER_KEEP)
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    """Write a lesson otherwise."""
    one = _found(request, pk)
    now = {name: getattr(one, name) for name in (*actions.WRITTEN, "version")}
    form = forms.Change(sent(request), initial=now)
    if done(
        request,
        form,
        lambda said: actions.change(by=request.principal, lesson_id=pk, **said),
        "The change is saved. What stood before is kept.",
    ):
        return redirect("lesson", pk=pk)
    return render(request, "lessons/change.html", {"form": form, "lesson": one, "now_says": _both(form)})


@needs(P.REGISTER_KEEP)
def recommend(request: SignedIn, pk: UUID) -> HttpResponse:
    """Put down what a lesson recommends."""
    one = _found(request, pk)
    form = forms.Recommend(sent(request))
    if done(
        request,
        form,
        lambda said: actions.recommend(by=request.principal, lesson_id=pk, **said),
        "The recommendation is put down. It waits to be accepted or rejected.",
    ):
        return redirect("lesson", pk=pk)
    return render(request, "lessons/recommend.html", {"form": form, "lesson": one})


def _found(request: SignedIn, pk: UUID) -> Lesson:
    one: Lesson | None = Lesson.objects.seen_by(request.principal).filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _both(form: OurForm) -> list[tuple[str, Any, Any]]:
    if not isinstance(form.overtaken, Lesson):
        return []
    now = {name: getattr(form.overtaken, name) for name in actions.WRITTEN}
    return differing(form, now, form.cleaned_data)


def recommendation(request: SignedIn, pk: UUID, status: str) -> Recommendation:
    """A recommendation that stands at a status. Raises Http404 where one sees none."""
    rows = reading.recommendations(request.principal)
    one = rows.filter(pk=pk, status=status, closed_on=None).first()
    if one is None:
        raise Http404
    return one
