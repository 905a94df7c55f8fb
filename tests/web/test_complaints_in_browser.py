"""The register of complaints and compliments in Chromium, with and without scripts: its whole path."""

from datetime import timedelta

import pytest

from mash.framework.london import today
from tests.web.looked import looked_at
from tests.web.served import follow, heading, press, said, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("k") / "h") as found:
        yield found


def fill_day(page, name, day):
    for part in ("day", "month", "year"):
        page.fill(f"[name={name}_{part}]", str(getattr(day, part)))


def entered(page, title, kind="complaint", days_ago=0, **fields):
    follow(page, "Complaints")
    follow(page, "Enter one")
    page.check(f"[name=kind][value={kind}]")
    fill_day(page, "received_on", today() - timedelta(days=days_ago))
    page.check("[name=source][value=external]")
    for agency in fields.pop("agencies", ()):
        page.check(f"[name=agencies][value={agency}]")
    words = {"title": title, "theme": "waiting times", "words": "Three weeks without a word."} | fields
    for name, value in words.items():
        page.fill(f"[name={name}]", value)
    press(page, "Enter it")


def test_a_complaint_goes_its_whole_way(people):
    quinn = people("quinn")
    title = f"Nobody rang back, {quinn.kind}"
    entered(quinn, title, agencies=("police", "health"), theme="case 17", whose="A grandmother")
    looked_at(quinn, "complaint-enter-wrong")
    assert "without digits" in said(quinn)
    assert quinn.input_value("[name=title]") == title
    assert quinn.is_checked("[name=agencies][value=health]")
    quinn.fill("[name=theme]", "Waiting  times")
    press(quinn, "Enter it")
    assert heading(quinn) == title
    assert "Stage 1: answered locally" in said(quinn)
    assert "days" in quinn.locator(".mash-next h2").inner_text()
    looked_at(quinn, "complaint-open")

    follow(quinn, "Give it more time")
    assert "20 working days" in said(quinn)
    fill_day(quinn, "due_on", today())
    quinn.fill("[name=words]", "Somebody is ill.")
    press(quinn, "Give it more time")
    assert "later than" in said(quinn)
    assert quinn.input_value("[name=words]") == "Somebody is ill."
    looked_at(quinn, "complaint-more-time")
    follow(quinn, "Cancel")

    follow(quinn, "Close it")
    quinn.check("[name=finding][value=upheld]")
    quinn.fill("[name=words]", "The message was lost.")
    press(quinn, "Close it")
    assert "what is changed because of it" in said(quinn)
    quinn.fill("[name=learning]", "Messages are kept by the duty desk.")
    quinn.fill("[name=redress]", "An apology by letter.")
    looked_at(quinn, "complaint-close")
    press(quinn, "Close it")
    assert "Closed: upheld" in said(quinn)
    assert "in time" in said(quinn)
    looked_at(quinn, "complaint-closed")

    follow(quinn, "Take it to the next stage")
    quinn.fill("[name=words]", "The apology names somebody else.")
    looked_at(quinn, "complaint-next-stage")
    press(quinn, "Take it to the next stage")
    assert "Stage 2: investigated" in said(quinn)
    follow(quinn, "Take it to the next stage")
    quinn.fill("[name=words]", "A panel is asked for.")
    press(quinn, "Take it to the next stage")
    assert "Enter the day on which the answer at stage 3 is due" in said(quinn)
    fill_day(quinn, "due_on", today() + timedelta(days=60))
    press(quinn, "Take it to the next stage")
    assert "Stage 3: a panel" in said(quinn)
    looked_at(quinn, "complaint-history")


def test_a_late_one_stands_first_and_a_compliment_is_marked(people):
    quinn = people("quinn")
    entered(quinn, f"Late, {quinn.kind}", days_ago=40)
    assert "Overdue by" in said(quinn)
    entered(quinn, f"Glad, {quinn.kind}", kind="compliment", agencies=("council",), theme="kindness")
    assert "Close it" not in said(quinn)
    looked_at(quinn, "compliment")
    follow(quinn, "Complaints")
    first = quinn.locator("tbody tr").first.inner_text()
    assert "Late" in first
    assert "Overdue by" in first
    assert "The hub as a whole" in first
    assert "Compliment" in quinn.locator("tbody").inner_text()
    looked_at(quinn, "complaints")
    quinn.locator("details summary").click()
    quinn.select_option("[name=shown]", "compliments")
    press(quinn, "Show these")
    assert "Late" not in quinn.locator("tbody").inner_text()
    assert "Glad" in quinn.locator("tbody").inner_text()


def test_the_second_of_two_editors_sees_both_and_loses_nothing(people):
    quinn = people("quinn")
    entered(quinn, f"Twice, {quinn.kind}")
    follow(quinn, "Change what was entered")
    other = quinn.context.new_page()
    other.goto(quinn.url)
    other.fill("[name=title]", "Changed by the first")
    press(other, "Save")
    other.close()
    quinn.fill("[name=title]", "Changed by the second")
    press(quinn, "Save")
    assert "Changed by the first" in quinn.locator("#overtaken").inner_text()
    assert quinn.input_value("[name=title]") == "Changed by the second"
    looked_at(quinn, "complaint-overtaken")
    press(quinn, "Save")
    assert heading(quinn) == "Changed by the second"
    assert "In a few words: Changed by the first" in said(quinn)
