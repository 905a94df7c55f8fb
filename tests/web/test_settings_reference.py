"""Reference data on pages: lists by where a row stands, forms that say what is wrong and lose nothing."""

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from mash.framework.london import today
from mash.partnership.models import ClosedDay, Cohort, Outcome, Risk
from mash.trail.models import Entry
from tests.web.sent import boxes, errors, ids, opened

TOMORROW, NEXT_MONTH = today() + timedelta(days=1), today() + timedelta(days=30)
BLUE = {"name": "Blue", "rank": "1", "target_hours": "72", "clock": "elapsed"}


@pytest.fixture
def blue(db):
    words = {"risk": "blue", "name": "Blue", "rank": 1, "target_hours": 72, "clock": "elapsed"}
    return Risk.objects.create(**words, valid_from=date(2020, 1, 1))


def test_only_who_keeps_reference_data_or_accounts_finds_the_settings(account, client_of, ada):
    assert b'href="/settings/"' in ada.get("/").content
    tess = client_of(account())
    assert b'href="/settings/"' not in tess.get("/").content
    assert tess.get("/settings/").status_code == 403


def test_each_sees_what_they_keep(account, client_of, monkeypatch):
    from mash.partnership.policy import ROLES, Permission, Role

    clerk = Role("Clerk", "Keeps reference data.", frozenset({Permission.REFERENCE_KEEP}))
    monkeypatch.setitem(ROLES, "triage", clerk)
    client = client_of(account())
    assert b'href="/settings/"' in client.get("/").content
    page = client.get("/settings/").content.decode()
    assert "Ratings" in page
    assert "Accounts" not in page
    assert client.get(reverse("settings_accounts")).status_code == 403


def test_a_list_says_what_is_in_force_now_what_comes_later_and_what_has_ended(ada, blue):
    words = {"risk": "blue", "name": "Blue", "rank": 1, "clock": "elapsed"}
    Risk.objects.create(**words, valid_from=date(2010, 1, 1), valid_to=date(2019, 12, 31))
    Risk.objects.filter(pk=blue.pk).update(valid_to=NEXT_MONTH)
    Risk.objects.create(**words, valid_from=NEXT_MONTH + timedelta(days=1))
    page = ada.get(reverse("settings_risks")).content.decode()
    headings = re.findall(r'<h2 class="govuk-heading-m">([^<]*)', page)
    assert headings == ["In force now", "Later", "Ended"]
    assert re.findall(r"govuk-tag--\w+\">([^<]*)", page) == headings
    ended = page[page.index(">Ended</h2>") :]
    assert "Change" not in ended


def test_a_rating_is_added(ada):
    sent = BLUE | {"risk": "blue"} | boxes("valid_from", date(2020, 1, 1))
    assert ada.post(reverse("settings_risk_add"), sent).headers["Location"] == reverse("settings_risks")
    row = Risk.objects.get()
    assert (row.risk, row.target_hours, row.valid_from, row.valid_to) == ("blue", 72, date(2020, 1, 1), None)
    assert Entry.objects.filter(verb="added", kind="risk").get().agency == "council"
    assert b"The rating is added." in ada.get(reverse("settings_risks")).content


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(ada):
    sent = {"risk": "white space", "name": "", "rank": "0", "target_hours": "a day", "clock": ""}
    sent |= {"valid_from_day": "31", "valid_from_month": "2", "valid_from_year": "2027"}
    response = ada.post(reverse("settings_risk_add"), sent)
    told = errors(response)
    assert (
        told
        == {
            "The code can hold letters, digits, hyphens and underscores only": "id_risk",
            "Enter the name of the rating": "id_name",
            "Rank must be 1 or more": "id_rank",
            "Target in hours must be a number, such as 24 or 1.5": "id_target_hours",
            "Choose what the hours count": "id_clock_0",
            "First day in force must be a real date, such as 27 3 2027": "id_valid_from_0",
        }
        or told["Rank must be between 1 and 32767"]
    )
    assert set(told.values()) <= ids(response)
    page = response.content.decode()
    assert "<title>Error: Add a rating" in page
    for kept in ("white space", "a day", "31", "2027"):
        assert f'value="{kept}"' in page
    assert page.count('class="govuk-error-message"') == 6
    assert not Risk.objects.exists()


