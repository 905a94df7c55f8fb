"""Leadership activities in Chromium, with and without scripts: planned, held, in the month, cancelled."""

from datetime import timedelta

import pytest

from mash.framework.london import today
from tests.web.looked import looked_at
from tests.web.served import PEOPLED, fill, follow, heading, press, said, send, served

pytestmark = pytest.mark.browser
#: One of last month of which nothing was entered afterwards, and one that lies ahead.
HELD = (
    PEOPLED
    + """
from datetime import timedelta
from mash.framework.london import today
from mash.records.activities.actions import Said, enter
for title, days in (("Held and forgotten", -30), ("A conference to come", 40)):
    said = Said("conference", title, today() + timedelta(days), agencies=("police",))
    cast.does("quinn", enter, hub="moorland", said=said)
"""
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("v") / "h", HELD) as found:
        yield found


def fill_day(page, name, day):
    for part in ("day", "month", "year"):
        page.fill(f"[name={name}_{part}]", str(getattr(day, part)))


def test_an_activity_is_entered_held_and_found_again_and_another_is_cancelled(people):
    quinn = people("quinn")
    title, yesterday = f"Hidden harm, {quinn.kind}", today() - timedelta(days=1)
    follow(quinn, "Leadership")
    first = quinn.locator("tbody tr").first.inner_text()
    assert "Held and forgotten" in first
    assert "Held, attendance, hours, cost not entered yet" in first
    assert "something of it is not entered yet" in said(quinn)
    looked_at(quinn, "activities")
    follow(quinn, "Enter an activity")
    quinn.check("[name=kind][value=training]")
    quinn.check("[name=agencies][value=health]")
    fill_day(quinn, "held_on", yesterday)
    fill(quinn, title=title, audience="Head teachers", hours="6.5", attendees="12", feedback="4.25")
    assert "Enter both" in quinn.locator(".govuk-error-summary").inner_text()
    assert quinn.input_value("[name=title]") == title
    assert quinn.is_checked("[name=agencies][value=health]")
    looked_at(quinn, "activity-new-error")
    fill(quinn, feedback_from="8")
    assert heading(quinn) == title
    assert "Held, cost not entered yet" in said(quinn)
    assert "4.25 on average of 1 to 5, from 8 people" in said(quinn)
    looked_at(quinn, "activity-missing")
    follow(quinn, "Enter what came of it")
    fill(quinn, cost="120")
    assert "£120.00" in said(quinn)
    assert "Cost in pounds: not entered" in said(quinn)
    looked_at(quinn, "activity-held")

    follow(quinn, "Leadership")
    follow(quinn, "Calendar")
    looked_at(quinn, "activities-month")
    if yesterday.month != today().month:
        follow(quinn, f"{yesterday:%B %Y}")
    assert quinn.locator("table td a", has_text=title).is_visible()
    follow(quinn, title)

    follow(quinn, "Leadership activities")
    quinn.locator("details summary").click()
    quinn.select_option("[name=shown]", "planned")
    press(quinn, "Show these")
    assert "A conference to come" in said(quinn)
    assert title not in said(quinn)
    looked_at(quinn, "activities-planned")
    follow(quinn, "Enter an activity")
    quinn.check("[name=kind][value=visit]")
    fill_day(quinn, "held_on", today() + timedelta(days=3))
    fill(quinn, title=f"A visit, {quinn.kind}", attendees="3")
    assert "enter this once it is over" in quinn.locator(".govuk-error-summary").inner_text()
    fill(quinn, attendees="")
    assert "Planned" in said(quinn)
    follow(quinn, "Cancel the activity")
    send(quinn)
    assert "Say why it is cancelled" in quinn.locator(".govuk-error-summary").inner_text()
    looked_at(quinn, "activity-cancel-error")
    fill(quinn, because="The road is closed.")
    assert "it is not counted" in said(quinn)
    assert "The road is closed." in said(quinn)
    looked_at(quinn, "activity-cancelled")


def test_of_two_who_change_an_activity_the_second_sees_both(people):
    quinn = people("quinn")
    follow(quinn, "Leadership")
    follow(quinn, "A conference to come")
    follow(quinn, "Change it")
    other = quinn.context.new_page()
    other.goto(quinn.url)
    fill(other, audience=f"Everybody, {quinn.kind}")
    other.close()
    agency, name = {"scripts": ("health", "Health Trust"), "plain": ("school", "Academies")}[quinn.kind]
    quinn.check(f"[name=agencies][value={agency}]")
    fill(quinn, audience="Head teachers")
    both = quinn.locator("#overtaken").inner_text()
    assert f"Everybody, {quinn.kind}" in both
    assert "Head teachers" in both
    assert f"Moorland {name}" in both
    looked_at(quinn, "activity-overtaken")
    send(quinn)
    assert "Head teachers" in said(quinn)
