"""Retention in Chromium, with scripts and without: a rule, a hold, a list that another officer approves."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.web.looked import looked_at
from tests.web.served import PEOPLED, fill, follow, heading, press, send, served

pytestmark = pytest.mark.browser
#: Activities of two years ago, three a kind of browser, and Ida as a second officer of Moorland.
OLD = (
    PEOPLED
    + """
from datetime import timedelta
from mash.framework.london import clock_at, now, today
from mash.partnership.models import Appointment
from mash.records.activities import actions
from mash.records.complaints.actions import Said as Compliment, enter
part = {"account": cast.accounts["ida"], "hub_id": "moorland", "role": "information_governance"}
Appointment.objects.create(**part)
with clock_at(now() - timedelta(days=800)):
    for n in range(3):
        said = actions.Said("training", f"Neglect {n}", today())
        cast.does("quinn", actions.enter, hub="moorland", said=said)
        said = Compliment(today(), "external", f"Thank you {n}", "So kind.", "conduct")
        cast.does("quinn", enter, hub="moorland", compliment=True, said=said)
"""
)
#: Each kind of browser has records of its own.
KIND = {
    "scripts": ("activity", "Leadership activities"),
    "plain": ("complaint", "Complaints and compliments"),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("r") / "h", OLD) as found:
        yield found


def main(page):
    return page.locator("main").inner_text()


def wrong(page):
    return page.locator(".govuk-error-summary").inner_text()


def test_records_go_when_one_officer_has_drawn_them_up_and_another_approved(people):
    iris = people("iris")
    code, plural = KIND[iris.kind]
    follow(iris, "Retention")
    looked_at(iris, "retention")
    iris.locator(f"a[href$='kind={code}']").click()
    fill(iris, years="two", basis="")
    assert "must be a whole number" in wrong(iris)
    assert "Say which law or policy says so" in wrong(iris)
    looked_at(iris, "retention-rule-error")
    fill(iris, years="5", basis="The hub’s retention schedule, section 4")
    assert heading(iris) == plural
    follow(iris, "Draw up a destruction list")
    send(iris)
    assert "None of these has reached its time." in wrong(iris)
    looked_at(iris, "retention-draw-error")
    iris.go_back()
    iris.go_back()
    follow(iris, "Change the rule")
    fill(iris, years="1", why="The schedule was revised.")
    iris.locator("summary").first.click()
    assert "5 years" in main(iris)
    looked_at(iris, "retention-rule")
    follow(iris, "Draw up a destruction list")
    send(iris)
    assert "3 records can go" in main(iris)
    assert "You drew up this list: somebody else must approve it." in main(iris)
    follow(iris, "Hold it")
    looked_at(iris, "retention-hold")
    fill(iris, reason="An inquiry asks for it.")
    assert "2 records can go, 1 stays" in main(iris)
    assert "Stays: It is held" in main(iris)
    iris.locator("summary").first.click()
    looked_at(iris, "retention-list")
    with iris.expect_download() as taken:
        iris.locator("a", has_text="Download the list").click()
    assert Path(taken.value.path()).read_text("utf-8-sig").count("\n") == 4

    ida = people("ida")
    ida.goto(iris.url)
    follow(ida, "Approve this list")
    fill(ida, count="3")
    assert "2 of this list can go, and you typed 3" in wrong(ida)
    looked_at(ida, "retention-approve-error")
    fill(ida, count="2")
    assert heading(ida) == "Certificate of destruction"
    assert "1 record: It is held" in main(ida)
    looked_at(ida, "retention-certificate")
    with ida.expect_download() as taken:
        ida.locator("a", has_text="Download it as JSON").click()
    content = Path(taken.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() in main(ida)
    assert len(json.loads(content)["records"]) == 2
    follow(ida, "Back to the list")
    assert "2 records went, 1 stayed" in main(ida)
    looked_at(ida, "retention-list-approved")
    follow(ida, "Destruction lists")
    looked_at(ida, "retention-lists")

    follow(iris, "Retention")
    follow(iris, "Holds")
    follow(iris, "Lift the hold")
    fill(iris, because="It is over.")
    assert "Lifted" in main(iris)
    looked_at(iris, "retention-holds")
    follow(iris, "Access log")
    iris.locator("summary").first.click()
    iris.select_option("[name=verb]", "destroyed")
    press(iris, "Show these")
    assert "Ida Information Governance" in main(iris)
