"""A release in Chromium, with and without scripts, from the form to what a board member reads; the worker is
the real one.
"""

import re

import pytest

from tests.web.looked import looked_at
from tests.web.served import PEOPLED, commanded, follow, heading, press, said, send, served

pytestmark = pytest.mark.browser
WORKED = (
    PEOPLED
    + """
from mash.partnership.models import Appointment
from tests.cast import submitted
for _ in range(3):
    submitted(cast)
for name, role in (("quinn", "quality_officer"), ("bob", "board_member")):
    Appointment.objects.create(account=cast.accounts[name], hub_id="fenland", role=role)
"""
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("r") / "h"


@pytest.fixture(scope="module")
def address(home):
    with served(home, WORKED) as found:
        commanded(home, "refresh")
        yield found


def test_from_the_form_to_what_the_board_reads(people, at_work, home):
    quinn = people("quinn")
    follow(quinn, "Published")
    looked_at(quinn, "releases-before")
    follow(quinn, "Prepare a release")
    press(quinn, "Protect and check it")
    assert "Say for whom it is" in said(quinn)
    looked_at(quinn, "release-new")
    quinn.select_option("[name=window]", "all")
    quinn.check("[name=audience][value=board]")
    press(quinn, "Protect and check it")
    assert "Being computed" in said(quinn)
    looked_at(quinn, "release-being-checked")
    at_work()
    quinn.reload()
    assert "It may be published" in said(quinn)
    assert "no hidden count can be found" in said(quinn).lower()
    looked_at(quinn, "release-draft")

    follow(quinn, "Write your words")
    quinn.fill("[name=m01_referrals_by_agency]", "A new hub: three referrals, all from one school.")
    looked_at(quinn, "release-words")
    send(quinn)
    at_work()
    quinn.reload()
    assert "A new hub" in said(quinn)
    follow(quinn, "Read it")
    assert "Draft, not released" in quinn.locator("body").inner_text()
    assert "A new hub: three referrals" in quinn.locator("body").inner_text()
    quinn.go_back()
    follow(quinn, "Publish it")
    looked_at(quinn, "release-publish")
    quinn.check("[name=read]")
    press(quinn, "Publish")
    assert "being published" in said(quinn)
    at_work()

    bob = people("bob")
    assert not bob.locator("nav a", has_text="Performance").count()
    follow(bob, "Published")
    looked_at(bob, "releases")
    bob.locator("tbody th a").first.click()
    number = re.search(r"\d{4}-\d+", said(bob)).group()
    assert heading(bob) == "Performance report"
    looked_at(bob, "release")
    with bob.expect_download() as kept:
        bob.click("text=Workbook (XLSX)")
    assert kept.value.suggested_filename == f"mash-{number}-pack.xlsx"
    follow(bob, "Read it")
    assert f"Release {number}" in bob.locator("body").inner_text()
    looked = bob.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "Times" not in looked, "its own styles are let in"
    assert bob.locator("svg").count() or bob.locator("img").count()
