"""Performance in Chromium, with and without scripts: measured, at a glance, one measure, asked otherwise, and
from a count to the referral behind it; and what if. The worker is the real one.
"""

import pytest

from tests.homes import run
from tests.web.looked import looked_at
from tests.web.served import PEOPLED, commanded, follow, heading, press, said, served

pytestmark = pytest.mark.browser
#: Two referrals of a school, one rated; triage reads the measures too, of every hub.
WORKED = (
    PEOPLED
    + """
from mash.partnership.models import Appointment
from mash.records.referrals.actions import rate
from tests.cast import submitted
for risk in ("red", None):
    made = submitted(cast)
    if risk:
        cast.does("tess", rate, referral_id=made.pk, version=1, risk=risk, rationale="So.")
for hub in ("moorland", "fenland"):
    Appointment.objects.create(account=cast.accounts["tess"], hub_id=hub, role="analyst")
"""
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("v") / "h"


@pytest.fixture(scope="module")
def address(home):
    with served(home, WORKED) as found:
        yield found


def on_one_screen(page):
    """All measures are seen at a glance on 1920 × 1080, of which a browser's own bars take 120."""
    before = page.viewport_size
    page.set_viewport_size({"width": 1920, "height": 960})
    table = page.locator("table.mash-glance").bounding_box()
    assert table["y"] + table["height"] <= 960
    page.set_viewport_size(before)


def test_from_the_button_to_the_figures_and_to_the_referral_behind_one(people, at_work):
    tess = people("tess")
    follow(tess, "Performance")
    if "not been measured yet" in said(tess):
        looked_at(tess, "performance-nothing")
        press(tess, "Measure the records now")
        assert "being measured anew" in said(tess)
        at_work()
        follow(tess, "Performance")
    assert tess.locator("tbody tr").count() == 14
    assert "2 referrals received" in said(tess)
    looked_at(tess, "performance")
    on_one_screen(tess)

    follow(tess, "1. Referrals by agency")
    assert heading(tess) == "1. Referrals by agency"
    assert tess.locator("figure img").first.evaluate("one => one.complete && one.naturalWidth > 0")
    looked_at(tess, "performance-measure")

    tess.locator("summary", has_text="Ask otherwise").click()
    tess.select_option("[name=agency]", "school")
    tess.select_option("[name=window]", "all")
    press(tess, "Show this")
    if "Being computed" in said(tess):
        looked_at(tess, "performance-waiting")
        at_work()
        tess.reload()
    assert "Only agency" in said(tess)
    tess.locator("summary", has_text="Ask otherwise").click()
    looked_at(tess, "performance-asked")

    tess.locator("td a", has_text="2").first.click()
    if "Being listed" in said(tess):
        looked_at(tess, "performance-listing")
        at_work()
        tess.reload()
    assert heading(tess) == "2: Referrals"
    assert tess.locator("main .govuk-list li").count() == 2
    looked_at(tess, "performance-behind")
    reference = tess.locator("main .govuk-list a").first.inner_text()
    tess.locator("main .govuk-list a").first.click()
    assert reference.split(":")[0] in said(tess)


def test_an_analyst_of_one_hub_sees_its_figures_at_once_and_no_way_to_a_record(people):
    anna = people("anna")
    follow(anna, "Performance")
    assert "Only hub Moorland hub" in said(anna)
    assert anna.locator("tbody tr").count() == 8, "those that are kept by hub"
    looked_at(anna, "performance-one-hub")
    follow(anna, "1. Referrals by agency")
    assert "2 referrals were received" in said(anna)
    assert anna.locator("td a").count() == 0


@pytest.mark.parametrize("people", ["scripts"], indirect=True)
def test_what_would_have_been_is_asked_and_answered(people, at_work, home):
    """Of extracts: the model is of one hub, and the records here are of two."""
    run(home, "simulate", "--referrals", 400, "--seed", 1, "--hub", "moorland", "--out", home / "hub")
    taken = ["--as-at", "2026-03-31T23:59:59+01:00"]
    commanded(home, "refresh", "--dataset", str(home / "hub" / "dataset"), *taken)
    anna = people("anna")
    follow(anna, "Performance")
    anna.locator("summary", has_text="Ask otherwise").click()
    anna.select_option("[name=dataset]", "extracts")
    anna.select_option("[name=window]", "all")
    press(anna, "Show this")
    at_work()
    anna.reload()
    follow(anna, "4. Timeliness")
    follow(anna, "What if")
    press(anna, "Say what would have been")
    assert "Choose an agency here, or one of the other changes below" in said(anna)
    looked_at(anna, "what-if-nothing-chosen")
    anna.select_option("[name=target_risk]", "blue")
    anna.fill("[name=target_hours]", "48")
    anna.fill("[name=lives]", "5")
    press(anna, "Say what would have been")
    looked_at(anna, "what-if-waiting")
    at_work()
    anna.reload()
    assert "How far to believe it" in said(anna)
    assert "5 lives, each with and without the change" in said(anna)
    for summary in anna.locator("main summary").all():
        summary.click()
    looked_at(anna, "what-if")