def test_a_rating_that_overlaps_is_refused_at_the_first_day(ada, blue):
    sent = BLUE | {"risk": "blue"} | boxes("valid_from", date(2021, 1, 1))
    response = ada.post(reverse("settings_risk_add"), sent)
    assert errors(response) == {
        "Blue is in force from 1 January 2020 with no end; the days overlap.": "id_valid_from_0"
    }
    assert Risk.objects.count() == 1
    assert not Entry.objects.filter(kind="risk").exists()


def test_a_target_is_changed_from_a_day_on(ada, blue):
    address = reverse("settings_risk_change", args=[blue.pk])
    sent = {"seen": opened(ada, address)} | BLUE | {"target_hours": "48"} | boxes("starts", NEXT_MONTH)
    ada.post(address, sent)
    assert list(Risk.objects.order_by("valid_from").values_list("target_hours", "valid_to")) == [
        (72, NEXT_MONTH - timedelta(days=1)),
        (48, None),
    ]


def test_a_target_is_not_changed_for_days_that_have_passed(ada, blue):
    address = reverse("settings_risk_change", args=[blue.pk])
    sent = {"seen": opened(ada, address)} | BLUE | {"target_hours": "48"} | boxes("starts", today())
    response = ada.post(address, sent)
    assert errors(response) == {
        "The first day must be after today: what has been in force stays as it was.": "id_starts_0"
    }
    assert Risk.objects.get().valid_to is None


def test_a_rating_is_ended_and_one_to_come_is_changed_and_removed(ada, blue):
    address = reverse("settings_risk_end", args=[blue.pk])
    ada.post(address, {"seen": opened(ada, address)} | boxes("valid_to", TOMORROW))
    assert Risk.objects.get().valid_to == TOMORROW
    later = Risk.objects.create(risk="blue", name="Blue", rank=1, clock="elapsed", valid_from=NEXT_MONTH)
    address = reverse("settings_risk_change", args=[later.pk])
    sent = {"seen": opened(ada, address)} | BLUE | {"target_hours": "1.5"} | boxes("valid_from", NEXT_MONTH)
    ada.post(address, sent)
    assert Risk.objects.get(pk=later.pk).target_hours == 1.5
    address = reverse("settings_risk_remove", args=[later.pk])
    ada.post(address, {"seen": opened(ada, address)})
    assert not Risk.objects.filter(pk=later.pk).exists()


def test_the_second_of_two_editors_sees_both_and_decides(ada, account, client_of):
    marac = Outcome.objects.create(outcome_id="marac", name="MARAC", severity=3, forum=True)
    address = reverse("settings_outcome_change", args=[marac.pk])
    bob = client_of(account("triage", name="Bob"))
    from mash.partnership.actions import appoint
    from mash.partnership.models import Account, Hub
    from tests.done import done

    done(appoint, Account.objects.get(name="Bob"), role="administrator", hub=Hub.objects.get())
    seen = opened(ada, address)
    assert opened(bob, address) == seen
    bob.post(address, {"seen": seen, "name": "MARAC panel", "severity": "2", "forum": "on"})
    response = ada.post(address, {"seen": seen, "name": "MARAC", "severity": "4", "forum": "on"})
    page = unescape(response.content.decode())
    assert "Somebody else changed this while you had it open." in page
    shown = re.findall(r"<dd class=\"govuk-summary-list__value\">([^<]*)", page)
    assert shown == [
        "MARAC",
        "MARAC panel",
        "MARAC",
        "3 – statutory assessment (section 17, Care Act)",
        "2 – early help or universal plus",
        "4 – statutory enquiry or strategy discussion (section 47, section 42)",
    ]
    marac.refresh_from_db()
    assert (marac.name, marac.severity) == ("MARAC panel", 2)
    again = unescape(re.search(r'name="seen" value="([^"]*)"', response.content.decode()).group(1))
    assert json.loads(again)["name"] == "MARAC panel"
    ada.post(address, {"seen": again, "name": "MARAC", "severity": "4", "forum": "on"})
    marac.refresh_from_db()
    assert (marac.name, marac.severity) == ("MARAC", 4)


