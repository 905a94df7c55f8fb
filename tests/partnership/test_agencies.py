"""Agencies end and are followed; chains of successors do not loop; hubs keep an administrator."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from mash.framework.london import today
from mash.partnership.actions import (
    ChangedMeanwhile,
    add_agency,
    add_hub,
    add_team,
    change_agency,
    end_agency,
    open_account,
    plain,
    rename_hub,
    rename_team,
)
from mash.partnership.models import Agency, Hub, Team
from mash.partnership.policy import Permission
from mash.partnership.principal import principal_of
from mash.trail.models import Entry
from tests.done import done

LAST = date(2024, 3, 31)
END = ("name", "valid_to", "successor")


def ended(agency, by, last=LAST):
    agency.refresh_from_db()
    done(end_agency, agency, seen=plain(agency, END), valid_to=last, successor=by)


def test_an_agency_is_added_changed_and_ended_and_each_is_on_the_trail(council, police):
    trust = done(add_agency, agency_id="trust", name="Old Trust", kind="health", in_baseline=True)
    words = {"name": "Moorland Trust", "kind": "mental_health", "in_baseline": False, "valid_from": None}
    words["exempt_because"] = "Its work comes from courts."
    done(change_agency, trust, seen=plain(trust, words), **words)
    ended(trust, council)
    trust = Agency.objects.get(pk="trust")
    assert (trust.name, trust.kind, trust.in_baseline) == ("Moorland Trust", "mental_health", False)
    assert (trust.valid_to, trust.successor) == (LAST, council)
    entries = Entry.objects.filter(kind="agency", record="trust")
    assert [(entry.verb, entry.detail) for entry in entries][1:] == [
        (
            "changed",
            {
                "name": ["Old Trust", "Moorland Trust"],
                "kind": ["health", "mental_health"],
                "in_baseline": [True, False],
                "exempt_because": ["", "Its work comes from courts."],
            },
        ),
        ("ended", {"valid_to": [None, "2024-03-31"], "successor": [None, "council"]}),
    ]


def test_a_code_is_taken_once_and_the_agency_that_has_it_stays(council):
    with pytest.raises(ValidationError) as caught:
        done(add_agency, agency_id="council", name="Another", kind="police", in_baseline=True)
    assert "agency_id" in caught.value.message_dict
    council.refresh_from_db()
    assert council.name == "Moorland Council"


def test_a_chain_of_successors_does_not_loop(council, police):
    third = done(add_agency, agency_id="third", name="Third", kind="health", in_baseline=True)
    ended(council, police)
    ended(police, third)
    with pytest.raises(ValidationError) as caught:
        ended(third, council)
    assert caught.value.message_dict == {
        "successor": ["Third comes after Moorland Council already; a chain of successors cannot loop."]
    }
    with pytest.raises(ValidationError, match="cannot loop"):
        ended(third, third)


def test_a_successor_needs_a_last_day(council, police):
    with pytest.raises(ValidationError) as caught:
        ended(council, police, last=None)
    assert caught.value.messages == ["An agency that has a successor has a last day."]


def test_an_agency_does_not_end_with_the_last_administrator_of_a_hub(council, hub):
    done(
        open_account,
        email="ada@moorland.example",
        name="Ada Admin",
        agency=council,
        roles=((hub, "administrator"),),
    )
    with pytest.raises(ValidationError, match="Moorland hub would have no administrator from"):
        ended(council, None, last=today() + timedelta(days=10))
    council.refresh_from_db()
    assert council.valid_to is None


def test_the_second_of_two_editors_is_told(council, police):
    opened = plain(council, END)
    ended(council, police)
    with pytest.raises(ChangedMeanwhile):
        done(end_agency, council, seen=opened, valid_to=None, successor=None)


def test_who_adds_a_hub_is_its_first_administrator(tess):
    hub = done(add_hub, hub_id="fell", name="Fell hub", administrator=tess)
    assert principal_of(tess, today()).hubs(Permission.ACCOUNT_KEEP) == {"fell"}
    done(rename_hub, hub, seen={"name": "Fell hub"}, name="Fell and Dale hub")
    assert Hub.objects.get(pk="fell").name == "Fell and Dale hub"
    kinds = Entry.objects.filter(record__in=["fell", str(tess.pk)]).values_list("verb", flat=True)
    assert list(kinds)[-3:] == ["added", "appointed", "changed"]


def test_a_team_is_named_once_in_a_hub(council, hub):
    team = done(add_team, name="Front door", agency=council, hub=hub)
    with pytest.raises(ValidationError, match="has a team of this name"):
        done(add_team, name="Front door", agency=council, hub=hub)
    done(rename_team, team, seen={"name": "Front door"}, name="First response")
    assert Team.objects.get().name == "First response"
