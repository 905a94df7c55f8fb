"""Sign-in through an agency's own provider: who comes in, who does not, and what is not believed.

The provider is a real one at the network's edge (identity_provider.py): HTTP, keys, signatures.
"""

import html
import re
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from mash.partnership.actions import move, suspend
from mash.partnership.models import Agency
from mash.trail.models import Entry
from mash.web.provider import file
from tests.done import done
from tests.web.conftest import PASSWORD
from tests.web.identity_provider import CLIENT, SECRET, by_the_provider, identity_provider, key, written
from tests.web.test_sign_in import HOME, LOGIN, SECOND, code, signed_in

GO, BACK = "/account/provider/council-id/", "/account/provider/council-id/callback/"
REFUSED, FAILED = "You cannot sign in this way", "That sign-in did not work"


@pytest.fixture(scope="module")
def server():
    """An identity provider."""
    with identity_provider() as one:
        yield one


@pytest.fixture
def provider(server, tmp_path, monkeypatch):
    """The council's provider, honest again."""
    server.__init__(server.address)
    monkeypatch.setenv(file.NAMED_BY, str(written(tmp_path, server.address)))
    file.providers.cache_clear()
    yield server
    file.providers.cache_clear()


def to_the_provider(client, **sent):
    """Where the button leads."""
    return client.post(GO, sent).headers["Refresh"].removeprefix("0; url=")


def came_back(client, provider, **sent):
    """The answer to somebody who went to the provider, signed in there and came back."""
    return client.get(provider.authorized(_query(to_the_provider(client, **sent))))


