"""Signing in (trust.md, promise thirteen): a second factor always, a lockout that no spelling stretches,
and out on the next request when access ends.
"""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mash.partnership.actions import move, suspend
from mash.partnership.models import Agency
from mash.trail.models import Entry
from tests.done import done
from tests.web.conftest import PASSWORD, SECRET

LOGIN, SECOND, HOME = "/account/login/", "/account/second-factor/authenticate/", "/"
SPELLINGS = (
    "triage@moorland.example",
    "TRIAGE@moorland.example",
    " triage@moorland.example ",
    "Triage@Moorland.Example",
    "trIAGE@moorland.EXAMPLE",
)


def code():
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def try_password(client, email="triage@moorland.example", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def signed_in(client):
    return client.get(HOME).status_code == 200


def test_a_password_alone_lets_nobody_in(account):
    account()
    client = Client()
    assert try_password(client).headers["Location"] == SECOND
    assert not signed_in(client)
    client.post(SECOND, {"code": "000000"})
    assert not signed_in(client)
    client.post(SECOND, {"code": code()})
    assert signed_in(client)


def test_who_has_no_second_factor_yet_can_do_nothing_but_set_one_up(account):
    account(second_factor=False)
    client = Client()
    try_password(client)
    assert client.get(HOME).headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_secret_of_a_second_factor_is_not_readable_in_the_database(account):
    stored = account().authenticator_set.get(type=Authenticator.Type.TOTP).data["secret"]
    assert SECRET not in stored


def test_the_last_second_factor_stays(account, client_of):
    tess = account()
    client = client_of(tess)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert tess.authenticator_set.filter(type=Authenticator.Type.TOTP).exists()


@pytest.mark.parametrize("last", SPELLINGS)
def test_five_wrong_tries_close_an_account_however_it_is_spelt(account, last):
    account()
    for number, spelling in enumerate(SPELLINGS):
        try_password(Client(), spelling, "wrong", headers={"X-Forwarded-For": f"10.0.0.{number}"})
    closed = Client()
    assert try_password(closed, last).status_code == 429
    assert not signed_in(closed)


def test_letters_that_look_alike_are_no_way_round(account):
    account()
    client = Client()
    for _ in range(6):
        assert try_password(client, "ｔｒｉａｇｅ@moorland.example").status_code in (200, 429)
    assert not signed_in(client)


def test_an_account_that_was_closed_opens_again_after_a_quarter_of_an_hour(account):
    from axes.models import AccessAttempt

    account()
    for _ in range(5):
        try_password(Client(), password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    client = Client()
    from django.core.cache import cache

    cache.clear()  # allauth counts too; its quarter of an hour is over as well
    assert try_password(client).headers["Location"] == SECOND


def test_wrong_tries_at_one_account_do_not_close_another(account):
    account()
    account("researcher", name="Rhys Researcher")
    for _ in range(6):
        try_password(Client(), password="wrong")
    assert try_password(Client(), "researcher@moorland.example").headers["Location"] == SECOND


def test_the_answer_does_not_tell_whether_there_is_such_an_account(account):
    account()
    pages = [
        try_password(Client(), email, "wrong").content.decode()
        for email in ("triage@moorland.example", "nobody@moorland.example")
    ]
    errors = [page[page.index("govuk-error-summary__body") : page.index("<h1")] for page in pages]
    assert errors[0] == errors[1]


@pytest.mark.parametrize("ending", ["suspended", "moved", "run out", "password"])
def test_access_that_ends_ends_on_the_next_request(account, client_of, ending):
    tess = account()
    client = client_of(tess)
    assert signed_in(client)
    if ending == "suspended":
        done(suspend, tess)
    elif ending == "moved":
        done(move, tess, to=Agency.objects.create(agency_id="police", name="Moorland Police", kind="police"))
    elif ending == "run out":
        tess.access_until = timezone.now().date() - timedelta(days=2)
        tess.save()
    else:
        tess.set_password("another evidently fictional one")
        tess.save()
    assert not signed_in(client)


def test_a_session_ends_after_a_quarter_of_an_hour_without_a_request(account, client_of):
    from django.contrib.sessions.models import Session

    client = client_of(account())
    client.get(HOME)
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not signed_in(client)


def test_nobody_signs_up(db):
    assert Client().get("/account/signup/").status_code == 404


def test_where_one_is_sent_after_signing_in_is_never_another_site(account):
    account()
    client = Client()
    client.post(
        LOGIN + "?next=https://evil.example/",
        {"login": "triage@moorland.example", "password": PASSWORD, "next": "https://evil.example/"},
    )
    response = client.post(SECOND, {"code": code()})
    assert response.headers["Location"] == HOME


def test_a_server_error_undoes_what_was_written(account, client_of, monkeypatch):
    from mash.partnership.models import Hub
    from mash.web import account as page

    def broken(*args, **kwargs):
        Hub.objects.create(hub_id="half", name="Half done")
        raise RuntimeError("Zebedee Canary")

    client = client_of(account())
    client.raise_request_exception = False
    monkeypatch.setattr(page, "render", broken)
    response = client.get(HOME)
    assert response.status_code == 500
    assert b"Canary" not in response.content
    assert not Hub.objects.filter(hub_id="half").exists()


def test_who_signs_in_and_out_is_on_the_trail(account):
    tess = account()
    client = Client()
    try_password(client)
    client.post(SECOND, {"code": code()})
    client.post(reverse("account_logout"))
    entries = Entry.objects.filter(account=tess.pk)
    assert [(entry.verb, entry.agency, entry.record) for entry in entries] == [
        ("signed in", "council", str(tess.pk)),
        ("signed out", "council", str(tess.pk)),
    ]


def test_where_the_trail_cannot_be_written_nobody_comes_in(account, monkeypatch):
    from mash.trail import record

    account()
    client = Client(raise_request_exception=False)
    try_password(client)

    def full(notes):
        raise OSError("no space left")

    monkeypatch.setattr(record, "_write", full)
    assert client.post(SECOND, {"code": code()}).status_code == 500
    monkeypatch.undo()
    assert not signed_in(client)
