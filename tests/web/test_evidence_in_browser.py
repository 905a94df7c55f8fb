"""The evidence library in Chromium, with scripts and without: written, resolved, published, supplied."""

import pytest

from tests.web.looked import looked_at
from tests.web.served import PEOPLED, fill, follow, heading, press, send, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("e") / "h", PEOPLED) as found:
        yield found


def test_an_item_is_written_resolved_published_found_and_supplied(people):
    quinn = people("quinn")
    title = f"Hungry at school, {quinn.kind}"
    follow(quinn, "Evidence")
    looked_at(quinn, "evidence-empty")
    follow(quinn, "Write a new item")
    send(quinn)
    assert "Give it a title" in quinn.locator(".govuk-error-summary").inner_text()
    quinn.check("[name=kind][value=good_practice]")
    quinn.select_option("[name=cohort]", "neglect")
    text = "Wendy came hungry. The Children Act was followed, and Wendy was seen on 3 March."
    fill(quinn, made_from="2026-000123", theme=f"early sharing {quinn.kind}", text=text)
    assert quinn.input_value("[name=text]") == text, "nothing typed is lost"
    looked_at(quinn, "evidence-new-error")
    fill(quinn, title=title)
    assert heading(quinn) == title
    assert "3 to resolve" in quinn.locator(".mash-next").inner_text()
    looked_at(quinn, "evidence-draft")
    follow(quinn, "Resolve them")
    assert quinn.locator("h2", has_text="Wendy").count() == 1
    looked_at(quinn, "evidence-words")
    quinn.check("[name=how][value=instead]")
    fill(quinn, instead="the child")
    assert quinn.locator("h2", has_text="Children Act").count() == 1
    quinn.check("[name=how][value=keep]")
    send(quinn)
    assert "Say why these words can stay" in quinn.locator(".govuk-error-summary").inner_text()
    looked_at(quinn, "evidence-words-error")
    quinn.check("[name=why][value=public]")
    send(quinn)
    quinn.check("[name=how][value=instead]")
    fill(quinn, instead="the same day")
    assert heading(quinn) == "Publish this item"
    assert "No other item of the library" in quinn.locator(".govuk-warning-text").inner_text()
    looked_at(quinn, "evidence-publish")
    send(quinn)
    assert "say that you have" in quinn.locator(".govuk-error-summary").inner_text()
    quinn.check("[name=read]")
    quinn.check("[name=alone]")
    send(quinn)
    assert "It is published" in quinn.locator("main").inner_text()
    follow(quinn, "An agency asks for it")
    quinn.select_option("[name=agency]", "police")
    quinn.check("[name=purpose][value=training]")
    looked_at(quinn, "evidence-request")
    send(quinn)
    looked_at(quinn, "evidence-item")
    follow(quinn, "Evidence")
    fill_search(quinn, "hunger OR hungry")
    assert title in quinn.locator("main").inner_text()
    looked_at(quinn, "evidence-library")
    follow(quinn, "Asked for")
    looked_at(quinn, "evidence-requests")
    follow(quinn, "Record that it was supplied")
    for place, part in enumerate((31, 12, 2020)):
        quinn.fill(f"[name=supplied_on_{('day', 'month', 'year')[place]}]", str(part))
    send(quinn)
    assert "when they asked or later" in quinn.locator(".govuk-error-summary").inner_text()


def fill_search(page, words):
    page.fill("[name=q]", words)
    press(page, "Search")


def test_of_two_who_change_an_item_the_second_sees_both_and_loses_nothing(people):
    quinn = people("quinn")
    follow(quinn, "Evidence")
    follow(quinn, "Write a new item")
    quinn.check("[name=kind][value=learning]")
    title = f"A visit, {quinn.kind}"
    fill(quinn, theme="joint visits", title=title, text="They went together.")
    where = quinn.url
    other = quinn.context.new_page()
    other.goto(where)
    follow(other, "Change it")
    follow(quinn, "Change it")
    fill(other, text="They went there together.")
    fill(quinn, text="They went twice.")
    both = quinn.locator("#overtaken").inner_text()
    assert "They went there together." in both
    assert "They went twice." in both
    assert quinn.input_value("[name=text]") == "They went twice."
    looked_at(quinn, "evidence-overtaken")
    send(quinn)
    assert "They went twice." in quinn.locator("main").inner_text()
    assert quinn.locator("summary", has_text="until Quinn").count() == 2
    looked_at(quinn, "evidence-versions")
