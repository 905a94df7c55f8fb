"""Signing in for the first time, in real Chromium, with `mash serve` on an embedded database of its own."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.web.conftest import PASSWORD
from tests.web.looked import looked_at
from tests.web.served import fill, follow, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CAST = f"""
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.OWNER)
from mash.partnership.actions import open_account
from mash.partnership.models import Agency, Hub
from mash.trail.record import recorded
hub = Hub.objects.create(hub_id="moorland", name="Moorland hub")
council = Agency.objects.create(agency_id="council", name="Moorland Council", kind="childrens_social_care")
for word in ("scripts", "plain"):
    with recorded():
        account = open_account(
            email=f"{{word}}@moorland.example", name="Tess Triage", agency=council, roles=((hub, "triage"),)
        )
        account.set_password({PASSWORD!r})
        account.save()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A served system."""
    with served(tmp_path_factory.mktemp("h") / "h", CAST) as found:
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


def test_the_start_page_can_be_reached_with_the_keyboard_alone(address, browser):
    page = browser.new_page()
    page.goto(address + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("govuk-skip-link")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "login"
    page.close()
