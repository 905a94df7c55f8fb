"""The list of leadership activities, their calendar, and one: entering, changing, cancelling it."""

from calendar import Calendar
from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mash.framework.london import today
from mash.partnership.policy import Permission as P
from mash.records.activities import actions, reading
from mash.records.activities.models import Activity
from mash.web.access import SignedIn, needs
from mash.web.activities import forms
from mash.web.pages import differing, done, in_pages, sent, step

A_PAGE = 50


@needs(P.REGISTER_KEEP)
def activities(request: SignedIn) -> HttpResponse:
    """Activities: where something is missing first, then the latest."""
    by, on = request.principal, today()
    first, last = (day or on for day in reading.first_and_last(by))
    years = range(max(_year_of(last), _year_of(on)), _year_of(first) - 1, -1)
    form = forms.Filter(request.GET, years=years)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    narrowed = in_pages(request, reading.listed(by, on, **said), A_PAGE)
    shown = narrowed["page"].object_list
    agencies = reading.took_part(by, shown)
    context = narrowed | {
        "form": form,
        "listed": [(one, reading.lacks(one, on), agencies[one.pk]) for one in shown],
        "missing": reading.listed(by, on, shown="missing").count(),
        "today": on,
    }
    return render(request, "activities/activities.html", context)


@needs(P.REGISTER_KEEP)
def calendar(request: SignedIn) -> HttpResponse:
    """A month of activities: from the first there is to a year ahead, or to the last where that is later."""
    by, on = request.principal, today()
    first, last = reading.first_and_last(by)
    earliest, latest = min(first or on, on), max(last or on, on + timedelta(days=366))
    month = min(max(forms.Month(request.GET).first_day(on), earliest.replace(day=1)), latest.replace(day=1))
    after = (month + timedelta(days=31)).replace(day=1)
    held: dict[date, list[Activity]] = defaultdict(list)
    rows = Activity.objects.seen_by(by).filter(held_on__gte=month, held_on__lt=after)
    for one in rows.order_by("held_on", "title"):
        held[one.held_on].append(one)
    weeks = [
        [(day, day.month == month.month, held.get(day, ())) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]
    context = {
        "month": month,
        "weeks": weeks,
        "days": sorted(held.items()),
        "before": (month - timedelta(days=1)).replace(day=1) if month > earliest else None,
        "after": after if after <= latest else None,
        "today": on,
    }
    return render(request, "activities/calendar.html", context)


@needs(P.REGISTER_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """Enter one that was held or is planned."""
    by = request.principal
    form = forms.New(sent(request), by=by)
    if done(
        request,
        form,
        lambda said: actions.enter(by=by, hub=said["hub"], said=form.said()),
        "The activity is entered.",
    ):
        return redirect("activity", pk=form.made.pk)
    back = (reverse("activities"), "Leadership activities")
    context = {"form": form, "title": "Enter an activity", "back": back, "button": "Enter it"}
    return render(request, "forms/step.html", context)


@needs(P.REGISTER_KEEP)
def activity(request: SignedIn, pk: UUID) -> HttpResponse:
    """One activity: what is to be entered yet, what is, and what it said before."""
    by, on = request.principal, today()
    try:
        one = reading.opened(by, pk)
    except Activity.DoesNotExist as error:
        raise Http404 from error
    context = {
        "activity": one,
        "agencies": reading.took_part(by, [one])[one.pk],
        "lacks": reading.lacks(one, on),
        "steps": reading.history(by, one),
        "took_place": one.attendees is not None or one.feedback is not None or one.settled,
        "unknown": "None" if one.cancelled_on else "Not known" if one.settled else "Not entered yet",
        "today": on,
    }
    return render(request, "activities/activity.html", context)


@needs(P.REGISTER_KEEP)
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    """Change what was entered, or enter what came of it."""
    by, one = request.principal, _found(request, pk)
    stands = actions.as_said(by, one)
    form = forms.Change(
        sent(request),
        had=stands.agencies,
        initial={name: getattr(stands, name) for name in actions.LABELS} | {"version": one.version},
    )

    def both() -> list[tuple[str, Any, Any]]:
        if form.overtaken is None:
            return []
        recorded, typed = actions.as_said(by, form.overtaken), form.said()
        now = {name: actions.in_words(recorded, name) for name in actions.LABELS}
        return differing(form, now, {name: actions.in_words(typed, name) for name in now})

    return step(
        request,
        form,
        lambda said: actions.change(by=by, activity_id=pk, version=said["version"], said=form.said()),
        "The change is recorded; what it said before is kept.",
        title="Change this activity",
        about=one.title,
        back=_back(pk),
        now_says=both,
        lead=["What it said before is kept in its history."],
    )


@needs(P.REGISTER_KEEP)
def cancel(request: SignedIn, pk: UUID) -> HttpResponse:
    """Say that it does not take place."""
    one = _found(request, pk)
    return step(
        request,
        forms.Cancel(sent(request), initial={"version": one.version}),
        lambda said: actions.cancel(by=request.principal, activity_id=pk, **said),
        "The activity is cancelled. It is not counted.",
        title="Cancel this activity",
        about=one.title,
        back=_back(pk),
        button="Cancel the activity",
        lead=["It stays in the register with your reason, and measures do not count it."],
    )


def _found(request: SignedIn, pk: UUID) -> Activity:
    one: Activity | None = Activity.objects.seen_by(request.principal).filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _back(pk: UUID) -> tuple[str, str]:
    return reverse("activity", kwargs={"pk": pk}), "Back to the activity"


def _year_of(day: date) -> int:
    """The year in whose April a day's financial year began."""
    return day.year if day.month >= 4 else day.year - 1
