"""Hubs and the teams in them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mash.partnership.actions import add_hub, add_team, rename_hub, rename_team
from mash.partnership.models import Team
from mash.partnership.policy import Permission
from mash.web.access import SignedIn, needs
from mash.web.pages import sent
from mash.web.settings.agency_forms import HubName, NewHub, NewTeam, TeamName, hubs_of
from mash.web.settings.editing import Page, answered
from mash.web.settings.listing import Card, Listing

keeper = needs(Permission.ACCOUNT_KEEP)


@keeper
def hubs(request: SignedIn) -> HttpResponse:
    """The hubs that one administers."""
    cards = (
        Card(
            row.name, None, (("Code", row.pk),), (("Change", reverse("settings_hub_change", args=[row.pk])),)
        )
        for row in hubs_of(request.principal)
    )
    words = "Where agencies look at referrals together. You see the hubs that you administer."
    listing = Listing(
        "Hubs", words, ("Add a hub", reverse("settings_hub_add")), (("Your hubs", tuple(cards)),)
    )
    return render(request, "settings/listing.html", {"listing": listing})


@keeper
def hub_add(request: SignedIn) -> HttpResponse:
    """A new hub, whose first administrator is who adds it."""
    words = ("You become its administrator, and can then give others roles in it.",)
    page = Page("Add a hub", reverse("settings_hubs"), "The hub is added.", "Add the hub", words)
    return answered(request, page, NewHub(sent(request)), partial(add_hub, administrator=request.user))


@keeper
def hub_change(request: SignedIn, hub: str) -> HttpResponse:
    """What a hub is called."""
    row = get_object_or_404(hubs_of(request.principal), pk=hub)
    page = Page(f"Change {row.name}", reverse("settings_hubs"), "The hub is changed.")
    return answered(request, page, HubName(sent(request), row=row), partial(rename_hub, row))


@keeper
def teams(request: SignedIn) -> HttpResponse:
    """The teams in the hubs that one administers."""
    rows = Team.objects.filter(hub__in=hubs_of(request.principal)).select_related("agency", "hub")
    groups: dict[str, list[Card]] = {}
    for row in rows.order_by("hub__name", "agency__name", "name"):
        links = (("Change", reverse("settings_team_change", args=[row.pk])),)
        groups.setdefault(row.hub.name, []).append(
            Card(row.name, None, (("Agency", row.agency.name),), links)
        )
    listing = Listing(
        "Teams",
        "People of one agency who work together in a hub. A referral or a request can be given to a team.",
        ("Add a team", reverse("settings_team_add")),
        tuple((name, tuple(cards)) for name, cards in groups.items()),
    )
    return render(request, "settings/listing.html", {"listing": listing})


@keeper
def team_add(request: SignedIn) -> HttpResponse:
    """A new team."""
    page = Page("Add a team", reverse("settings_teams"), "The team is added.", "Add the team")
    return answered(request, page, NewTeam(sent(request), request.principal), add_team)


@keeper
def team_change(request: SignedIn, team: int) -> HttpResponse:
    """What a team is called."""
    row = get_object_or_404(Team, pk=team, hub__in=hubs_of(request.principal))
    page = Page(f"Change {row.name}", reverse("settings_teams"), "The team is changed.")
    return answered(request, page, TeamName(sent(request), row=row), partial(rename_team, row))
