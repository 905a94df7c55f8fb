"""Subject access in Chromium, with scripts and without: a request, gathered, reviewed, answered."""

import hashlib
from pathlib import Path

import pytest

from mash.framework.london import today
from tests.web.looked import looked_at
from tests.web.served import PEOPLED, fill, follow, heading, press, send, served

pytestmark = pytest.mark.browser
TOLD = (
    PEOPLED
    + """
from tests.records.accessed import told_all
told_all(cast)
"""
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("r") / "h", TOLD) as found:
        yield found


def main(page):
    return page.locator("main").inner_text()


def wrong(page):
    return page.locator(".govuk-error-summary").inner_text()


def entered(iris):
    """A request, entered after two faults."""
    follow(iris, "Subject access")
    looked_at(iris, "access-none")
    follow(iris, "Enter a request")
    send(iris)
    for words in ("Say who asks", "Enter when it was received"):
        assert words in wrong(iris)
    looked_at(iris, "access-new-error")
    iris.check("[name=who][value=self]")
    iris.select_option("[name=kind]", "nhs_number")
    on = {f"received_on_{part}": str(getattr(today(), part)) for part in ("day", "month", "year")}
    fill(iris, asker="Wendy, by post", authority="Passport seen.", number="943 476 5918", **on)
    assert "last digit does not fit" in wrong(iris)
    fill(iris, number="943 476 5919")


def test_somebody_gets_what_is_held_about_them_and_nothing_of_others(people):
    iris = people("iris")
    entered(iris)
    assert heading(iris) == "Wendy, by post"
    follow(iris, "Gather what is recorded")
    looked_at(iris, "access-gather")
    send(iris)
    assert "0 of 20" in main(iris)
    looked_at(iris, "access-request")
    follow(iris, "Answer it")
    assert "20 pieces are not reviewed yet." in main(iris)
    looked_at(iris, "access-answer-hindered")
    follow(iris, "Back to the request")
    follow(iris, "Keep held back what is about others")
    looked_at(iris, "access-hold-back")
    send(iris)
    assert "4 of 20" in main(iris)

    follow(iris, "The concern")
    assert "Maud: somebody else in the record" in main(iris)
    assert iris.input_value("[name=blacked]") == "Maud"
    iris.check("[name=verdict][value=part]")
    fill(iris, blacked="Mau")
    assert "does not stand in it as words of their own" in wrong(iris)
    looked_at(iris, "access-piece-error")
    fill(iris, blacked="Her mother Maud\nMaud\nTess Triage")
    assert "5 of 20 reviewed." in main(iris), "and on to the next"
    looked_at(iris, "access-piece")
    follow(iris, "Back to the request")
    follow(iris, "What an agency knew")
    iris.check("[name=verdict][value=give]")
    send(iris)
    assert "ask them first" in wrong(iris)
    fill(iris, owner_said="The police agree.")
    follow(iris, "Back to the request")
    follow(iris, "Review the next piece")
    while iris.locator("[name=verdict]").count():
        iris.check("[name=verdict][value=give]")
        send(iris)
    assert "20 of 20" in main(iris)
    follow(iris, "The concern")
    assert "▇▇▇ shouts, says ▇▇▇. ▇▇▇ drinks." in main(iris)
    looked_at(iris, "access-piece-reviewed")
    follow(iris, "Back to the request")

    follow(iris, "Answer it")
    looked_at(iris, "access-answer")
    with iris.expect_download() as taken:
        iris.locator("a", has_text="Download the copy").click()
    draft = Path(taken.value.path()).read_bytes()
    fill(iris, words="By registered post.")
    assert "Answered" in main(iris)
    looked_at(iris, "access-answered")
    with iris.expect_download() as taken:
        iris.locator("a", has_text="Download the copy that was given").click()
    copy = Path(taken.value.path()).read_bytes()
    assert copy == draft
    assert hashlib.sha256(copy).hexdigest() in main(iris)
    text = copy.decode()
    assert "Wendy comes to school hungry." in text
    for words in ("Maud", "Tess Triage", "Mister Head", "Secret Street"):
        assert words not in text
    follow(iris, "The concern")
    assert iris.locator("main form[method=post]").count() == 0
    looked_at(iris, "access-piece-kept")
    follow(iris, "Back to the request")
    follow(iris, "Subject access requests")
    assert "all reviewed" in main(iris)
    looked_at(iris, "access-requests")
    opened = iris.context.new_page()  # as who gets it opens it: outside our pages and their rules
    opened.kind = iris.kind
    opened.set_content(text)
    looked_at(opened, "access-copy")
    opened.close()
    follow(iris, "Access log")
    iris.locator("summary").first.click()
    iris.select_option("[name=verb]", "answered")
    press(iris, "Show these")
    assert hashlib.sha256(copy).hexdigest() in main(iris)


def test_a_request_is_extended_or_refused(people):
    iris = people("iris")
    entered(iris)
    follow(iris, "Extend it")
    looked_at(iris, "access-extend")
    fill(iris, because="Twelve referrals.")
    assert "extended" in main(iris)
    follow(iris, "Refuse it")
    send(iris)
    assert "Say why it is refused" in wrong(iris)
    looked_at(iris, "access-refuse-error")
    fill(iris, words="It was a stranger.")
    assert "Refused" in main(iris)
    looked_at(iris, "access-refused")