def _query(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def heading(response):
    return html.unescape(re.search(r"<h1[^>]*>([^<]*)", response.content.decode()).group(1))


def links():
    from allauth.socialaccount.models import SocialAccount

    return SocialAccount.objects.all()


def refusals():
    return [entry.detail["why"] for entry in Entry.objects.filter(verb="sign-in refused")]


def test_whoever_has_an_account_of_the_agency_comes_in_with_the_second_factor(account, provider):
    tess = account()
    client = Client()
    assert came_back(client, provider).headers["Location"] == SECOND
    assert not signed_in(client)
    client.post(SECOND, {"code": "000000"})
    assert not signed_in(client)
    client.post(SECOND, {"code": code()})
    assert signed_in(client)
    entries = Entry.objects.filter(record=str(tess.pk)).exclude(verb__in=("opened", "appointed"))
    assert [(entry.verb, entry.detail) for entry in entries] == [
        ("sign-in provider linked", {"provider": "council-id"}),
        ("signed in", {"way": "provider", "provider": "council-id"}),
    ]


def test_who_has_no_second_factor_yet_sets_one_up_first(account, provider):
    account(second_factor=False)
    client = Client()
    came_back(client, provider)
    assert client.get(HOME).headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_password_and_a_passkey_are_on_the_trail_as_the_way(account):
    from mash.web.sign_in import _way

    account()
    client = Client()
    client.post(LOGIN, {"login": "triage@moorland.example", "password": PASSWORD})
    client.post(SECOND, {"code": code()})
    assert Entry.objects.get(verb="signed in").detail == {"way": "password"}
    assert _way([{"method": "mfa", "passwordless": True}]) == {"way": "passkey"}


@pytest.mark.parametrize("email", ["TRIAGE@Moorland.Example", " ｔｒｉａｇｅ@moorland.example "])
def test_an_e_mail_address_is_compared_as_everywhere(account, provider, email):
    account()
    provider.says |= {"email": email}
    assert came_back(Client(), provider).headers["Location"] == SECOND


def test_after_the_first_time_the_subject_decides(account, provider):
    account()
    account("researcher", name="Rhys Researcher")
    came_back(Client(), provider)
    provider.says |= {"email": "researcher@moorland.example", "email_verified": False}
    client = Client()
    came_back(client, provider)
    client.post(SECOND, {"code": code()})
    assert client.get(HOME).context["request"].user.email == "triage@moorland.example"


def test_another_subject_with_the_same_e_mail_address_is_refused(account, provider):
    account()
    came_back(Client(), provider)
    provider.says |= {"sub": "subject-2"}
    client = Client()
    assert heading(came_back(client, provider)) == REFUSED
    assert not signed_in(client)
    assert refusals() == ["the account is another subject's"]
    assert links().get().uid == "subject-1"


def test_an_administrator_forgets_the_subject_and_another_can_come(account, provider, ada):
    tess = account()
    came_back(Client(), provider)
    step = reverse("settings_account_provider", args=[tess.pk])
    assert step in ada.get(reverse("settings_account", args=[tess.pk])).content.decode()
    assert "Forget how Tess Triage" not in heading(ada.post(step, follow=True))
    provider.says |= {"sub": "subject-2"}
    assert came_back(Client(), provider).headers["Location"] == SECOND
    assert Entry.objects.get(verb="sign-in provider forgotten").detail == {"provider": ["council-id"]}


def test_anybody_else_is_refused_with_the_same_words(account, provider):
    account()
    other = account("researcher", name="Olly Other")
    other.agency = Agency.objects.create(agency_id="police", name="Moorland Police", kind="police")
    other.save()
    refused = (
        ({"email": "nobody@moorland.example"}, "nobody has opened an account"),
        ({"email": "researcher@moorland.example"}, "the account is of another agency"),
        ({"email_verified": False}, "the e-mail address is not verified"),
        ({"email_verified": "false"}, "the e-mail address is not verified"),
        ({"email_verified": None}, "the e-mail address is not verified"),
    )
    honest, pages = provider.says, set()
    for says, _why in refused:
        provider.says = honest | says
        client = Client()
        response = came_back(client, provider)
        assert (response.status_code, heading(response)) == (403, REFUSED), says
        assert not signed_in(client)
        pages.add(response.content)
    assert len(pages) == 1
    assert b"Ask the administrator of your hub" in pages.pop()
    assert refusals() == [why for _says, why in refused]
    assert not links().exists()


def test_who_comes_without_an_e_mail_address_is_refused(account, provider):
    account()
    provider.says = provider.userinfo = {"sub": "subject-1", "email_verified": True}
    assert heading(came_back(Client(), provider)) == REFUSED
    del provider.document["userinfo_endpoint"]
    assert heading(came_back(Client(), provider)) == REFUSED


@pytest.mark.parametrize("known", [True, False])
def test_a_suspended_account_does_not_come_in(account, provider, known):
    tess = account()
    if known:
        came_back(Client(), provider)
    done(suspend, tess)
    client = Client()
    assert came_back(client, provider).headers["Location"] == reverse("account_inactive")
    client.post(SECOND, {"code": code()})
    assert not signed_in(client)
    assert links().exists() == known


def test_who_has_moved_to_another_agency_no_longer_comes_through_the_old_one(account, provider):
    tess = account()
    came_back(Client(), provider)
    done(move, tess, to=Agency.objects.create(agency_id="police", name="Moorland Police", kind="police"))
    client = Client()
    assert heading(came_back(client, provider)) == REFUSED
    assert not signed_in(client)
    assert refusals() == ["the account is of another agency"]


def _signed(algorithm="RS256", by=None, kid="one", **other):
    secret = by if by is not None else key()

    def sign(claims):
        return jwt.encode(claims | other, secret, algorithm=algorithm, headers={"kid": kid})

    return sign


def _without(claim):
    return lambda claims: by_the_provider({name: value for name, value in claims.items() if name != claim})


UNBELIEVED = {
    "for another client": _signed(aud="another"),
    "made for another client": _signed(azp="another"),
    "unsigned": _signed(algorithm="none", by=""),
    "signed by somebody else": lambda claims: _signed(by=key(1))(claims),
    "signed with an unknown key": lambda claims: _signed(by=key(1), kid="two")(claims),
    "signed with the shared secret": _signed(algorithm="HS256", by=SECRET),
    "of a subject that is no text": _signed(sub="subject\0"),
    "of another sign-in": _signed(nonce="another"),
    "without a nonce": _without("nonce"),
    "of another issuer": _signed(iss="https://another.example"),
    "run out": _signed(exp=int(time.time()) - 120),
    "that never runs out": _without("exp"),
    "without a subject": _without("sub"),
    "no token": lambda claims: "nonsense",
    "no text": lambda claims: {"a": 1},
}


def test_a_token_is_not_believed_that_is_not_signed_fresh_and_for_us(account, provider):
    account()
    for token, sign in UNBELIEVED.items():
        provider.sign = sign
        client = Client()
        response = came_back(client, provider)
        assert (response.status_code, heading(response)) == (403, FAILED), token
        assert not signed_in(client), token
        assert client.get(SECOND).headers["Location"] == LOGIN, token
    assert not links().exists()


def test_coming_back_for_a_sign_in_that_was_not_begun_here_is_refused(account, provider):
    account()
    client = Client()
    came_back(client, provider)
    states = {
        "none": {},
        "made up": {"state": "made-up"},
        "used before": {"state": provider.asked["state"]},
        "of another browser": {"state": _query(to_the_provider(Client()))["state"]},
    }
    for state, words in states.items():
        asked = provider.asked | words
        sent = {"code": _query(provider.authorized(asked))["code"]} | words
        response = client.get(BACK, sent)
        assert (response.status_code, heading(response)) == (403, FAILED), state


def test_an_e_mail_address_may_stand_in_userinfo_of_the_same_subject(account, provider):
    account()
    provider.userinfo = {"sub": "subject-2", "email": "triage@moorland.example", "email_verified": True}
    provider.says = {"sub": "subject-1"}
    assert heading(came_back(Client(), provider)) == FAILED
    provider.userinfo["sub"] = "subject-1"
    assert came_back(Client(), provider).headers["Location"] == SECOND


def test_a_provider_may_name_another_claim_for_verified_addresses(account, provider, tmp_path):
    account()
    listed = tmp_path / "providers.toml"
    listed.write_text(listed.read_text() + 'verified_claim = "xms_edov"\n')
    file.providers.cache_clear()
    assert heading(came_back(Client(), provider)) == REFUSED
    provider.says |= {"xms_edov": "1"}
    assert came_back(Client(), provider).headers["Location"] == SECOND


def test_a_provider_that_is_away_or_wrong_leads_to_a_plain_page(db, provider, tmp_path, monkeypatch):
    whole = provider.document
    documents = (
        None,
        ["authorization_endpoint"],
        {},
        whole | {"issuer": "https://another.example"},
        whole | {"authorization_endpoint": "http://provider.example/authorize"},
        whole | {"token_endpoint": 7},
    )
    for document in documents:
        provider.document = document
        response = Client().post(GO)
        assert (response.status_code, heading(response)) == (403, FAILED), document
    monkeypatch.setenv(file.NAMED_BY, str(written(tmp_path, "http://127.0.0.1:9")))
    file.providers.cache_clear()
    assert heading(Client().post(GO)) == FAILED


def test_coming_back_without_signing_in_leads_to_a_plain_page(db, provider):
    for answer, title in (("access_denied", "You did not sign in"), ("server_error", FAILED)):
        client = Client()
        state = _query(to_the_provider(client))["state"]
        response = client.get(BACK, {"state": state, "error": answer})
        assert (response.status_code, heading(response)) == (403, title)


def test_one_comes_to_the_page_one_wanted_and_never_to_another_site(account, provider):
    account()
    for wanted, reached in (("/notices/", "/notices/"), ("https://evil.example/", HOME)):
        client = Client()
        came_back(client, provider, next=wanted)
        reply = client.post(SECOND, {"code": code()})
        assert reply.headers.get("Location", reached) == reached, wanted
        connection.cursor().execute("DELETE FROM cache")  # a code is good once: let it be good again


def test_no_more_is_asked_for_and_nothing_else_is_kept(account, provider):
    account()
    client = Client()
    client.post(GO + "?scope=profile,offline_access&auth_params=prompt%3Dnone&process=connect")
    provider.says |= {"name": "Tess Triage", "family_name": "Triage"}
    came_back(client, provider)
    assert set(provider.asked["scope"].split()) == {"openid", "email"}
    assert "prompt" not in provider.asked
    link = links().get()
    assert (link.provider, link.uid, link.extra_data) == ("council-id", "subject-1", {})
    for table in ("socialaccount_socialtoken", "socialaccount_socialapp"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"INSERT INTO {table} DEFAULT VALUES")


def test_the_sign_in_page_has_a_button_for_each_provider_and_forms_stay_here(account, provider):
    response = Client().get(LOGIN)
    assert "Sign in with the council" in response.content.decode()
    assert "form-action 'self';" in response.headers["Content-Security-Policy"] + ";"
    assert Client().get(GO).headers["Location"] == LOGIN


def test_without_a_file_there_is_no_button_and_no_page(db, monkeypatch):
    monkeypatch.delenv(file.NAMED_BY, raising=False)
    file.providers.cache_clear()
    assert "through your agency" not in Client().get(LOGIN).content.decode()
    for method in ("get", "post"):
        assert getattr(Client(), method)(GO).status_code == 404
        assert getattr(Client(), method)(BACK).status_code == 404


def test_pages_of_allauth_that_sign_somebody_up_or_connect_accounts_are_not_there(ada):
    for place in ("signup/", "", "login/cancelled/", "login/error/"):
        for prefix in ("/account/3rdparty/", "/accounts/3rdparty/", "/account/social/"):
            assert ada.get(prefix + place).status_code == 404


def test_the_client_secret_is_in_no_representation(provider):
    assert CLIENT in repr(file.providers()[0])
    assert "fictional secret" not in repr(file.providers()[0])
