"""What pages show of activities. Opening one notes on the trail that it was viewed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, F, Max, Min, Q, QuerySet, Value, When

from mash.partnership.principal import Principal
from mash.records.activities.models import ATTENDED, Activity, ActivityAgency, ActivityStep
from mash.trail.record import note

#: What the list can be narrowed to.
SHOWN = {
    "": "All",
    "missing": "Held, something not entered yet",
    "planned": "Planned",
    "held": "Held",
    "cancelled": "Cancelled",
}
_NO_FIGURE = Q(hours=None) | Q(cost=None) | Q(attendees=None, kind__in=ATTENDED)


def missing(on: date) -> Q:
    """Held before a London day, and something that somebody knows by then is not entered."""
    return Q(cancelled_on=None, settled=False, held_on__lt=on) & _NO_FIGURE


def listed(
    by: Principal, on: date, *, shown: str = "", kind: str = "", agency: str = "", year: int | None = None
) -> QuerySet[Activity]:
    """Activities as they stand on a London day: where something is missing first, the oldest of those first;
    then the others, the latest first. `year`: the financial year that begins in April of it.
    """
    rows = Activity.objects.seen_by(by)
    narrowed = {
        "missing": missing(on),
        "planned": Q(cancelled_on=None, held_on__gte=on),
        "held": Q(cancelled_on=None, held_on__lt=on),
        "cancelled": Q(cancelled_on__isnull=False),
    }
    rows = rows.filter(narrowed.get(shown, Q()))
    if kind:
        rows = rows.filter(kind=kind)
    if agency:
        rows = rows.filter(agencies__agency=agency)
    if year is not None:
        rows = rows.filter(held_on__gte=date(year, 4, 1), held_on__lt=date(year + 1, 4, 1))
    waits = Case(When(missing(on), then=Value(0)), default=Value(1))
    oldest = Case(When(missing(on), then=F("held_on")))
    return rows.order_by(waits, oldest, "-held_on", "-entered_at", "pk")


def lacks(one: Activity, on: date) -> list[str]:
    """What of an activity is to be entered yet on a London day, in words."""
    if one.cancelled_on or one.settled or one.held_on >= on:
        return []
    words = ["attendance"] if one.attendees is None and one.kind in ATTENDED else []
    words += ["hours"] if one.hours is None else []
    return words + (["cost"] if one.cost is None else [])


def opened(by: Principal, pk: object) -> Activity:
    """One activity; the trail says that it was viewed. Raises DoesNotExist."""
    found: Activity = Activity.objects.seen_by(by).select_related("hub", "account").get(pk=pk)
    note("viewed", "activity", found.pk)
    return found


def history(by: Principal, found: Activity) -> list[ActivityStep]:
    """What was done with its entry, the latest first."""
    rows = ActivityStep.objects.seen_by(by).filter(activity=found).select_related("account__agency")
    return list(rows.order_by("-at"))


def took_part(by: Principal, rows: Iterable[Activity]) -> dict[Any, list[str]]:
    """The names of the agencies of each."""
    found: dict[Any, list[str]] = {one.pk: [] for one in rows}
    named = ActivityAgency.objects.seen_by(by).filter(activity__in=found).select_related("agency")
    for one in named:
        found[one.activity_id].append(one.agency.name)
    return found


def first_and_last(by: Principal) -> tuple[date | None, date | None]:
    """The days of the earliest and the latest activity, None where there is none."""
    found = Activity.objects.seen_by(by).order_by().aggregate(Min("held_on"), Max("held_on"))
    return found["held_on__min"], found["held_on__max"]
