"""Agencies, with the days on which they exist and who follows them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mash.partnership.actions import add_agency, change_agency, end_agency
from mash.partnership.models import Agency
from mash.partnership.policy import Permission
from mash.web.access import SignedIn, needs
from mash.web.pages import sent
from mash.web.settings.agency_forms import AgencyChange, AgencyEnd, NewAgency
from mash.web.settings.editing import Page, answered
from mash.web.settings.listing import Card, Listing, grouped, said, state
from mash.web.settings.words import AGENCY_KINDS

keeper = needs(Permission.ACCOUNT_KEEP)


@keeper
def agencies(request: SignedIn) -> HttpResponse:
    """Every agency."""
    listing = Listing(
        "Agencies",
        "Who refers, is asked and decides. An agency that was merged or renamed by law ends, and another "
        "follows it.",
        ("Add an agency", reverse("settings_agency_add")),
        grouped(_card(row) for row in Agency.objects.select_related("successor")),
    )
    return render(request, "settings/listing.html", {"listing": listing})


@keeper
def agency_add(request: SignedIn) -> HttpResponse:
    """A new agency."""
    page = Page("Add an agency", reverse("settings_agencies"), "The agency is added.", "Add the agency")
    form = NewAgency(sent(request), initial={"in_baseline": True})
    return answered(request, page, form, add_agency)


@keeper
def agency_change(request: SignedIn, agency: str) -> HttpResponse:
    """What an agency is called, and what it is."""
    row = get_object_or_404(Agency, pk=agency)
    words = (
        "What you change counts for the past too. If it becomes another agency, end it and add that one.",
    )
    page = Page(f"Change {row.name}", reverse("settings_agencies"), f"{row.name} is changed.", words=words)
    return answered(request, page, AgencyChange(sent(request), row=row), partial(change_agency, row))


@keeper
def agency_end(request: SignedIn, agency: str) -> HttpResponse:
    """An agency's last day, and who follows it."""
    row = get_object_or_404(Agency, pk=agency)
    words = ("The access of its people ends with its last day. Referrals keep the agency that they had.",)
    page = Page(
        f"End {row.name}", reverse("settings_agencies"), f"{row.name}: the last day is saved.", words=words
    )
    return answered(request, page, AgencyEnd(sent(request), row=row), partial(end_agency, row))


def _card(row: Agency) -> Card:
    routes = "Yes" if row.in_baseline else f"No: {row.exempt_because}"
    follows = (("Followed by", row.successor.name),) if row.successor else ()
    return Card(
        row.name,
        state(row.valid_from, row.valid_to),
        (
            ("Code", row.pk),
            ("Kind", AGENCY_KINDS[row.kind]),
            ("Routes its core work through the hub", routes),
            ("First day", said(row.valid_from, "Always")),
            ("Last day", said(row.valid_to, "No end")),
            *follows,
        ),
        (
            ("Change", reverse("settings_agency_change", args=[row.pk])),
            ("End", reverse("settings_agency_end", args=[row.pk])),
        ),
    )
