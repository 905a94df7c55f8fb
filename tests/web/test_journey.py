"""A referral from form to feedback by five people of four agencies, in Chromium, with and without scripts.

Each page and state on the way is looked at with axe and at 320 pixels.
"""

import re

import pytest

from tests.web.looked import looked_at
from tests.web.served import follow, heading, press, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("j") / "h") as found:
        yield found


def test_from_form_to_feedback_by_five_people_of_four_agencies(people):
    rita = people("rita")
    looked_at(rita, "home-referrer")
    follow(rita, "New referral")
    looked_at(rita, "new-start")
    press(rita, "Start")
    press(rita, "Save and continue")
    assert rita.title() == "Error: What is it about? – MASH"
    looked_at(rita, "new-about-error")
    rita.check("[name=cohort][value=neglect]")
    rita.fill("[name=locality]", "North")
    press(rita, "Save and continue")
    rita.fill("[name=concern]", "She comes to school hungry, most days since September.")
    rita.fill("[name=contact]", "R. Referrer, 01632 960001")
    looked_at(rita, "new-concern")
    press(rita, "Save and continue")
    follow(rita, "Name a person")
    rita.check("[name=role][value=subject]")
    rita.fill("[name=given_names]", "Wendy")
    rita.fill("[name=family_name]", "Fictional")
    for part, words in (("day", "4"), ("month", "5"), ("year", "2016")):
        rita.fill(f"[name=date_of_birth_{part}]", words)
    rita.fill("[name=nhs_number]", "943 476 5919")
    rita.fill("[name=address]", "1 Nowhere Lane")
    rita.fill("[name=postcode]", "ZZ99 1AA")
    rita.check("[name=protected][value=yes]")
    looked_at(rita, "new-person")
    press(rita, "Save and continue")
    looked_at(rita, "new-people")
    follow(rita, "Continue")
    rita.check("[name=consent][value=given]")
    rita.check("[name=known_open][value=no]")
    looked_at(rita, "new-consent")
    press(rita, "Save and continue")
    assert heading(rita) == "Check your answers"
    looked_at(rita, "new-check")
    press(rita, "Send it to the hub")
    reference = re.search(r"\d{4}-\d{6}", heading(rita)).group()
    looked_at(rita, "sent")

    tess = people("tess")
    follow(tess, "Queue")
    looked_at(tess, "queue")
    follow(tess, reference)
    looked_at(tess, "referral-new")
    follow(tess, "Rate it")
    tess.check("[name=risk][value=red]")
    press(tess, "Record the rating")
    assert tess.title().startswith("Error:")
    looked_at(tess, "rate-error")
    tess.fill("[name=rationale]", "Hungry for weeks.")
    press(tess, "Record the rating")
    assert "left" in tess.locator(".mash-bar").inner_text()
    follow(tess, "Say which agency decides")
    tess.check("[name=agency][value=council]")
    looked_at(tess, "who-decides")
    press(tess, "Save")
    follow(tess, "Ask agencies what they know")
    tess.check("[name=agencies][value=police]")
    tess.check("[name=agencies][value=health]")
    tess.fill("[name=question]", "Any call-outs or visits this year?")
    looked_at(tess, "ask")
    press(tess, "Ask them")
    looked_at(tess, "referral-asked")

    paul = people("paul")
    follow(paul, "My agency")
    looked_at(paul, "my-agency")
    follow(paul, reference)
    paul.check("[name=response][value=shared]")
    paul.fill("[name=words_1]", "Two call-outs this year.")
    paul.check("[name=sharing_1][value=disclose]")
    press(paul, "Add something else")
    paul.fill("[name=words_2]", "An address under watch.")
    looked_at(paul, "answer")
    press(paul, "Send the answer")
    assert "answer is with the hub" in paul.locator("main").inner_text()

    hanna = people("hanna")
    follow(hanna, "My agency")
    follow(hanna, reference)
    assert "Protected address" in hanna.locator("main").inner_text()
    hanna.check("[name=response][value=nothing_known]")
    press(hanna, "Send the answer")

    dan = people("dan")
    follow(dan, "Queue")
    follow(dan, reference)
    looked_at(dan, "referral-answered")
    follow(dan, "Decide")
    dan.select_option("[name=outcome_1]", "section_47")
    dan.select_option("[name=lead_1]", "council")
    dan.check("[name=support_1][value=police]")
    dan.fill("[name=rationale]", "The threshold is met.")
    looked_at(dan, "decide")
    press(dan, "Record the decision")
    follow(dan, "Tell the referrer")
    quotes = dan.locator("fieldset", has_text="Quote what agencies said").inner_text()
    assert "Two call-outs" in quotes
    assert "address under watch" not in quotes
    dan.get_by_label("Two call-outs").check()
    dan.fill("[name=words]", "An enquiry begins this week.")
    looked_at(dan, "tell")
    press(dan, "Record what they are told")
    looked_at(dan, "referral-told")

    follow(rita, "My agency")
    follow(rita, reference)
    said = rita.locator("main").inner_text()
    assert "An enquiry begins this week." in said
    assert "Two call-outs this year." in said
    assert "address under watch" not in said
    assert "threshold" not in said
    looked_at(rita, "sent-answered")

    follow(rita, "Disagree with what was decided")
    rita.check("[name=about][value=council]")
    rita.check("[name=reason][value=threshold]")
    rita.fill("[name=words]", "It is more urgent than that.")
    looked_at(rita, "disagree")
    press(rita, "Record the disagreement")
    dan.reload()
    looked_at(dan, "referral-disagreed")
    follow(dan, "Next stage")
    dan.fill("[name=words]", "Our managers look at it.")
    press(dan, "Take it to the next stage")
    follow(dan, "Resolve")
    dan.check("[name=resolution][value=upheld]")
    dan.fill("[name=words]", "The enquiry has begun already.")
    looked_at(dan, "resolve")
    press(dan, "Record how it was resolved")
    assert "The decision stands" in dan.locator("main").inner_text()


