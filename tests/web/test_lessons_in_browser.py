"""Lessons in Chromium, with scripts and without: entered, recommended, accepted, implemented, closed."""

import pytest

from tests.web.looked import looked_at
from tests.web.served import PEOPLED, fill, follow, heading, send, served

pytestmark = pytest.mark.browser
#: A recommendation of long ago: it is overdue.
OVERDUE = (
    PEOPLED
    + """
from datetime import date, datetime, timedelta, UTC
from mash.framework.london import clock_at, today
from mash.records.lessons import actions
with clock_at(datetime.now(UTC) - timedelta(days=90)):
    said = {"source": "inspection", "title": "An inspection", "published_on": today()}
    one = cast.does("quinn", actions.enter, hub="moorland", **said)
    made = cast.does("quinn", actions.recommend, lesson_id=one.pk, words="Answer within a day.")
    words = {"agency": "police", "due_on": today() + timedelta(60), "reason": "It helps."}
    cast.does("quinn", actions.accept, recommendation_id=made.pk, version=1, **words)
"""
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("l") / "h", OVERDUE) as found:
        yield found


def day(page, name, *parts):
    for part, value in zip(("day", "month", "year"), parts, strict=True):
        page.fill(f"[name={name}_{part}]", str(value))


def test_a_lesson_is_entered_and_its_recommendation_followed_to_its_end(people):
    quinn = people("quinn")
    title = f"A review, {quinn.kind}"
    follow(quinn, "Lessons")
    assert "1 overdue" in quinn.locator("main").inner_text()
    assert "Overdue since" in quinn.locator("tbody tr").first.inner_text()
    looked_at(quinn, "lessons-recommendations")
    follow(quinn, "Enter a lesson")
    day(quinn, "published_on", 3, 3, 2026)
    fill(quinn, title=title, summary="Sharing came late.")
    assert "Say where the lesson comes from" in quinn.locator(".govuk-error-summary").inner_text()
    assert quinn.input_value("[name=title]") == title, "nothing typed is lost"
    looked_at(quinn, "lessons-new-error")
    quinn.check("[name=source][value=child_review]")
    send(quinn)
    assert heading(quinn) == title
    follow(quinn, "Put down a recommendation")
    fill(quinn, words="Share within an hour.")
    looked_at(quinn, "lessons-proposed")
    follow(quinn, "Accept")
    quinn.select_option("[name=agency]", "health")
    day(quinn, "due_on", 1, 1, 2020)
    fill(quinn, reason="It would have helped.")
    assert "cannot lie in the past" in quinn.locator(".govuk-error-summary").inner_text()
    looked_at(quinn, "lessons-accept-error")
    day(quinn, "due_on", 1, 1, 2099)
    send(quinn)
    follow(quinn, "It is implemented")
    quinn.check("[name=policy_changed][value=yes]")
    fill(quinn, words="The policy says so now.")
    follow(quinn, "Show its effect and close")
    quinn.check("[name=proof][value=none]")
    send(quinn)
    assert "Say why there is no proof" in quinn.locator(".govuk-error-summary").inner_text()
    looked_at(quinn, "lessons-close-error")
    fill(quinn, proof_words="Too few cases yet.")
    assert "Closed" in quinn.locator(".govuk-summary-card").inner_text()
    looked_at(quinn, "lessons-closed")


def test_of_two_who_change_a_lesson_the_second_sees_both(people):
    quinn = people("quinn")
    follow(quinn, "Lessons")
    follow(quinn, "Enter a lesson")
    quinn.check("[name=source][value=peer_review]")
    day(quinn, "published_on", 3, 3, 2026)
    fill(quinn, title="A peer review")
    other = quinn.context.new_page()
    other.goto(quinn.url)
    follow(other, "Change the lesson")
    follow(quinn, "Change the lesson")
    fill(other, title="A peer review of theirs")
    fill(quinn, title="A peer review of mine")
    both = quinn.locator("#overtaken").inner_text()
    assert "of theirs" in both
    assert "of mine" in both
    looked_at(quinn, "lessons-overtaken")
    send(quinn)
    assert heading(quinn) == "A peer review of mine"
