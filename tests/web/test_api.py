"""The API: what an agency's system can do with a token, and what it is told where it cannot."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse as to

from mash.framework.london import clock_at, now, today
from mash.partnership.actions import (
    appoint,
    end_token,
    forget_writes,
    make_token,
    move,
    open_system,
    suspend,
    write_under,
)
from mash.partnership.models import Account, Agency, Token, Write
from mash.records.notices.models import Notice
from mash.records.referrals.actions import Disposed, ask, decide, own, rate, tell
from mash.records.referrals.models import Item, Referral, Subject
from mash.trail.models import Entry
from mash.trail.verify import verify
from tests.cast import connect_systems, make_cast, submitted
from tests.done import done
from tests.records.notices import work_off
from tests.web.casework import at_the_keyboard, with_token

pytestmark = pytest.mark.django_db
REFERRAL = {
    "hub": "moorland",
    "cohort": "neglect",
    "concern": "She comes to school hungry.",
    "consent": "given",
    "locality": "North",
    "people": [
        {
            "role": "subject",
            "given_names": "Wendy",
            "family_name": "Fictional",
            "date_of_birth": "2016-05-04",
            "nhs_number": "943 476 5919",
            "address": "1 Nowhere Lane",
            "postcode": "ZZ99 1AA",
        }
    ],
}


@pytest.fixture(scope="module")
def made_cast(once):
    cast = make_cast()
    cast.tokens = connect_systems(cast)
    return cast


@pytest.fixture
def school(cast):
    return with_token(cast.tokens["school_records"])


@pytest.fixture
def police(cast):
    return with_token(cast.tokens["police_records"])


def sent(client, address, words, key=None, **more):
    headers = {} if key == "" else {"Idempotency-Key": key or str(uuid4())}
    body = words if isinstance(words, (str, bytes)) else json.dumps(words)
    return client.post(address, body, content_type="application/json", headers=headers, **more)


def submitted_by(client, **changed):
    return sent(client, to("api_referrals"), REFERRAL | changed)


def errors(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    told = response.json()
    assert set(told) == {"title", "status", "detail", "errors"}
    assert told["status"] == response.status_code
    return {one["field"]: one["message"] for one in told["errors"]}


@pytest.fixture
def asked(cast):
    referral = submitted(cast)
    cast.does("tess", rate, referral_id=referral.pk, version=1, risk="red", rationale="So.")
    (made,) = cast.does("tess", ask, referral_id=referral.pk, agencies=("police",), question="Call-outs?")
    return made


def test_a_system_submits_a_referral_and_follows_it_to_the_feedback(cast, school):
    made = submitted_by(school)
    assert made.status_code == 201
    received = made.json()
    assert (received["state"], received["reference"][:5]) == ("received", f"{today().year}-")
    pk = received["id"]
    row = cast.sees("tess", lambda by: Referral.objects.seen_by(by).get(pk=pk))
    assert (row.agency_id, row.locality, row.submitted_by) == (
        "school",
        "North",
        cast.accounts["school_records"],
    )
    named = cast.sees("tess", lambda by: Subject.objects.seen_by(by).get(referral=row))
    assert (named.given_names, named.role) == ("Wendy", "subject")
    cast.does("tess", rate, referral_id=pk, version=1, risk="red", rationale="So.")
    cast.does("tess", own, referral_id=pk, version=2, agency="council")
    outcome = (Disposed("section_47", lead="council"),)
    cast.does("dan", decide, referral_id=pk, version=3, disposals=outcome, rationale="Secret reasons.")
    cast.does("dan", tell, referral_id=pk, version=4, words="We have taken it on.")
    found = school.get(to("api_referral", kwargs={"pk": pk})).json()
    assert (found["state"], found["cohort"]) == ("answered", row.cohort.name)
    assert [one["words"] for one in found["feedback"]] == ["We have taken it on."]
    assert "Secret" not in json.dumps(found)
    listed = school.get(to("api_referrals")).json()
    assert [one["id"] for one in listed["referrals"]] == [pk]
    assert (listed["page"], listed["pages"]) == (1, 1)
    verbs = Entry.objects.filter(account=cast.accounts["school_records"].pk).values_list("verb", flat=True)
    assert {"submitted", "viewed what became of"} <= set(verbs)
    assert verify(None).bad is None


def test_a_system_reads_a_request_and_answers_it(cast, police, asked):
    (waiting,) = police.get(to("api_requests")).json()["requests"]
    assert waiting["id"] == str(asked.pk)
    assert "people" not in waiting
    found = police.get(to("api_request", kwargs={"pk": asked.pk})).json()
    assert (found["question"], found["rating"], found["concern"]) == (
        "Call-outs?",
        "Red",
        "She comes to school hungry.",
    )
    (wendy,) = found["people"]
    assert wendy["names"] == ["Wendy Fictional"]
    assert wendy["numbers"] == {"nhs_number": ["9434765919"]}
    assert wendy["addresses"] == ["1 Nowhere Lane, ZZ99 1AA"]
    assert Entry.objects.filter(verb="viewed", account=cast.accounts["police_records"].pk).count() == 1
    known = {"words": "Two call-outs.", "sharing": "reveal", "about": wendy["id"]}
    words = {"version": found["version"], "response": "shared", "known": [known]}
    done = sent(police, to("api_answer", kwargs={"pk": asked.pk}), words)
    assert (done.status_code, done.json()["response"]) == (200, "shared")
    item = cast.sees("tess", lambda by: Item.objects.seen_by(by).get(request=asked))
    assert (item.words, item.owner_id, str(item.about_id)) == ("Two call-outs.", "police", wendy["id"])
    assert police.get(to("api_requests")).json() == {"requests": []}


def test_a_protected_address_stays_in_the_record(cast, police):
    from dataclasses import replace

    from tests.cast import CHILD, Person

    referral = submitted(cast, people=(Person("subject", replace(CHILD, protected=True)),))
    cast.does("tess", rate, referral_id=referral.pk, version=1, risk="red", rationale="So.")
    (made,) = cast.does("tess", ask, referral_id=referral.pk, agencies=("police",))
    told = police.get(to("api_request", kwargs={"pk": made.pk}))
    assert "Nowhere" not in told.content.decode()
    (somebody,) = told.json()["people"]
    assert (somebody["addresses"], somebody["protected_address"]) == ([], True)


def test_a_write_sent_twice_is_done_once(cast, school):
    first = sent(school, to("api_referrals"), REFERRAL, key="one")
    again = sent(school, to("api_referrals"), REFERRAL, key="one")
    assert (again.status_code, again.json()) == (201, first.json())
    assert (first["Idempotent-Replayed"], again["Idempotent-Replayed"]) == ("false", "true")
    assert cast.sees("tess", lambda by: Referral.objects.seen_by(by).count()) == 1
    other = sent(school, to("api_referrals"), REFERRAL | {"concern": "Something else."}, key="one")
    assert other.status_code == 422
    assert "Use a new key" in errors(other)[""]
    health = with_token(cast.tokens["health_records"])
    assert sent(health, to("api_referrals"), REFERRAL, key="one").status_code == 201, (
        "keys are each system's own"
    )


def test_a_write_that_was_refused_did_nothing_and_can_be_mended_under_its_key(cast, school):
    wrong = REFERRAL | {"cohort": "no-such-thing"}
    refused = sent(school, to("api_referrals"), wrong, key="mended")
    assert (refused.status_code, list(errors(refused))) == (422, ["cohort"])
    assert Write.objects.count() == 0
    assert sent(school, to("api_referrals"), REFERRAL, key="mended").status_code == 201


def test_a_write_needs_a_key(school):
    refused = sent(school, to("api_referrals"), REFERRAL, key="")
    assert (refused.status_code, list(errors(refused))) == (422, ["Idempotency-Key"])
    assert sent(school, to("api_referrals"), REFERRAL, key="x" * 101).status_code == 422


def test_keys_are_forgotten_after_a_month(cast):
    account = cast.accounts["school_records"].pk
    with clock_at(now() - timedelta(days=31)):
        done(write_under, "old", by=account, request=b"")
    done(write_under, "new", by=account, request=b"")
    assert done(forget_writes) == 1
    assert list(Write.objects.values_list("key", flat=True)) == ["new"]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"concern": ""}, "concern", "It must not be empty."),
        ({"concern": "\x00"}, "concern", "It holds a character that no text can hold."),
        ({"concern": None}, "concern", "It must be text."),
        ({"consent": "perhaps"}, "consent", "It can be 'given', 'refused', 'not_sought' or 'overridden'."),
        ({"consent": "overridden"}, "consent_reason", "Say why consent was not asked for or not followed."),
        ({"locality": "12 North"}, "locality", "An area is a district or a town, without numbers. An address goes with the person."),
        ({"people": []}, "people", "It needs 1 at least."),
        ({"colour": "red"}, "colour", "Nothing of this name is known here. Look at the description of the API."),
        ({"known_open": "perhaps"}, "known_open", "It must be true or false."),
        ({"people": [{"role": "hero"}]}, "people.0.role", "It can be 'subject', 'alleged_perpetrator', 'carer' or 'other'."),
        ({"people": [{"role": "subject", "date_of_birth": "4 May"}]}, "people.0.date_of_birth", "It must be a day, such as 2016-03-27."),
        ({"people": [REFERRAL["people"][0], {"role": "subject"}]}, "people.1.given_names", "Give a name, a date of birth or a number: whatever is known."),
        ({"people": [{"role": "subject", "nhs_number": "123"}]}, "people.0.nhs_number", "An NHS number has ten digits, and this one's last digit does not fit the others."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_by_field(cast, school, changed, field, words):
    refused = submitted_by(school, **changed)
    assert refused.status_code == 422
    assert errors(refused) == {field: words}
    assert cast.sees("tess", lambda by: Referral.objects.seen_by(by).count()) == 0, "nothing is half done"
    assert Entry.objects.filter(verb="submitted").count() == 0


def test_what_is_not_json_is_told(school):
    assert sent(school, to("api_referrals"), "{").status_code == 400
    assert errors(sent(school, to("api_referrals"), b"\xff")) == {}
    form = school.post(
        to("api_referrals"), "a=b", content_type="text/plain", headers={"Idempotency-Key": "k"}
    )
    assert form.status_code in (400, 415)
    asjson = json.dumps(REFERRAL)
    other = school.post(
        to("api_referrals"), asjson, content_type="text/plain", headers={"Idempotency-Key": "k"}
    )
    assert other.status_code == 415
    assert errors(other) == {}


def test_whoever_answers_what_was_answered_meanwhile_is_told(cast, police, asked):
    address = to("api_answer", kwargs={"pk": asked.pk})
    words = {"version": 1, "response": "nothing_known"}
    assert sent(police, address, words).status_code == 200
    late = sent(police, address, words)
    assert (late.status_code, late.json()["title"]) == (409, "It was changed since you read it")
    again = sent(police, address, words | {"version": 2})
    assert errors(again) == {"response": "This request has been answered."}


def test_only_a_good_token_comes_in(cast, school):
    account = cast.accounts["school_records"]
    address = to("api_referrals")
    assert Client().get(address).status_code == 401
    assert errors(Client().get(address)) == {}
    assert Client().get(address)["WWW-Authenticate"] == "Bearer"
    for header in ("Bearer", "Bearer ", "Basic abc", "Bearer mash_nothing", "Bearer \u00e9", "\x00"):
        assert Client(headers={"Authorization": header}).get(address).status_code == 401, header
    assert at_the_keyboard(cast, "rita").get(address).status_code == 401, "a session is no token"
    assert school.get("/").status_code == 302, "a token opens no page"
    short = done(make_token, account, valid_to=today())
    assert with_token(short).get(address).status_code == 200
    with clock_at(now() + timedelta(days=1)):
        assert with_token(short).get(address).status_code == 401, "it has run out"
    done(end_token, Token.objects.get(account=account, valid_to=today()))
    assert with_token(short).get(address).status_code == 401, "it was ended"
    done(suspend, account)
    assert school.get(address).status_code == 401, "its system is suspended"


def test_a_system_does_what_its_role_lets_it(cast, school, police, asked):
    assert police.get(to("api_referrals")).status_code == 403
    assert sent(police, to("api_referrals"), REFERRAL).status_code == 403
    assert school.get(to("api_requests")).status_code == 403
    for address in (to("api_request", kwargs={"pk": asked.pk}), to("api_referral", kwargs={"pk": uuid4()})):
        client = school if "referrals" in address else with_token(cast.tokens["health_records"])
        missing = client.get(address)
        assert missing.status_code == 404
        assert errors(missing) == {}
    assert submitted_by(school, hub="fenland").status_code == 403
    assert [one["code"] for one in school.get(to("api_codes")).json()["hubs"]] == ["moorland"]
    wrong = school.put(to("api_referrals"))
    assert (wrong.status_code, wrong["Allow"]) == (405, "GET, POST")
    assert errors(wrong) == {}
    assert errors(school.get("/api/v1/nothing")) == {}
    assert list(errors(school.get(to("api_referrals") + "?pages=2"))) == ["pages"]


def test_a_system_is_no_person(cast):
    account = cast.accounts["school_records"]
    with pytest.raises(Exception, match="refers and answers"):
        done(appoint, account, role="triage", hub=cast.hub)
    with pytest.raises(Exception, match="stays with its agency"):
        done(move, account, to=Agency.objects.get(pk="police"))
    with pytest.raises(Exception, match="Only a system has tokens"):
        done(make_token, cast.accounts["rita"], valid_to=today())
    for day in (today() - timedelta(days=1), today() + timedelta(days=400)):
        with pytest.raises(Exception, match="at most a year"):
            done(make_token, account, valid_to=day)
    with pytest.raises(Exception, match="what the system may do"):
        done(open_system, name="Nothing", agency=account.agency, roles=())
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/").status_code == 302, "not even a session lets it at a page"
    assert not account.has_usable_password()


def test_no_notice_goes_to_a_system(cast, asked):
    work_off()
    accounts = cast.sees(
        "paul", lambda by: list(Notice.objects.seen_by(by).values_list("account", flat=True))
    )
    assert accounts == [cast.accounts["paul"].pk]
    assert cast.sees("police_records", lambda by: Notice.objects.seen_by(by).count()) == 0


def test_the_token_itself_is_kept_nowhere(cast):
    secret = cast.tokens["school_records"]
    kept = [str(vars(row)) for table in (Token, Account) for row in table.objects.all()]
    kept += [json.dumps(one.detail) + one.record for one in Entry.objects.all()]
    assert secret[11:] not in "".join(kept)
    assert len(secret) >= 48


def test_the_day_of_use_is_kept(cast, school):
    token = Token.objects.get(account=cast.accounts["school_records"])
    assert token.used_on is None
    school.get(to("api_referrals"))
    token.refresh_from_db()
    assert token.used_on == today()


def test_an_administrator_connects_a_system_and_gives_it_a_token(cast):
    adam = at_the_keyboard(cast, "adam")
    words = {"name": "Library of Moorland Academies", "agency": "school", "roles_moorland": ["referrer"]}
    assert adam.post(to("settings_system_add"), words).status_code == 302
    made = Account.objects.get(name="Library of Moorland Academies")
    page = adam.get(to("settings_account", args=[made.pk])).content.decode()
    assert "cannot do anything yet" in page
    assert "password" not in page
    day = today() + timedelta(days=9)
    typed = {"valid_to_day": day.day, "valid_to_month": day.month, "valid_to_year": day.year}
    shown = adam.post(to("settings_token_add", args=[made.pk]), typed).content.decode()
    token = shown.split("<code>")[1].split("</code>")[0]
    assert with_token(token).get(to("api_referrals")).status_code == 200
    assert token not in adam.get(to("settings_account", args=[made.pk])).content.decode()
    held = Token.objects.get(account=made)
    adam.post(to("settings_token_end", args=[made.pk, held.pk]))
    assert with_token(token).get(to("api_referrals")).status_code == 401
    refused = adam.post(to("settings_token_add", args=[made.pk]), {})
    assert "Enter the last day" in refused.content.decode()
    nothing = adam.post(to("settings_system_add"), {"name": "Idle", "agency": "school"})
    assert "Choose what the system may do" in nothing.content.decode()
    rita = cast.accounts["rita"]
    assert adam.get(to("settings_token_add", args=[rita.pk])).status_code == 404, "people have no tokens"


def test_the_description_names_every_operation(db):
    made = Client().get(to("api_openapi")).json()
    assert set(made["paths"]) == {
        "/api/v1/codes",
        "/api/v1/releases",
        "/api/v1/releases/{number}/{measure}/{statistic}",
        "/api/v1/referrals",
        "/api/v1/referrals/{pk}",
        "/api/v1/requests",
        "/api/v1/requests/{pk}",
        "/api/v1/requests/{pk}/answer",
    }
    page = Client().get(to("api")).content.decode()
    for path, methods in made["paths"].items():
        for method, one in methods.items():
            assert f"{method.upper()} {path}" in page
            assert one["security"] == [{"Bearer": []}]
            assert {"401", "403", "422"} <= set(one["responses"])
    assert "one of given, refused, not_sought, overridden" in page