@pytest.mark.parametrize("seen", ["", "{}", "[]", "nonsense", '{"name": "Neglect"}', "null"])
def test_a_form_that_does_not_say_what_was_seen_overwrites_nothing(ada, seen):
    row = Cohort.objects.create(cohort_id="neglect", name="Neglect", age_group="child")
    address = reverse("settings_cohort_change", args=[row.pk])
    response = ada.post(address, {"seen": seen, "name": "Neglected", "age_group": "any"})
    assert "Somebody else changed this" in response.content.decode()
    assert Cohort.objects.get().name == "Neglect"


def test_a_cohort_and_an_outcome_are_added_changed_and_ended(ada):
    ada.post(reverse("settings_cohort_add"), {"cohort_id": "neglect", "name": "Neglect", "age_group": "any"})
    ada.post(reverse("settings_outcome_add"), {"outcome_id": "advice", "name": "Advice", "severity": "1"})
    change = {"name": "Neglect of a child", "age_group": "child"} | boxes("valid_from", date(2020, 1, 1))
    for kind, code, changed in (
        ("cohort", "neglect", change),
        ("outcome", "advice", {"name": "Signposting", "severity": "0", "forum": "on"}),
    ):
        address = reverse(f"settings_{kind}_change", args=[code])
        ada.post(address, {"seen": opened(ada, address)} | changed)
        address = reverse(f"settings_{kind}_end", args=[code])
        ada.post(address, {"seen": opened(ada, address)} | boxes("valid_to", NEXT_MONTH))
    cohort, outcome = Cohort.objects.get(), Outcome.objects.get()
    assert (cohort.name, cohort.age_group, cohort.valid_from) == (
        "Neglect of a child",
        "child",
        date(2020, 1, 1),
    )
    assert (outcome.name, outcome.severity, outcome.forum) == ("Signposting", 0, True)
    assert cohort.valid_to == outcome.valid_to == NEXT_MONTH
    for address in (reverse("settings_cohorts"), reverse("settings_outcomes")):
        assert b"In force now" in ada.get(address).content


def test_a_code_that_is_taken_or_kept_is_refused_at_its_field(ada):
    for code, words in (("neglect", "already exists"), ("unknown", "kept for totals and gaps")):
        Cohort.objects.get_or_create(cohort_id="neglect", name="Neglect", age_group="child")
        sent = {"cohort_id": code, "name": "Another", "age_group": "child"}
        told = errors(ada.post(reverse("settings_cohort_add"), sent))
        assert [place for message, place in told.items() if words in message] == ["id_cohort_id"], told
    assert Cohort.objects.get().name == "Neglect"


def test_a_last_day_before_the_first_is_refused_at_the_last_day(ada):
    Cohort.objects.create(cohort_id="neglect", name="N", age_group="child", valid_from=date(2020, 1, 1))
    address = reverse("settings_cohort_end", args=["neglect"])
    response = ada.post(address, {"seen": opened(ada, address)} | boxes("valid_to", date(2019, 1, 1)))
    assert errors(response) == {"The last day comes before the first day.": "id_valid_to_0"}


def test_closed_days_are_added_changed_and_removed(ada):
    day = date(2199, 12, 26)
    ada.post(reverse("settings_closed_day_add"), boxes("date", day) | {"reason": "Boxing day"})
    address = reverse("settings_closed_day_change", args=["2199-12-26"])
    ada.post(address, {"seen": opened(ada, address), "reason": "Boxing Day"})
    assert ClosedDay.objects.get().reason == "Boxing Day"
    page = ada.get(reverse("settings_closed_days")).content.decode()
    assert "Thursday 26 December 2199" in page
    again = ada.post(reverse("settings_closed_day_add"), boxes("date", day) | {"reason": "Again"})
    assert list(errors(again).values()) == ["id_date_0"]
    address = reverse("settings_closed_day_remove", args=["2199-12-26"])
    ada.post(address, {"seen": opened(ada, address)})
    assert not ClosedDay.objects.exists()
    assert ada.get("/settings/closed-days/2199-02-31/change/").status_code == 404
