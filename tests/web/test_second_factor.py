"""Second factors on a served system: guesses come one after another, passkeys work, pages are plain."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.web.conftest import PASSWORD, SECRET
from tests.web.looked import looked_at
from tests.web.served import fill, follow, send, served

pytestmark = pytest.mark.browser
ALLOWED = 10  # wrong codes in a quarter of an hour: settings, ACCOUNT_RATE_LIMITS

CAST = f"""
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.OWNER)
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from mash.partnership import actions, models
from mash.trail.record import recorded
hub = models.Hub.objects.create(hub_id="moorland", name="Moorland hub")
council = models.Agency.objects.create(agency_id="council", name="Moorland Council", kind="health")
with recorded():
    for word in ("guessed", "code", "passkey", "alone"):
        account = actions.open_account(
            email=f"{{word}}@moorland.example", name="Tess Triage", agency=council, roles=((hub, "triage"),)
        )
        account.set_password({PASSWORD!r})
        account.save()
        if word in ("guessed", "code"):
            TOTP.activate(account, {SECRET!r})
            RecoveryCodes.activate(account)
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A served system; by name, as a passkey is for a name and not for a number."""
    with served(tmp_path_factory.mktemp("h") / "h", CAST) as found:
        yield found.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser):
    """A page in a browser that has a telephone for passkeys."""
    context = browser.new_context()
    page = context.new_page()
    page.kind = "scripts"
    telephone = context.new_cdp_session(page)
    telephone.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    telephone.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def code():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def guesser(address):
    """A browser of somebody who knows the password and not the code."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def send(place, **fields):
        shown = opener.open(address + place).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', shown).group(1)
        sent = urlencode({"csrfmiddlewaretoken": token} | fields).encode()
        return opener.open(address + place, sent).read().decode()

    send("/account/login/", login="guessed@moorland.example", password=PASSWORD)
    return send


def test_guesses_made_at_once_do_not_get_more_than_the_allowed_tries(address):
    guessers = [guesser(address) for _ in range(25)]
    with ThreadPoolExecutor(25) as together:
        pages = list(
            together.map(lambda send: send("/account/second-factor/authenticate/", code="000000"), guessers)
        )
    looked_into = sum("The code is not right" in page for page in pages)
    assert looked_into == ALLOWED
    assert sum("Too many wrong tries" in page for page in pages) == 25 - ALLOWED


def sign_in(page, address, who):
    page.goto(address + "/account/login/")
    fill(page, login=f"{who}@moorland.example", password=PASSWORD)


def sign_out(page, address):
    page.goto(address + "/account/logout/")
    follow(page, "Sign out", "button")


def confirm(page):
    """Show the password again, which is asked for before one's sign-in is shown or changed."""
    page.wait_for_url("**/reauthenticate/**")
    fill(page, password=PASSWORD)
    page.wait_for_url("**/recovery-codes/")


def name_of(page):
    return page.locator("h1").inner_text()


def test_a_passkey_is_registered_as_second_factor_and_signs_one_in(address, page):
    sign_in(page, address, "passkey")
    follow(page, "use a passkey or security key instead")
    looked_at(page)
    page.fill("[name=name]", "My telephone")
    page.get_by_role("button", name="Add it").click()
    confirm(page)
    assert name_of(page) == "Recovery codes"
    looked_at(page)
    sign_out(page, address)
    sign_in(page, address, "passkey")
    assert name_of(page) == "Confirm that it is you"
    looked_at(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(address + "/")
    assert name_of(page) == "Tess Triage"
    page.goto(address + "/account/second-factor/recovery-codes/")
    confirm(page)
    page.goto(address + "/account/second-factor/webauthn/")
    assert "together with your password" in page.locator("main").inner_text()
    looked_at(page)
    for link, title in (("Rename", "Rename a passkey or security key"), ("Remove", "Remove My telephone")):
        follow(page, f"{link} My telephone")
        assert name_of(page) == title
        looked_at(page)
        follow(page, "Cancel")
    page.goto(address + "/account/second-factor/webauthn/reauthenticate/")
    assert name_of(page) == "Confirm that it is you"
    looked_at(page)


def test_a_passkey_may_let_one_in_alone(address, page):
    sign_in(page, address, "alone")
    follow(page, "use a passkey or security key instead")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    confirm(page)
    sign_out(page, address)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(address + "/")
    assert name_of(page) == "Tess Triage"


def test_a_passkey_that_cannot_be_used_says_so(address, browser):
    page = browser.new_page()
    page.kind = "scripts"
    nothing = page.context.new_cdp_session(page)
    nothing.send("WebAuthn.enable")
    page.goto(address + "/account/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").wait_for()
    assert "could not be used" in page.get_by_role("alert").inner_text()
    looked_at(page)
    page.close()


#: Every page of one's own sign-in, where it leads to, and what it is called.
PAGES = {
    "second-factor/": "Your sign-in",
    "second-factor/recovery-codes/": "Recovery codes",
    "second-factor/recovery-codes/generate/": "Make new recovery codes",
    "second-factor/totp/deactivate/": "Stop using the authenticator app",
    "second-factor/webauthn/": "Passkeys and security keys",
    "second-factor/webauthn/add/": "Add a passkey or security key",
    "second-factor/reauthenticate/": "Confirm that it is you",
    "reauthenticate/": "Confirm that it is you",
    "password/change/": "Change your password",
    "inactive/": "You have no access",
}
SENT = (
    "second-factor/totp/deactivate/",
    "second-factor/reauthenticate/",
    "reauthenticate/",
    "password/change/",
)


def test_every_page_of_ones_sign_in_is_plain_and_can_be_used_by_everybody(address, page):
    sign_in(page, address, "code")
    fill(page, code=code())
    page.goto(f"{address}/account/second-factor/recovery-codes/")
    confirm(page)
    for place, title in PAGES.items():
        page.goto(f"{address}/account/{place}")
        assert page.title().removeprefix("Error: ") == f"{title} – MASH", "the only factor is not given up"
        assert page.locator("h1").all_inner_texts() == [title]
        looked_at(page)
    for place in SENT:
        page.goto(f"{address}/account/{place}")
        send(page)
        assert page.title().startswith("Error: "), place
        assert page.locator(".govuk-error-summary").is_visible()
        looked_at(page)


def test_every_page_to_set_a_password_is_plain_and_can_be_used_by_everybody(address, page):
    page.goto(address + "/account/login/")
    follow(page, "I have forgotten my password")
    assert name_of(page) == "Set a new password"
    looked_at(page)
    fill(page, email="")
    assert page.title() == "Error: Set a new password – MASH"
    looked_at(page)
    fill(page, email="nobody@moorland.example")
    assert name_of(page) == "Look into your e-mail"
    looked_at(page)
    page.goto(address + "/account/password/reset/key/1-none/")
    assert name_of(page) == "This link does not work any more"
    looked_at(page)
    page.goto(address + "/account/password/reset/key/done/")
    assert name_of(page) == "Your password is set"
    looked_at(page)
