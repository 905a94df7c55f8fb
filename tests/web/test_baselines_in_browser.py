"""Baselines in Chromium, with and without scripts: entered, overlap refused, corrected, gaps, withdrawn."""

import pytest

from tests.web.looked import looked_at
from tests.web.served import PEOPLED, fill, follow, heading, press, said, send, served

pytestmark = pytest.mark.browser
#: Two quarters of which one is missing between, and an exempt agency.
GAP = (
    PEOPLED
    + """
from datetime import date
from mash.partnership.models import Agency
from mash.records.baselines.actions import enter
Agency.objects.filter(pk="probation").update(in_baseline=False, exempt_because="Its work comes from courts.")
for start, end in ((date(2025, 4, 1), date(2025, 6, 30)), (date(2025, 10, 1), date(2025, 12, 31))):
    of = {"agency": "police", "cohort": "neglect", "start": start, "end": end, "volume": 1200}
    cast.does("quinn", enter, hub="moorland", **of)
"""
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("b") / "h", GAP) as found:
        yield found


def fill_day(page, name, *parts):
    for part, value in zip(("day", "month", "year"), parts, strict=True):
        page.fill(f"[name={name}_{part}]", str(value))


def entered(page, agency):
    """The first quarter of 2026, as far as the form goes."""
    follow(page, "Enter a baseline")
    page.select_option("[name=agency]", agency)
    page.select_option("[name=cohort]", "neglect")
    fill_day(page, "start", 1, 12, 2025)
    fill_day(page, "end", 31, 3, 2026)
    fill(page, volume="1500")


def test_a_baseline_is_entered_corrected_and_withdrawn_and_gaps_are_seen(people):
    quinn = people("quinn")
    agency = {"scripts": "health", "plain": "school"}[quinn.kind]
    follow(quinn, "Baselines")
    assert "Days are missing between what is entered: Moorland Police." in said(quinn)
    looked_at(quinn, "baselines")
    follow(quinn, "See which days")
    assert "Missing: 1 July 2025 to 30 September 2025" in said(quinn)
    assert "Its work comes from courts." in said(quinn)
    looked_at(quinn, "baselines-coverage")
    quinn.locator("details summary").click()
    fill_day(quinn, "first", 31, 12, 2025)
    fill_day(quinn, "last", 30, 12, 2025)
    press(quinn, "Show these days")
    assert "does not come before" in quinn.locator(".govuk-error-summary").inner_text()
    fill_day(quinn, "last", 31, 12, 2025)
    press(quinn, "Show these days")
    assert "All covered" in said(quinn)

    entered(quinn, "police")
    wrong = quinn.locator(".govuk-error-summary").inner_text()
    assert "It overlaps 1 October 2025 to 31 December 2025" in wrong
    assert quinn.input_value("[name=volume]") == "1500"
    looked_at(quinn, "baseline-overlap")
    quinn.select_option("[name=agency]", agency)
    send(quinn)
    assert "1 December 2025 to 31 March 2026" in said(quinn)
    follow(quinn, "Correct the volume")
    fill(quinn, volume="many", reason="Counted twice.")
    assert "whole number" in quinn.locator(".govuk-error-summary").inner_text()
    looked_at(quinn, "baseline-correct-error")
    fill(quinn, volume="1400")
    assert quinn.locator(".mash-next h2").inner_text() == "1400"
    assert "Volume from then on: 1500." in said(quinn)
    looked_at(quinn, "baseline")
    follow(quinn, "Withdraw it")
    looked_at(quinn, "baseline-withdraw")
    fill(quinn, because="It is of another agency.")
    assert "it is not counted" in said(quinn)
    looked_at(quinn, "baseline-withdrawn")


def test_of_two_who_correct_a_volume_the_second_sees_both(people):
    quinn = people("quinn")
    follow(quinn, "Baselines")
    follow(quinn, "Moorland Police")
    follow(quinn, "Correct the volume")
    other = quinn.context.new_page()
    other.goto(quinn.url)
    theirs, mine = {"scripts": ("1301", "1302"), "plain": ("1303", "1304")}[quinn.kind]
    fill(other, volume=theirs, reason="Late entries.")
    other.close()
    fill(quinn, volume=mine, reason="Counted twice.")
    both = quinn.locator("#overtaken").inner_text()
    assert theirs in both
    assert mine in both
    looked_at(quinn, "baseline-overtaken")
    send(quinn)
    assert heading(quinn).startswith("Moorland Police")
    assert "Late entries." in said(quinn)
