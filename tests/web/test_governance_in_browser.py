"""Information governance in Chromium, with scripts and without: the log, an agreement from entry to end."""

import pytest

from tests.web.looked import looked_at
from tests.web.served import PEOPLED, fill, follow, heading, press, send, served

pytestmark = pytest.mark.browser
#: An agreement of long ago: it has expired.
EXPIRED = (
    PEOPLED
    + """
from datetime import timedelta
from mash.framework.london import today
from mash.records.agreements import actions
from mash.trail.record import note
from tests.cast import submitted
began = today() - timedelta(days=700)
words = {"title": "Sharing between police and health", "purpose": "To protect.", "shared": "All."}
days = {"signed_on": began, "expires_on": today() - timedelta(5), "review_on": today() - timedelta(9)}
written = actions.Written(lawful_bases=("public_task",), **words, **days)
cast.does("iris", actions.enter, hub="moorland", written=written, parties=("police", "health"))
one = submitted(cast)
cast.does("tess", lambda by: note("viewed", "referral", one.reference))
"""
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("g") / "h", EXPIRED) as found:
        yield found


def day(page, name, *parts):
    for part, value in zip(("day", "month", "year"), parts, strict=True):
        page.fill(f"[name={name}_{part}]", str(value))


def main(page):
    return page.locator("main").inner_text()


def test_the_log_is_searched_and_who_looked_is_shown(people):
    iris = people("iris")
    follow(iris, "Access log")
    iris.locator("summary").first.click()
    iris.select_option("[name=verb]", "viewed")
    iris.select_option("[name=kind]", "referral")
    day(iris, "since", 31, 2, 2026)
    press(iris, "Show these")
    assert "First day must be a real date" in iris.locator(".govuk-error-summary").inner_text()
    looked_at(iris, "log-error")
    day(iris, "since", 1, 1, 2026)
    press(iris, "Show these")
    assert "1 entry." in main(iris)
    follow(iris, "who had to do with it")
    assert "Tess Triage" in main(iris)
    looked_at(iris, "log-record")
    with iris.expect_download() as taken:
        iris.get_by_role("button", name="Export as CSV").click()
    assert taken.value.suggested_filename.startswith("access-log-")
    follow(iris, "Access log")
    assert "Exported" in main(iris)
    looked_at(iris, "log")


def test_an_agreement_is_entered_reviewed_and_ended(people):
    iris = people("iris")
    title = f"Sharing in the hub, {iris.kind}"
    follow(iris, "Agreements")
    assert "Expired: its last day was" in iris.locator("tbody tr").first.inner_text()
    assert "agencies that are party to no agreement in force" in main(iris)
    looked_at(iris, "agreements")
    follow(iris, "Enter an agreement")
    day(iris, "signed_on", 3, 3, 2026)
    day(iris, "expires_on", 3, 3, 2099)
    day(iris, "review_on", 3, 3, 2098)
    iris.check("[name=parties][value=school]")
    iris.check("[name=parties][value=council]")
    fill(iris, title=title, purpose="To protect children.", shared="What each knows.")
    assert "Say on which lawful basis" in iris.locator(".govuk-error-summary").inner_text()
    assert iris.input_value("[name=title]") == title, "nothing typed is lost"
    looked_at(iris, "agreement-new-error")
    iris.check("[name=lawful_bases][value=public_task]")
    send(iris)
    assert heading(iris) == title
    follow(iris, "An agency joins")
    iris.select_option("[name=agency]", "probation")
    send(iris)
    other = iris.context.new_page()
    other.goto(iris.url)
    follow(other, "Change or renew it")
    follow(iris, "Change or renew it")
    fill(other, purpose="To protect children and adults.")
    fill(iris, purpose="To protect everybody.")
    both = iris.locator("#overtaken").inner_text()
    assert "children and adults" in both
    assert "everybody" in both
    looked_at(iris, "agreement-overtaken")
    send(iris)
    follow(iris, "Record a review")
    day(iris, "review_on", 1, 1, 2020)
    fill(iris, words="All in order.")
    assert "lies in the future" in iris.locator(".govuk-error-summary").inner_text()
    looked_at(iris, "agreement-review-error")
    day(iris, "review_on", 1, 1, 2097)
    send(iris)
    follow(iris, "What each means")
    looked_at(iris, "lawful-bases")
    iris.go_back()
    iris.locator("summary").last.click()
    looked_at(iris, "agreement")
    follow(iris, "An agency leaves")
    iris.select_option("[name=agency]", "probation")
    day(iris, "to_on", 1, 1, 2098)
    fill(iris, words="It is dissolved.")
    follow(iris, "End it")
    fill(iris, words="A new one replaces it.")
    assert "Ended" in main(iris)
    looked_at(iris, "agreement-ended")
