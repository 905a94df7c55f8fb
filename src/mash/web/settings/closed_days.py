"""Bank holidays and closures: days on which clocks of working hours stand still."""

from datetime import date
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mash.framework.london import today
from mash.partnership.actions import add_closed_day, change_closed_day, remove_closed_day
from mash.partnership.models import ClosedDay
from mash.partnership.policy import Permission
from mash.web.access import SignedIn, needs
from mash.web.pages import sent
from mash.web.settings.editing import Page, answered
from mash.web.settings.listing import Card, Listing, said
from mash.web.settings.reference_forms import ClosedDayAsItIs, ClosedDayChange, NewClosedDay

keeper = needs(Permission.REFERENCE_KEEP)


@keeper
def closed_days(request: SignedIn) -> HttpResponse:
    """Every closed day: today, to come, and past with the latest first."""
    rows = list(ClosedDay.objects.all())
    groups = (
        ("Today", [row for row in rows if row.date == today()]),
        ("Later", [row for row in rows if row.date > today()]),
        ("Past", [row for row in reversed(rows) if row.date < today()]),
    )
    listing = Listing(
        "Closed days",
        "Only ratings whose target counts working hours look at these days.",
        ("Add a closed day", reverse("settings_closed_day_add")),
        tuple((name, tuple(_card(row) for row in held)) for name, held in groups if held),
    )
    return render(request, "settings/listing.html", {"listing": listing})


@keeper
def closed_day_add(request: SignedIn) -> HttpResponse:
    """A new closed day."""
    page = Page(
        "Add a closed day", reverse("settings_closed_days"), "The closed day is added.", "Add the day"
    )
    return answered(request, page, NewClosedDay(sent(request)), add_closed_day)


@keeper
def closed_day_change(request: SignedIn, day: date) -> HttpResponse:
    """Why a day is closed."""
    row = get_object_or_404(ClosedDay, pk=day)
    page = Page(f"Change {said(row.date)}", reverse("settings_closed_days"), f"{said(row.date)} is changed.")
    return answered(request, page, ClosedDayChange(sent(request), row=row), partial(change_closed_day, row))


@keeper
def closed_day_remove(request: SignedIn, day: date) -> HttpResponse:
    """Taking a closed day out."""
    row = get_object_or_404(ClosedDay, pk=day)
    page = Page(
        f"Remove {said(row.date)}",
        reverse("settings_closed_days"),
        f"{said(row.date)} is not closed any more.",
        "Remove it",
        (f"{row.reason}. Working hours of that day count again, for past referrals too.",),
        warning=True,
    )
    return answered(request, page, ClosedDayAsItIs(sent(request), row=row), partial(remove_closed_day, row))


def _card(row: ClosedDay) -> Card:
    parts = [row.date.isoformat()]
    links = (
        ("Change", reverse("settings_closed_day_change", args=parts)),
        ("Remove", reverse("settings_closed_day_remove", args=parts)),
    )
    return Card(f"{row.date:%A} {said(row.date)}", None, (("Why", row.reason),), links)
