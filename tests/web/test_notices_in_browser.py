"""Due times that pass, and who is told of them, in Chromium with and without scripts."""

import pytest

from tests.web.looked import looked_at
from tests.web.served import PEOPLED, follow, heading, press, served

pytestmark = pytest.mark.browser
FALLING = (
    PEOPLED
    + """
from tests.records.falling import fill
fill(cast)
from mash.records.tasks import fall_due
fall_due.func(timestamp=0)
"""
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("n") / "h", FALLING) as found:
        yield found


def new(page):
    """How many notices the head of the page says are new."""
    badge = page.locator(".mash-header__new")
    return int(badge.inner_text().split()[0]) if badge.count() else 0


def test_a_due_time_that_passed_is_seen_told_and_led_to(people):
    dan = people("dan")
    follow(dan, "Queue")
    looked_at(dan, "queue-overdue")
    first, second = dan.locator("tbody tr").all()[:2]
    assert "Unrated for too long" in first.inner_text()
    assert "Not rated" in second.inner_text()
    assert "Overdue by 4 days" in dan.locator("tbody").inner_text()
    follow(dan, "Notices")
    before, unread = new(dan), dan.locator("tbody tr", has_text="New").count()
    assert before == unread
    looked_at(dan, "notices")
    row = dan.locator("tbody tr", has_text="A decision is overdue")
    was_new = "New" in row.inner_text()
    follow(dan, "A decision is overdue")
    assert heading(dan).startswith("Referral 2026-")
    assert "Overdue by 1 hour" in dan.locator(".mash-bar").inner_text()
    looked_at(dan, "referral-overdue")
    assert new(dan) == before - was_new


def test_notices_are_marked_as_read_and_e_mails_chosen(people):
    tess = people("tess")
    follow(tess, "Notices")
    if new(tess):  # the browser without scripts comes second
        press(tess, "Mark all as read")
        assert "marked as read" in tess.locator("main").inner_text()
    assert new(tess) == 0
    assert tess.locator("tbody tr").count() > 0
    other = "no" if tess.locator("[name=by_mail][value=yes]").is_checked() else "yes"
    tess.check(f"[name=by_mail][value={other}]")
    press(tess, "Keep this choice")
    assert tess.locator(f"[name=by_mail][value={other}]").is_checked()
    looked_at(tess, "notices-read")


def test_who_is_asked_is_led_to_answering(people):
    hanna = people("hanna")
    follow(hanna, "Notices")
    follow(hanna, "An answer is overdue")
    assert heading(hanna) == "Answer for Moorland Health Trust"
    looked_at(hanna, "answer-overdue")


def test_what_is_overdue_in_a_register_leads_to_where_it_is_done(people):
    quinn = people("quinn")
    for told, leads_to in (
        ("An answer to a complaint is overdue", "Nobody rang"),
        ("A recommendation is overdue", "An inspection"),
        ("An action of an audit is overdue", "Audit of 20"),
    ):
        follow(quinn, "Notices")
        looked_at(quinn, "notices-of-registers")
        follow(quinn, told)
        assert leads_to in heading(quinn)
    iris = people("iris")
    follow(iris, "Notices")
    follow(iris, "An answer to somebody who asked for their record is overdue")
    assert heading(iris) == "Wendy"
