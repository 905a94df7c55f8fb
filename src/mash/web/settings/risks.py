"""Ratings with their targets: what is in force, what comes, what was; a change is a new row from a day on."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mash.framework.london import today
from mash.partnership.actions import add_risk, change_risk, end_risk, remove_risk, replace_risk
from mash.partnership.models import Risk
from mash.partnership.policy import Permission
from mash.web.access import SignedIn, needs
from mash.web.pages import sent
from mash.web.settings.editing import Page, answered
from mash.web.settings.listing import ENDED, LATER, Card, Listing, grouped, said, state
from mash.web.settings.reference_forms import LaterRisk, NewRisk, NextRisk, RiskAsItIs, RiskEnd
from mash.web.settings.words import CLOCKS

keeper = needs(Permission.REFERENCE_KEEP)


@keeper
def risks(request: SignedIn) -> HttpResponse:
    """Every row of every rating."""
    listing = Listing(
        "Ratings",
        "A rating with its target. What has been in force is never overwritten: a changed target starts on a "
        "day, and the one before ends. So every referral is measured by the target of its own time.",
        ("Add a rating", reverse("settings_risk_add")),
        grouped(_card(row) for row in Risk.objects.all()),
    )
    return render(request, "settings/listing.html", {"listing": listing})


@keeper
def risk_add(request: SignedIn) -> HttpResponse:
    """A new rating, or another period of one."""
    page = Page("Add a rating", reverse("settings_risks"), "The rating is added.", "Add the rating")
    return answered(request, page, NewRisk(sent(request)), add_risk)


@keeper
def risk_change(request: SignedIn, risk: int) -> HttpResponse:
    """A changed target: in place for a row that is still to come, from a day on for one in force."""
    row = get_object_or_404(Risk, pk=risk)
    if row.valid_from > today():
        page = Page(f"Change {row.name}", reverse("settings_risks"), f"{row.name} is changed.")
        return answered(request, page, LaterRisk(sent(request), row=row), partial(change_risk, row))
    page = Page(
        f"Change {row.name}",
        reverse("settings_risks"),
        f"{row.name} changes on the day that you said.",
        words=("What you enter counts from a day on. Until then everything stays as it is.",),
    )
    return answered(request, page, NextRisk(sent(request), row=row), partial(replace_risk, row))


@keeper
def risk_end(request: SignedIn, risk: int) -> HttpResponse:
    """The last day of a row."""
    row = get_object_or_404(Risk, pk=risk)
    words = ("After its last day no referral can be given this rating.",)
    page = Page(
        f"End {row.name}", reverse("settings_risks"), f"{row.name}: the last day is saved.", words=words
    )
    return answered(request, page, RiskEnd(sent(request), row=row), partial(end_risk, row))


@keeper
def risk_remove(request: SignedIn, risk: int) -> HttpResponse:
    """Taking out a row that is still to come."""
    row = get_object_or_404(Risk, pk=risk)
    words = (f"It would be in force from {said(row.valid_from)}. Nothing has been rated by it yet.",)
    page = Page(
        f"Remove {row.name}", reverse("settings_risks"), "It is removed.", "Remove it", words, warning=True
    )
    return answered(request, page, RiskAsItIs(sent(request), row=row), partial(remove_risk, row))


def _card(row: Risk) -> Card:
    stands = state(row.valid_from, row.valid_to)
    target = "No target" if row.target_hours is None else f"{row.target_hours:g} hours"
    links = [("Change", "settings_risk_change"), ("End", "settings_risk_end")]
    if stands == LATER:
        links.append(("Remove", "settings_risk_remove"))
    return Card(
        row.name,
        stands,
        (
            ("Code", row.risk),
            ("Rank", str(row.rank)),
            ("Target", target),
            ("The hours count", CLOCKS[row.clock]),
            ("First day", said(row.valid_from)),
            ("Last day", said(row.valid_to, "No end")),
        ),
        () if stands == ENDED else tuple((words, reverse(name, args=[row.pk])) for words, name in links),
    )
