"""A survey in Chromium, with scripts and without: built, answered on a phone, its words screened."""

import json

import pytest

from tests.web.looked import looked_at
from tests.web.served import PEOPLED, fill, follow, heading, press, send, served

pytestmark = pytest.mark.browser
#: A survey of which five have answered, and links that nobody has used.
ANSWERED = (
    PEOPLED
    + """
import json, os
from pathlib import Path
from django.conf import settings
settings.SENDS_MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"
from tests.records import surveys
made = surveys.opened(cast, title="How the hub works")
surveys.invited(cast, made, "police", [f"p{n}@police.example" for n in range(9)])
links = list(surveys.posted().values())
for secret in links[:6]:
    surveys.answered(secret, 4, "Ask Wendy Wintergreen at 12 Nowhere Lane.")
surveys.mixed()
(Path(os.environ["MASH_HOME"]) / "links").write_text(json.dumps(links[6:]))
"""
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("s") / "h"


@pytest.fixture(scope="module")
def address(home):
    with served(home, ANSWERED) as found:
        yield found


def test_a_survey_is_built_and_what_was_said_is_screened(people, address):
    quinn = people("quinn")
    quinn.goto(address + "/surveys/")
    looked_at(quinn, "surveys")
    follow(quinn, "Build a survey")
    send(quinn)
    assert "Give it a title" in quinn.locator(".govuk-error-summary").inner_text()
    looked_at(quinn, "survey-new-wrong")
    quinn.check("[name=kind][value=standing]")
    fill(quinn, title=f"A survey, {quinn.kind}", opening="We ask you.", answer_days="20")
    looked_at(quinn, "survey-draft")
    follow(quinn, "Ask something")
    looked_at(quinn, "survey-ask")
    quinn.check("[name=kind][value=text]")
    fill(quinn, words="What should change?")
    assert "What should change?" in quinn.locator("main").inner_text()
    quinn.goto(address + "/surveys/")
    follow(quinn, "How the hub works")
    looked_at(quinn, "survey-open")
    assert "Moorland Police" in quinn.locator("table").first.inner_text()
    follow(quinn, "Invite people")
    looked_at(quinn, "survey-invite")
    quinn.select_option("[name=agency]", "health")
    fill(quinn, addresses="not an address")
    assert "Line 1 is no e-mail address" in quinn.locator(".govuk-error-summary").inner_text()
    looked_at(quinn, "survey-invite-wrong")
    quinn.goto(address + "/surveys/")
    follow(quinn, "How the hub works")
    follow(quinn, "What was answered")
    looked_at(quinn, "survey-answers")
    quinn.locator("main a[href*=survey-words]").first.click()
    assert "Wendy" in quinn.locator("main").inner_text()
    looked_at(quinn, "survey-screen")
    quinn.check("[name=how][value=release]")
    fill(quinn, words="Ask somebody.")
    assert "Only take words out" in quinn.locator(".govuk-error-summary").inner_text()
    looked_at(quinn, "survey-screen-wrong")
    fill(quinn, words="Ask … at ….")
    anna = people("anna")
    anna.goto(address + "/surveys/said/")
    assert "Ask … at …." in anna.locator("main").inner_text()
    looked_at(anna, "surveys-said")


def test_a_link_is_answered_on_a_phone_without_an_account(page, address, home):
    links = json.loads((home / "links").read_text())
    link = f"{address}/answer/{links[0 if page.kind == 'scripts' else 1]}/"
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(link)
    assert heading(page) == "How the hub works"
    looked_at(page, "answer")
    page.locator("input[type=radio]").first.check()
    press(page, "Save")
    assert page.locator("input[type=radio]").first.is_checked()
    looked_at(page, "answer-saved")
    press(page, "Send")
    assert "Thank you" in page.locator("main").inner_text()
    looked_at(page, "answer-thanks")
    page.errors.clear()
    page.goto(link)
    assert "Thank you" not in page.locator("main").inner_text()
    looked_at(page, "answer-used")
