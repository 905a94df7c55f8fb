"""Who asks for a page: nobody, somebody of each role, and people whose access has ended."""

import time
from datetime import timedelta

import pytest

from mash.framework.london import today
from mash.partnership.policy import ROLES
from tests.done import done
from tests.web.served import PASSWORD, SECRET, commanded

ENDED = ("suspended", "run_out", "agency_ended", "role_ended")


@pytest.fixture
def agency(db):
    from mash.partnership.models import Agency

    return Agency.objects.create(agency_id="council", name="Moorland Council", kind="childrens_social_care")


@pytest.fixture
def hub(db):
    from mash.partnership.models import Hub

    return Hub.objects.create(hub_id="moorland", name="Moorland hub")


@pytest.fixture
def account(agency, hub):
    """Opens an account with a role, a password and, unless told otherwise, a second factor."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    from mash.partnership.actions import open_account

    def opened(role="triage", *, name="Tess Triage", second_factor=True):
        words = {"email": f"{role}@moorland.example", "name": name, "agency": agency}
        found = done(open_account, **words, roles=((hub, role),))
        found.set_password(PASSWORD)
        found.save()
        if second_factor:
            TOTP.activate(found, SECRET)
            RecoveryCodes.activate(found)
        return found

    return opened


@pytest.fixture
def ada(account, client_of):
    """The browser of the hub's only administrator."""
    return client_of(account("administrator", name="Ada Admin"))


@pytest.fixture
def principals(account, agency, client_of):
    """A client for each kind of principal there is."""
    from django.test import Client

    from mash.partnership.actions import suspend
    from mash.partnership.models import Agency

    found = {"anonymous": Client(), "first_factor": client_of(account("referrer", second_factor=False))}
    cast = {role: account(role) for role in ROLES if role != "referrer"}
    found |= {role: client_of(one) for role, one in cast.items()}
    yesterday = today() - timedelta(days=1)
    for kind in ENDED:
        one = account_like(cast["triage"], kind)
        found[kind] = client_of(one)
        if kind == "suspended":
            done(suspend, one)
        elif kind == "run_out":
            one.access_until = yesterday
        elif kind == "agency_ended":
            one.agency = Agency.objects.create(
                agency_id="old", name="Old Trust", kind="health", valid_to=yesterday
            )
        else:
            one.appointments.all().update(valid_to=yesterday)
        one.save()
    return found


def account_like(account, name):
    """A copy of an account, with its roles and its second factor."""
    from mash.partnership.models import Account

    copy = Account.objects.get(pk=account.pk)
    appointments, factors = list(copy.appointments.all()), list(copy.authenticator_set.all())
    copy.pk, copy.email = None, f"{name}@moorland.example"
    copy.save()
    for one in (*appointments, *factors):
        one.pk = None
        setattr(one, "account" if hasattr(one, "account_id") else "user", copy)
        one.save()
    return copy


@pytest.fixture
def client_of():
    """A client that is signed in as an account."""
    from django.test import Client

    def signed_in(account):
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture(params=["scripts", "plain"])
def page(browser, request):
    """A page in a browser that runs scripts and in one that does not."""
    context = browser.new_context(java_script_enabled=request.param == "scripts")
    page = context.new_page()
    page.kind, page.errors = request.param, []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()


@pytest.fixture(scope="module")
def cookies():
    """What a browser keeps of each who signed in: a code of the second factor is good only once."""
    return {}


@pytest.fixture(params=["scripts", "plain"])
def people(browser, address, cookies, request):
    """A browser window for whoever is asked for, signed in with password and code."""
    contexts = {}
    errors = []

    def window(name):
        if name not in contexts:
            context = browser.new_context(
                java_script_enabled=request.param == "scripts",
                viewport={"width": 1280, "height": 900},
                storage_state=cookies.get(name),
            )
            contexts[name] = page = context.new_page()
            page.kind = request.param
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
            if name in cookies:
                page.goto(address + "/")
            else:
                sign_in(page, address, name)
                cookies[name] = context.storage_state()
        return contexts[name]

    yield window
    for page in contexts.values():
        page.context.close()
    assert errors == []


def sign_in(page, address, name):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    page.goto(address + "/")
    page.fill("[name=login]", f"{name}@moorland.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form .govuk-button").first.click()
    page.fill("[name=code]", format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    page.locator("main form .govuk-button").first.click()
    assert page.locator("[name=code]").count() == 0, f"{name} does not get in"


@pytest.fixture
def at_work(home):
    """Has the worker of a system that is served in `home` do what waits."""
    return lambda: commanded(home, "worker", "--until-done")
