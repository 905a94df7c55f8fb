"""The file of providers: each fault is told with its place and how to mend it, and stops the start."""

import re

import pytest
import typer

from mash.web.provider.file import NAMED_BY, FaultyProviders, providers, read, safe
from tests.web.identity_provider import SECRET, written

ADDRESS = "https://sign-in.council.example/v2.0"


def changed(old, new):
    return lambda text: text.replace(old, new)


FAULTS = {
    "a line outside": (lambda text: "x = 1\n" + text, "write each provider under a line [[provider]]"),
    "one bracket": (changed("[[provider]]", "[provider]"), "write each provider under a line [[provider]]"),
    "nothing": (lambda text: "", "leave MASH_SIGN_IN_PROVIDERS empty"),
    "no TOML": (lambda text: text + "=", "is not TOML"),
    "an unknown key": (changed("agency_id", "agency"), "provider 1: agency is no key. There are id, name"),
    "a missing key": (changed('agency_id = "council"', ""), "provider 1: agency_id is missing. Add it."),
    "no text": (changed('"mash"', "7"), 'provider 1: client_id is not text. Write client_id = "…".'),
    "an empty text": (changed('"mash"', '" "'), "provider 1: client_id is not text"),
    "an id for no address": (changed("council-id", "Council/Id"), "cannot stand in an address"),
    "an id twice": (lambda text: text + text, "provider 2: id: council-id stands here twice. Change one."),
    "no HTTPS": (changed("https:", "http:"), "server_url: 'http://sign-in.council.example/v2.0' is not"),
    "the document's address": (
        changed("/v2.0", "/v2.0/.well-known/openid-configuration"),
        "ends before /.well-known/openid-configuration",
    ),
    "a secret that is not there": (changed('"secret"', '"nowhere"'), "nowhere cannot be read: No such file"),
    "an empty secret": (changed('"secret"', '"empty"'), "empty is empty. Put the secret in it."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place_and_how_to_mend_it(tmp_path, fault):
    file = written(tmp_path, ADDRESS)
    (tmp_path / "empty").write_text("\n")
    change, words = FAULTS[fault]
    file.write_text(change(file.read_text()))
    with pytest.raises(FaultyProviders, match=re.escape(words)) as told:
        read(file)
    assert str(file) in str(told.value)


def test_a_file_that_is_whole_is_read(tmp_path):
    one, other = read(written(tmp_path, ADDRESS + "/", ADDRESS, agencies=("council", "police")))
    assert (one.id, one.agency_id, one.server_url) == ("council-id", "council", ADDRESS)
    assert (one.client_secret, one.verified_claim) == (SECRET, "email_verified")
    assert other.agency_id == "police"


def test_mash_serve_does_not_start_with_a_faulty_file(tmp_path, monkeypatch, capsys):
    from mash.cli.serve import command

    monkeypatch.setenv(NAMED_BY, str(tmp_path / "nowhere.toml"))
    providers.cache_clear()
    with pytest.raises(typer.Exit) as stopped:
        command()
    assert stopped.value.exit_code == 1
    assert "nowhere.toml, which cannot be read: No such file" in capsys.readouterr().err


def test_a_provider_of_an_agency_that_is_not_there_is_told(tmp_path, agency):
    from mash.config.shape import check_agencies

    check_agencies(read(written(tmp_path, ADDRESS)))
    with pytest.raises(FaultyProviders, match=r"no agency counsil. Open it .* or take one of council"):
        check_agencies(read(written(tmp_path, ADDRESS, agencies=("counsil",))))


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://a.example/x", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost", True),
        ("http://a.example", False),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("https://user@a.example", False),
        ("https://a.example/\r\nX: y", False),
        ("https://[", False),
        ("http://127.0.0.1.a.example", False),
    ],
)
def test_an_address_is_safe_by_https_or_on_this_machine(url, is_safe):
    assert safe(url) is is_safe
