"""Agencies, hubs and teams on pages."""

from datetime import date

import pytest
from django.urls import reverse

from mash.partnership.models import Agency, Hub, Team
from mash.partnership.policy import Permission
from tests.web.sent import boxes, errors, opened

LAST = date(2024, 3, 31)


@pytest.fixture
def trust(db):
    return Agency.objects.create(agency_id="trust", name="Old Trust", kind="health")


def test_an_agency_is_added_with_all_that_there_is_to_say(ada, agency):
    sent = {"agency_id": "trust", "name": "Moorland Trust", "kind": "health", "successor": "council"}
    sent["exempt_because"] = "It asks, and refers nobody."
    ada.post(reverse("settings_agency_add"), sent | boxes("valid_to", LAST))
    row = Agency.objects.get(pk="trust")
    assert (row.kind, row.in_baseline, row.valid_to, row.successor) == ("health", False, LAST, agency)
    page = ada.get(reverse("settings_agencies")).content.decode()
    assert page.index("Moorland Council") < page.index(">Ended</h2>") < page.index("Moorland Trust")


def test_an_agency_is_changed(ada, trust):
    address = reverse("settings_agency_change", args=["trust"])
    sent = {"seen": opened(ada, address), "name": "Moorland Trust", "kind": "mental_health"}
    assert errors(ada.post(address, sent)) == {
        "Say why the agency does not route its core work through the hub.": "id_exempt_because"
    }
    ada.post(address, sent | {"exempt_because": "Its patients come from courts."})
    trust.refresh_from_db()
    assert (trust.name, trust.kind, trust.in_baseline) == ("Moorland Trust", "mental_health", False)
    assert "No: Its patients come from courts." in ada.get(reverse("settings_agencies")).content.decode()
    sent |= {"seen": opened(ada, address), "exempt_because": "Its patients come from courts."}
    both = ada.post(address, sent | {"in_baseline": "on"})
    assert list(errors(both).values()) == ["id_exempt_because"]


def test_a_name_that_looks_like_a_day_is_shown_as_it_is_where_somebody_else_was_quicker(ada, trust):
    address = reverse("settings_agency_change", args=["trust"])
    seen = opened(ada, address)
    ada.post(address, {"seen": seen, "name": "Moorland Trust", "kind": "health", "in_baseline": "on"})
    page = ada.post(address, {"seen": seen, "name": "2026-02-30", "kind": "health"})
    assert "Somebody else changed this" in page.content.decode()
    assert "2026-02-30" in page.content.decode()


def test_an_agency_ends_and_another_follows_it(ada, trust):
    address = reverse("settings_agency_end", args=["trust"])
    nobody = ada.post(address, {"seen": opened(ada, address), "successor": "council"})
    assert errors(nobody) == {"An agency that has a successor has a last day.": "id_valid_to_0"}
    itself = ada.post(address, {"seen": opened(ada, address), "successor": "trust"} | boxes("valid_to", LAST))
    assert list(errors(itself).values()) == ["id_successor"]
    ada.post(address, {"seen": opened(ada, address), "successor": "council"} | boxes("valid_to", LAST))
    trust.refresh_from_db()
    assert (trust.valid_to, trust.successor_id) == (LAST, "council")


def test_the_agency_of_the_last_administrator_does_not_end(ada, agency):
    address = reverse("settings_agency_end", args=["council"])
    response = ada.post(address, {"seen": opened(ada, address)} | boxes("valid_to", LAST))
    assert list(errors(response).values()) == ["id_valid_to_0"]
    agency.refresh_from_db()
    assert agency.valid_to is None


def test_a_kind_must_be_chosen(ada):
    response = ada.post(reverse("settings_agency_add"), {"agency_id": "a", "name": "A", "kind": ""})
    assert errors(response) == {"Choose what kind of agency it is": "id_kind"}


def test_a_hub_is_added_by_its_first_administrator_and_renamed(ada):
    from mash.framework.london import today
    from mash.partnership.models import Account
    from mash.partnership.principal import principal_of

    ada.post(reverse("settings_hub_add"), {"hub_id": "fell", "name": "Fell hub"})
    who = principal_of(Account.objects.get(), today())
    assert who.may(Permission.ACCOUNT_KEEP, "fell")
    address = reverse("settings_hub_change", args=["fell"])
    ada.post(address, {"seen": opened(ada, address), "name": "Fell and Dale hub"})
    assert "Fell and Dale hub" in ada.get(reverse("settings_hubs")).content.decode()


def test_what_is_of_another_hub_is_not_there(ada, agency):
    fell = Hub.objects.create(hub_id="fell", name="Fell hub")
    team = Team.objects.create(name="Far team", agency=agency, hub=fell)
    assert b"Fell" not in ada.get(reverse("settings_hubs")).content
    assert b"Far team" not in ada.get(reverse("settings_teams")).content
    assert ada.get(reverse("settings_hub_change", args=["fell"])).status_code == 404
    assert ada.get(reverse("settings_team_change", args=[team.pk])).status_code == 404
    sent = {"name": "Nearer", "agency": "council", "hub": "fell"}
    assert list(errors(ada.post(reverse("settings_team_add"), sent)).values()) == ["id_hub"]


def test_a_team_is_added_once_and_renamed(ada):
    sent = {"name": "Front door", "agency": "council", "hub": "moorland"}
    ada.post(reverse("settings_team_add"), sent)
    twice = ada.post(reverse("settings_team_add"), sent)
    assert errors(twice) == {"The agency has a team of this name in this hub.": "id_name"}
    team = Team.objects.get()
    address = reverse("settings_team_change", args=[team.pk])
    ada.post(address, {"seen": opened(ada, address), "name": "First response"})
    assert "First response" in ada.get(reverse("settings_teams")).content.decode()
