"""Signing in for the first time, with a password and through an agency's provider: in real Chromium, with
`mash serve` on an embedded database of its own.
"""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from mash.web.provider.file import NAMED_BY
from tests.web.conftest import PASSWORD
from tests.web.identity_provider import identity_provider, written
from tests.web.looked import looked_at
from tests.web.served import fill, follow, heading, press, served

pytestmark = pytest.mark.browser

CAST = f"""
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.OWNER)
from mash.partnership.actions import open_account
from mash.partnership.models import Agency, Hub
from mash.trail.record import recorded
hub = Hub.objects.create(hub_id="moorland", name="Moorland hub")
council = Agency.objects.create(agency_id="council", name="Moorland Council", kind="childrens_social_care")
for word in ("scripts", "plain", "scripts-agency", "plain-agency"):
    with recorded():
        account = open_account(
            email=f"{{word}}@moorland.example", name="Tess Triage", agency=council, roles=((hub, "triage"),)
        )
        if "agency" not in word:
            account.set_password({PASSWORD!r})
            account.save()
"""


@pytest.fixture(scope="module")
def provider():
    """The council's provider. It is at another origin: by name, where the system is at a number."""
    with identity_provider("localhost") as one:
        yield one


@pytest.fixture(scope="module")
def address(tmp_path_factory, provider):
    """A served system that knows the provider."""
    home = tmp_path_factory.mktemp("h") / "h"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(NAMED_BY, str(written(home.parent, provider.address)))
        with served(home, CAST) as found:
            yield found


def test_somebody_new_signs_in_sets_up_a_second_factor_and_comes_to_their_page(address, page):
    page.goto(address + "/")
    assert page.title() == "Sign in – MASH"
    looked_at(page)
    fill(page, login=f"{page.kind}@moorland.example", password="wrong")
    assert page.title() == "Error: Sign in – MASH"
    assert page.locator(".govuk-error-summary").is_visible()
    looked_at(page)
    fill(page, login=f"{page.kind}@moorland.example", password=PASSWORD)
    assert page.locator("h1").inner_text() == "Set up your second factor"
    looked_at(page)
    secret = page.locator(".mash-secret").inner_text()
    fill(page, code="000000")
    assert page.locator(".mash-secret").inner_text() == secret, "a slip of the finger costs no new set-up"
    fill(page, code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.goto(address + "/")
    assert page.locator("h1").inner_text() == "Tess Triage"
    assert page.locator("dt").first.inner_text().startswith("Triage")
    looked_at(page)
    follow(page, "Tess Triage")
    assert re.search(r"second-factor/$", page.url)
    looked_at(page)
    follow(page, "Sign out")
    follow(page, "Sign out", "button")
    assert page.title() == "Sign in – MASH"
    assert page.errors == []


def test_somebody_new_signs_in_through_their_agency_and_sets_up_a_second_factor(address, provider, page):
    provider.says |= {"sub": page.kind, "email": f"{page.kind}-agency@moorland.example"}
    page.goto(address + "/notices/")
    looked_at(page, f"sign-in-providers-{page.kind}")
    page.get_by_role("button", name="Sign in with the council").click()
    page.wait_for_url(provider.address + "/**")
    follow(page, "Sign in here")
    assert heading(page) == "Set up your second factor"
    secret = page.locator(".mash-secret").inner_text()
    fill(page, code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.goto(address + "/account/second-factor/")
    assert "you sign in through your agency" in page.locator("main").inner_text()
    looked_at(page)
    page.goto(address + "/account/logout/")
    press(page, "Sign out")
    page.goto(address + "/notices/")
    page.get_by_role("button", name="Sign in with the council").click()
    page.wait_for_url(provider.address + "/**")
    follow(page, "Sign in here")
    assert heading(page) == "Confirm that it is you"
    assert page.errors == []
    page.goto(address + "/account/provider/council-id/callback/?state=made-up&code=made-up")
    assert heading(page) == "That sign-in did not work"
    looked_at(page, f"sign-in-failed-{page.kind}")


def test_the_start_page_can_be_reached_with_the_keyboard_alone(address, browser):
    page = browser.new_page()
    page.goto(address + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("govuk-skip-link")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "login"
    page.close()
