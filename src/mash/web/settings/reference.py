"""Cohorts and outcomes: lists with days on which each is in use."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mash.partnership.actions import add_cohort, add_outcome, change_cohort, change_outcome, end_in_use
from mash.partnership.models import Cohort, Outcome
from mash.partnership.policy import Permission
from mash.web.access import SignedIn, needs
from mash.web.pages import sent
from mash.web.settings.editing import Page, answered
from mash.web.settings.listing import Card, Listing, grouped, said, state
from mash.web.settings.reference_forms import CohortChange, NewCohort, NewOutcome, OutcomeChange, UseEnd
from mash.web.settings.words import AGE_GROUPS, SEVERITIES

keeper = needs(Permission.REFERENCE_KEEP)
_BACK_TOO = (
    "What you change counts for past referrals too. If the meaning changes, end this one and add another."
)


@keeper
def cohorts(request: SignedIn) -> HttpResponse:
    """Every cohort."""
    cards = (
        _card(row, "cohort", ("Whom it concerns", AGE_GROUPS[row.age_group])) for row in Cohort.objects.all()
    )
    words = "The categories of business, such as domestic abuse. A referral can fall under several."
    add = ("Add a cohort", reverse("settings_cohort_add"))
    return render(
        request, "settings/listing.html", {"listing": Listing("Cohorts", words, add, grouped(cards))}
    )


@keeper
def cohort_add(request: SignedIn) -> HttpResponse:
    """A new cohort."""
    page = Page("Add a cohort", reverse("settings_cohorts"), "The cohort is added.", "Add the cohort")
    return answered(request, page, NewCohort(sent(request)), add_cohort)


@keeper
def cohort_change(request: SignedIn, cohort: str) -> HttpResponse:
    """What a cohort is called, and whom it concerns."""
    row = get_object_or_404(Cohort, pk=cohort)
    page = Page(
        f"Change {row.name}", reverse("settings_cohorts"), f"{row.name} is changed.", words=(_BACK_TOO,)
    )
    return answered(request, page, CohortChange(sent(request), row=row), partial(change_cohort, row))


@keeper
def cohort_end(request: SignedIn, cohort: str) -> HttpResponse:
    """The last day of a cohort."""
    return _ended(request, get_object_or_404(Cohort, pk=cohort), reverse("settings_cohorts"))


@keeper
def outcomes(request: SignedIn) -> HttpResponse:
    """Every outcome."""
    cards = (
        _card(
            row,
            "outcome",
            ("Severity", SEVERITIES[row.severity]),
            ("Routes to another forum", "Yes" if row.forum else "No"),
        )
        for row in Outcome.objects.all()
    )
    words = "What the hub can decide on, from no further action to emergency protection."
    add = ("Add an outcome", reverse("settings_outcome_add"))
    return render(
        request, "settings/listing.html", {"listing": Listing("Outcomes", words, add, grouped(cards))}
    )


@keeper
def outcome_add(request: SignedIn) -> HttpResponse:
    """A new outcome."""
    page = Page("Add an outcome", reverse("settings_outcomes"), "The outcome is added.", "Add the outcome")
    return answered(request, page, NewOutcome(sent(request)), add_outcome)


@keeper
def outcome_change(request: SignedIn, outcome: str) -> HttpResponse:
    """What an outcome is called, and how severe it is."""
    row = get_object_or_404(Outcome, pk=outcome)
    page = Page(
        f"Change {row.name}", reverse("settings_outcomes"), f"{row.name} is changed.", words=(_BACK_TOO,)
    )
    return answered(request, page, OutcomeChange(sent(request), row=row), partial(change_outcome, row))


@keeper
def outcome_end(request: SignedIn, outcome: str) -> HttpResponse:
    """The last day of an outcome."""
    return _ended(request, get_object_or_404(Outcome, pk=outcome), reverse("settings_outcomes"))


def _ended(request: SignedIn, row: Cohort | Outcome, back: str) -> HttpResponse:
    words = ("After its last day it cannot be chosen any more. Referrals that have it keep it.",)
    page = Page(f"End {row.name}", back, f"{row.name}: the last day is saved.", words=words)
    return answered(request, page, UseEnd(sent(request), row=row), partial(end_in_use, row))


def _card(row: Cohort | Outcome, kind: str, *facts: tuple[str, str]) -> Card:
    return Card(
        row.name,
        state(row.valid_from, row.valid_to),
        (
            ("Code", row.pk),
            *facts,
            ("First day", said(row.valid_from, "Always")),
            ("Last day", said(row.valid_to, "No end")),
        ),
        (
            ("Change", reverse(f"settings_{kind}_change", args=[row.pk])),
            ("End", reverse(f"settings_{kind}_end", args=[row.pk])),
        ),
    )
