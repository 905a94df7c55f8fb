"""Accounts on pages: opened with a link to set a password, changed, suspended, moved, helped back in."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from mash.framework.london import today
from mash.partnership.models import Account, Agency, Hub
from mash.trail.models import Entry
from tests.done import done
from tests.web.conftest import PASSWORD
from tests.web.sent import boxes, errors, opened

NORA = {"email": "nora@moorland.example", "name": "Nora New", "agency": "council"}
TOMORROW = today() + timedelta(days=1)


def at(step, account, *more):
    return reverse(f"settings_{step}", args=[account.pk, *more])


def verbs(account):
    return list(Entry.objects.filter(kind="account", record=str(account.pk)).values_list("verb", flat=True))


@pytest.fixture
def tess(account):
    return account()


@pytest.fixture
def far(agency):
    """Somebody of another hub, whose accounts others keep."""
    from mash.partnership.actions import open_account

    fell = Hub.objects.create(hub_id="fell", name="Fell hub")
    words = {"email": "far@fell.example", "name": "Fay Far", "agency": agency}
    return done(open_account, **words, roles=((fell, "triage"),))


def test_an_account_is_opened_with_roles_and_a_link_to_set_a_password(ada):
    sent = NORA | {"email": " Nora@Moorland.example ", "roles_moorland": ["triage", "decision_maker"]}
    response = ada.post(reverse("settings_account_add"), sent)
    nora = Account.objects.get(email="nora@moorland.example")
    assert response.headers["Location"] == reverse("settings_accounts")
    assert set(nora.appointments.values_list("role", flat=True)) == {"triage", "decision_maker"}
    assert verbs(nora) == ["opened", "appointed", "appointed", "password link sent"]
    [message] = mail.outbox
    assert message.to == ["nora@moorland.example"]
    written = message.subject + message.body
    for personal in ("Nora", "nora", "Moorland Council", "Ada", "triage"):
        assert personal not in written
    assert "example.com" not in written


def test_the_link_lets_them_set_a_password_once(ada):
    ada.post(reverse("settings_account_add"), NORA)
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    nora = Client()
    form = nora.get(link, follow=True)
    new = {"password1": PASSWORD, "password2": PASSWORD}
    nora.post(form.redirect_chain[-1][0], new)
    account = Account.objects.get(email=NORA["email"])
    assert account.check_password(PASSWORD)
    assert verbs(account)[-1] == "password set"
    assert b"password1" not in Client().get(link, follow=True).content


def test_an_account_whose_link_cannot_be_sent_is_open_all_the_same(ada, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def refused(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refused)
    response = ada.post(reverse("settings_account_add"), NORA, follow=True)
    assert "could not be sent" in response.content.decode()
    nora = Account.objects.get(email=NORA["email"])
    assert verbs(nora) == ["opened"]
    monkeypatch.undo()
    ada.post(at("account_password", nora))
    assert [message.to for message in mail.outbox] == [[NORA["email"]]]


def test_what_is_wrong_with_a_new_account_is_said_at_its_field(ada):
    nothing = ada.post(reverse("settings_account_add"), {"until_day": "1"})
    assert errors(nothing) == {
        "Enter an e-mail address": "id_email",
        "Enter their name": "id_name",
        "Choose their agency": "id_agency",
        "Last day of access must be a real date, such as 27 3 2027": "id_until_0",
    }
    taken = ada.post(reverse("settings_account_add"), NORA | {"email": "ADMINISTRATOR@moorland.example"})
    assert errors(taken) == {"There is an account with this e-mail address.": "id_email"}
    assert 'value="Nora New"' in taken.content.decode()
    assert Account.objects.count() == 1
    assert not mail.outbox


def test_roles_are_given_in_hubs_that_one_administers_only(ada, far, tess):
    ada.post(reverse("settings_account_add"), NORA | {"roles_fell": ["administrator"]})
    assert not Account.objects.get(email=NORA["email"]).appointments.exists()
    response = ada.post(at("role_add", tess), {"hub": "fell", "role": "triage"})
    assert list(errors(response).values()) == ["id_hub"]


def test_accounts_of_other_hubs_are_not_there(ada, far):
    assert b"Fay Far" not in ada.get(reverse("settings_accounts")).content
    for step in ("account", "account_change", "account_suspend", "account_move", "account_second_factor"):
        assert ada.get(at(step, far)).status_code == 404
        assert ada.post(at(step, far)).status_code == 404
    far.refresh_from_db()
    assert far.suspended_at is None


def test_a_role_of_another_hub_is_not_ended(ada, far, hub):
    from mash.partnership.actions import appoint

    done(appoint, far, role="triage", hub=hub)
    theirs = far.appointments.get(hub="fell")
    assert ada.post(at("role_end", far, theirs.pk), {}).status_code == 404
    assert far.appointments.count() == 2


def test_accounts_are_found_by_name_or_address_fifty_on_a_page(ada, agency):
    Account.objects.bulk_create(
        Account(email=f"p{number:03}@fell.example", name=f"Person {number:03}", agency=agency)
        for number in range(120)
    )
    first = ada.get(reverse("settings_accounts")).content.decode()
    assert first.count("<tr") == 51
    assert "121 accounts" in first
    last = ada.get(reverse("settings_accounts") + "?q=person&page=3").content.decode()
    assert last.count("<tr") == 21
    assert "?q=person&amp;page=2" in last
    assert "Next page" not in last
    found = ada.get(reverse("settings_accounts") + "?q=P007@FELL").content.decode()
    assert "Person 007" in found
    assert found.count("<tr") == 2
    assert "p007@" in ada.get(reverse("settings_accounts") + "?q=p00%007@fell").content.decode()
    nobody = ada.get(reverse("settings_accounts") + "?q=<script>").content.decode()
    assert "0 accounts" in nobody
    assert "<script>”" not in nobody


def test_an_account_is_changed(ada, tess, agency, hub):
    from mash.partnership.actions import add_team

    team = done(add_team, name="Front door", agency=agency, hub=hub)
    address = at("account_change", tess)
    sent = {"seen": opened(ada, address), "name": "Tess T", "team": team.pk} | boxes("access_until", TOMORROW)
    ada.post(address, sent)
    tess.refresh_from_db()
    assert (tess.name, tess.team, tess.access_until) == ("Tess T", team, TOMORROW)
    response = ada.post(address, sent | {"name": "Tessa"})
    page = response.content.decode()
    assert "Somebody else changed this" in page
    assert "Front door" in page


def test_a_role_is_given_and_ended(ada, tess):
    ada.post(at("role_add", tess), {"hub": "moorland", "role": "decision_maker"})
    held = tess.appointments.get(role="decision_maker")
    assert held.valid_from == today()
    again = ada.post(at("role_add", tess), {"hub": "moorland", "role": "decision_maker"})
    assert list(errors(again).values()) == ["id_role_0"]
    address = at("role_end", tess, held.pk)
    ada.post(address, {"seen": opened(ada, address)} | boxes("valid_to", TOMORROW))
    held.refresh_from_db()
    assert held.valid_to == TOMORROW
    ada.post(address, {"seen": opened(ada, address)})
    assert list(tess.appointments.values_list("role", flat=True)) == ["triage"]
    assert verbs(tess)[2:] == ["appointed", "ended", "ended"]


def test_an_account_is_suspended_and_the_suspension_is_lifted(ada, tess, client_of):
    theirs = client_of(tess)
    assert theirs.get("/").status_code == 200
    ada.post(at("account_suspend", tess))
    assert theirs.get("/").status_code == 302
    twice = ada.post(at("account_suspend", tess))
    assert "This account is suspended already." in errors(twice)
    assert "Suspended" in ada.get(at("account", tess)).content.decode()
    ada.post(at("account_lift", tess))
    tess.refresh_from_db()
    assert tess.is_active
    assert theirs.get("/").status_code == 302, "a session of before stays ended"


def test_somebody_moves_to_another_agency_and_their_roles_end(ada, tess):
    police = Agency.objects.create(agency_id="police", name="Moorland Police", kind="police")
    assert errors(ada.post(at("account_move", tess))) == {"Choose an agency": "id_agency"}
    ada.post(at("account_move", tess), {"agency": "police"})
    tess.refresh_from_db()
    assert tess.agency == police
    assert not tess.appointments.exists()


def test_the_last_administrator_stays_and_is_told_why(ada, agency):
    me = Account.objects.get()
    for response in (
        ada.post(at("account_suspend", me)),
        ada.post(
            at("role_end", me, me.appointments.get().pk),
            {"seen": opened(ada, at("role_end", me, me.appointments.get().pk))},
        ),
    ):
        [words] = errors(response)
        assert words.startswith("Moorland hub would have no administrator from")
    assert ada.get("/settings/").status_code == 200


def test_a_lost_second_factor_is_reset_after_one_confirms(ada, tess, client_of):
    theirs = client_of(tess)
    page = ada.get(at("account_second_factor", tess)).content.decode()
    assert "Make sure that it is they who ask" in page
    assert tess.authenticator_set.exists()
    ada.post(at("account_second_factor", tess))
    assert not tess.authenticator_set.exists()
    assert theirs.get("/").headers["Location"].startswith(reverse("account_login"))
    assert verbs(tess)[-1] == "second factor reset"


def test_nobody_resets_their_own_second_factor(ada):
    me = Account.objects.get()
    response = ada.post(at("account_second_factor", me))
    assert "You cannot reset your own second factor. Ask another administrator." in errors(response)
    assert me.authenticator_set.exists()


def test_no_link_is_sent_to_who_has_no_access(ada, tess):
    ada.post(at("account_suspend", tess))
    response = ada.post(at("account_password", tess), follow=True)
    assert "No link was sent" in response.content.decode()
    assert not mail.outbox
    assert "password link sent" not in verbs(tess)
