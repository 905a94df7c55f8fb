"""A round of audits in Chromium, with scripts and without: planned, drawn, graded, agreed, closed."""

import pytest

from mash.framework.london import today
from tests.web.looked import looked_at
from tests.web.served import PEOPLED, fill, follow, heading, press, send, served

pytestmark = pytest.mark.browser
#: Two decided referrals: each kind of browser draws one of them.
DECIDED = PEOPLED + "\nfrom tests.records.test_audits import decided\ndecided(cast)\ndecided(cast)\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("a") / "h", DECIDED) as found:
        yield found


def day(page, name, on):
    for part in ("day", "month", "year"):
        page.fill(f"[name={name}_{part}]", str(getattr(on, part)))


def graded(page, grade, words):
    """Fill in every grade and its reasons."""
    for place in range(page.locator("textarea").count()):
        page.check(f"[name=grade_{place}][value='{grade}']")
        page.fill(f"[name=reasons_{place}]", words)


def test_a_round_is_planned_drawn_graded_agreed_and_closed(people, address):
    quinn, pam, pete = (people(name) for name in ("quinn", "pam", "pete"))
    quinn.goto(address + "/audits/")
    looked_at(quinn, "audits")
    follow(quinn, "Plan a round")
    send(quinn)
    assert "Give it a title" in quinn.locator(".govuk-error-summary").inner_text()
    looked_at(quinn, "audit-plan-wrong")
    for name in ("decided_from", "decided_until"):
        day(quinn, name, today())
    words = {"title": f"Round, {quinn.kind}", "per_stratum": "1", "of_the_case": "timeliness"}
    fill(quinn, **words, of_agencies="contribution")
    assert heading(quinn) == f"Round, {quinn.kind}"
    looked_at(quinn, "audit-round-planned")
    follow(quinn, "Draw it")
    quinn.get_by_label("Pam Panel Member").check()
    quinn.get_by_label("Pete Panel Member").check()
    looked_at(quinn, "audit-draw")
    fill(quinn, seed=quinn.kind)
    assert "1 drawn of 2" in quinn.locator("main").inner_text()
    looked_at(quinn, "audit-round-drawn")
    for page, grade in ((pam, 1), (pete, 2)):
        page.goto(address + "/audits/mine/")
        looked_at(page, "audits-mine")
        page.locator("main li", has_text=f"Round, {page.kind}").locator("a").click()
        looked_at(page, "audit-case")
        follow(page, "Grade it")
        graded(page, grade, "They waited.")
        looked_at(page, "audit-grade")
        send(page)
        assert "saved" in page.locator(".govuk-notification-banner").inner_text()
        press(page, "Send my grades")
        assert "Your grades are sent" in page.locator("main").inner_text()
    looked_at(pete, "audit-case-graded")
    follow(pete, "Enter what was agreed")
    graded(pete, 2, "We agreed.")
    looked_at(pete, "audit-agree")
    send(pete)
    assert "the audit is completed" in pete.locator("main").inner_text()
    quinn.reload()
    quinn.locator("tbody a").first.click()
    assert "graded inadequate" in quinn.locator("main").inner_text()
    looked_at(quinn, "audit")
    follow(quinn, "Put down an action")
    quinn.select_option("[name=agency]", "police")
    day(quinn, "due_on", today())
    looked_at(quinn, "audit-action")
    fill(quinn, words=f"Answer sooner, {quinn.kind}.")
    quinn.goto(address + "/audits/actions/")
    assert f"Answer sooner, {quinn.kind}." in quinn.locator("main").inner_text()
    looked_at(quinn, "audit-actions")
    quinn.goto(address + "/audits/")
    follow(quinn, f"Round, {quinn.kind}")
    follow(quinn, "Close it")
    looked_at(quinn, "audit-close")
    send(quinn)
    assert "Closed" in quinn.locator("main").inner_text()
    looked_at(quinn, "audit-round-closed")
