"""Where the settings begin: what there is to keep, for whom it is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mash.partnership.policy import Permission
from mash.web.access import SignedIn, needs

SETTINGS = (Permission.ACCOUNT_KEEP, Permission.REFERENCE_KEEP)

_ACCOUNTS = (
    ("settings_accounts", "Accounts", "Who can sign in, and their roles in each hub"),
    ("settings_agencies", "Agencies", "Who refers, is asked and decides, and which agency follows another"),
    ("settings_hubs", "Hubs", "Where agencies look at referrals together"),
    ("settings_teams", "Teams", "People of one agency who work together in a hub"),
)
_REFERENCE = (
    ("settings_risks", "Ratings", "Each rating with its target and clock, and from when they count"),
    ("settings_cohorts", "Cohorts", "The categories of business"),
    ("settings_outcomes", "Outcomes", "What the hub can decide on, and how severe it is"),
    ("settings_closed_days", "Closed days", "Bank holidays and closures, for clocks of working hours"),
)


@needs(*SETTINGS)
def start(request: SignedIn) -> HttpResponse:
    """The lists that somebody keeps."""
    groups = (
        ("People and agencies", _ACCOUNTS, Permission.ACCOUNT_KEEP),
        ("Reference data", _REFERENCE, Permission.REFERENCE_KEEP),
    )
    shown = [
        (name, [(reverse(route), title, words) for route, title, words in lists])
        for name, lists, permission in groups
        if request.principal.may(permission)
    ]
    return render(request, "settings/start.html", {"groups": shown})