def test_two_editors_a_merge_and_governance(people):
    for _ in range(2):
        refer(people("rita"))
    tess, dan = people("tess"), people("dan")
    follow(tess, "Queue")
    newest = tess.locator("tbody th a").first.inner_text()  # not rated yet
    for page in (tess, dan):
        follow(page, "Queue")
        follow(page, newest)
        follow(page, "Rate it")
        page.check(f"[name=risk][value={'blue' if page is tess else 'red'}]")
        page.fill("[name=rationale]", "Tess’s view." if page is tess else "Dan’s view.")
    press(tess, "Record the rating")
    press(dan, "Record the rating")
    assert "How it stands now" in dan.locator("main").inner_text()
    assert dan.input_value("[name=rationale]") == "Dan’s view."
    looked_at(dan, "overtaken")
    press(dan, "Record the rating")
    assert "Dan’s view." in dan.locator("main").inner_text()

    follow(tess, "Search")
    tess.fill("[name=q]", "wendy fict")
    press(tess, "Search")
    looked_at(tess, "search")
    tess.locator("main li a").first.click()
    looked_at(tess, "person")
    tess.locator("main li.mash-person a").first.click()
    tess.check("[name=verdict][value=same]")
    tess.fill("[name=reason]", "One NHS number.")
    looked_at(tess, "match")
    press(tess, "Record the decision")
    assert "One NHS number." in tess.locator("main").inner_text()
    follow(tess, "Take apart")
    tess.fill("[name=reason]", "They are twins.")
    looked_at(tess, "unmerge")
    press(tess, "Take it apart")
    assert "One NHS number." not in tess.locator("main").inner_text()

    iris = people("iris")
    follow(iris, "Access log")
    looked_at(iris, "access-log")
    follow(iris, "Merges")
    looked_at(iris, "merges")
    follow(iris, "Restricted")
    iris.fill("[name=reference]", newest)
    iris.fill("[name=reason]", "She works here.")
    looked_at(iris, "restricted")
    press(iris, "Restrict it")
    iris.select_option("[name=account]", index=1)
    looked_at(iris, "restriction")
    follow(tess, "Search")
    tess.fill("[name=q]", newest)
    press(tess, "Search")
    assert "Nothing among what you may see" in tess.locator("main").inner_text()
    tess.goto(tess.url.split("/search")[0] + "/restricted/open/")
    tess.fill("[name=reference]", newest)
    tess.fill("[name=reason]", "Somebody is at her door.")
    looked_at(tess, "break-glass")
    press(tess, "Open it for an hour")
    assert newest in heading(tess)


def refer(page):
    """A short referral."""
    follow(page, "New referral")
    press(page, "Start")
    page.check("[name=cohort][value=missing]")
    press(page, "Save and continue")
    page.fill("[name=concern]", "She was not at school on Monday.")
    press(page, "Save and continue")
    follow(page, "Name a person")
    page.check("[name=role][value=subject]")
    page.fill("[name=given_names]", "Wendy")
    page.fill("[name=family_name]", "Fictional")
    page.fill("[name=nhs_number]", "943 476 5919")
    press(page, "Save and continue")
    follow(page, "Continue")
    page.check("[name=consent][value=given]")
    press(page, "Save and continue")
    press(page, "Send it to the hub")
