"""An administrator opens an account and changes a target, in real Chromium, with and without scripts."""

import itertools
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from mash.framework.london import today
from tests.web.conftest import PASSWORD, SECRET
from tests.web.looked import looked_at
from tests.web.served import fill, follow, heading, send, served

pytestmark = pytest.mark.browser
ADAS = itertools.count()
NEXT_MONTH = today() + timedelta(days=30)

CAST = f"""
from datetime import date
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.OWNER)
from allauth.mfa.totp.internal.auth import TOTP
from mash.framework.codes import DEFAULT_RISKS
from mash.framework.reference import DEFAULT_COHORTS, DEFAULT_OUTCOMES
from mash.partnership import actions, models
from mash.trail.record import recorded
hub = models.Hub.objects.create(hub_id="moorland", name="Moorland hub")
council = models.Agency.objects.create(
    agency_id="council", name="Moorland Council", kind="childrens_social_care"
)
with recorded():
    for number in range(16):  # one for each test below, and some
        words = {{"email": f"ada.{{number}}@moorland.example", "name": "Ada Admin", "agency": council}}
        account = actions.open_account(**words, roles=((hub, "administrator"),))
        account.set_password({PASSWORD!r})
        account.save()
        TOTP.activate(account, {SECRET!r})
    actions.add_agency(agency_id="police", name="Moorland Police", kind="police", in_baseline=True)
    actions.add_team(name="Front door", agency=council, hub=hub)
    actions.add_closed_day(date=date(2199, 12, 26), reason="Boxing Day")
    for risk in DEFAULT_RISKS:
        actions.add_risk(**vars(risk), valid_from=date(2020, 1, 1))
    for cohort in DEFAULT_COHORTS:
        actions.add_cohort(**vars(cohort))
    for outcome in DEFAULT_OUTCOMES:
        actions.add_outcome(**vars(outcome))
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A served system with an administrator and the framework's reference data."""
    with served(tmp_path_factory.mktemp("h") / "h", CAST) as found:
        yield found


@pytest.fixture
def ada(address, page):
    """An administrator, signed in and on the page of settings; another each time, as a code works once."""
    page.goto(address + "/")
    fill(page, login=f"ada.{next(ADAS)}@moorland.example", password=PASSWORD)
    fill(page, code=format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    follow(page, "Settings")
    looked_at(page)
    return page


def enter_day(page, name, day):
    for part in ("day", "month", "year"):
        page.fill(f"[name={name}_{part}]", str(getattr(day, part)))


def test_an_administrator_opens_an_account_and_looks_after_it(ada):
    page, email = ada, f"nora.{ada.kind}@moorland.example"
    follow(page, "Accounts")
    looked_at(page)
    follow(page, "Open an account", "button")
    looked_at(page)
    page.fill("[name=email]", email)
    page.get_by_label("Triage: Works the hub").check()
    send(page)
    assert page.title() == "Error: Open an account – MASH"
    looked_at(page)
    page.get_by_role("link", name="Enter their name").click()
    if page.kind == "scripts":
        assert page.evaluate("document.activeElement.name") == "name"
    assert page.get_by_label("Triage: Works the hub").is_checked(), "nothing entered is lost"
    page.fill("[name=name]", "Nora New-" + page.kind)
    page.select_option("[name=agency]", "council")
    send(page)
    assert "on its way to " + email in page.locator("main").inner_text()
    page.fill("[name=q]", email)
    follow(page, "Search", "button")
    follow(page, "Nora New-" + page.kind)
    assert "No password yet" in page.locator("main").inner_text()
    looked_at(page)
    for link in (
        "Change name, team or last day",
        "Move to another agency",
        "Send a link to set a password",
        "Suspend",
        "Give a role",
        "End Triage in Moorland hub",
    ):
        follow(page, link)
        looked_at(page)
        follow(page, "Cancel")
    follow(page, "Suspend")
    follow(page, "Suspend", "button")
    assert "Suspended" in page.locator("main").inner_text()
    looked_at(page)
    assert page.errors == []


def test_an_administrator_connects_a_system_and_its_writes_are_done_once(ada, address):
    page, name = ada, "School records " + ada.kind
    follow(page, "Accounts")
    follow(page, "Connect a system of an agency")
    looked_at(page)
    page.fill("[name=name]", name)
    send(page)
    assert "Choose whose system it is" in page.locator(".govuk-error-summary").inner_text()
    looked_at(page)
    page.select_option("[name=agency]", "police")
    page.get_by_label("Referrer: Submits").check()
    send(page)
    page.fill("[name=q]", name)
    follow(page, "Search", "button")
    follow(page, name)
    assert "the system cannot do anything yet" in page.locator("main").inner_text()
    looked_at(page)
    follow(page, "Make a token")
    looked_at(page)
    follow(page, "Make the token", "button")
    looked_at(page)
    token = page.locator("main code").inner_text()
    assert sent_at_once(address, token) == [201] * 6, "whoever comes second waits for the first"
    follow(page, "Back to " + name)
    assert token not in page.content()
    follow(page, "End Token " + token[:11] + "…, in force now")
    looked_at(page)
    follow(page, "End it", "button")
    looked_at(page)
    assert sent_at_once(address, token) == [401] * 6
    follow(page, "what it can ask and send")
    looked_at(page)
    assert page.errors == []


def sent_at_once(address, token):
    """The statuses of one referral sent six times at the same moment; they tell of one referral."""
    words = {"hub": "moorland", "cohort": "neglect", "concern": "Hungry.", "consent": "given"}
    words["people"] = [{"role": "subject", "given_names": "Wendy"}]

    def send_it(_):
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": "one",
            "Content-Type": "application/json",
        }
        asked = Request(f"{address}/api/v1/referrals", json.dumps(words).encode(), headers)
        try:
            with urlopen(asked, timeout=60) as response:
                return response.status, json.load(response)["reference"]
        except HTTPError as error:
            return error.code, None

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(send_it, range(6)))
    assert len({reference for _, reference in found}) == 1
    return [status for status, _ in found]


def test_an_administrator_changes_a_target(ada):
    page = ada
    follow(page, "Ratings")
    looked_at(page)
    rating = {"scripts": "Amber", "plain": "Blue"}[page.kind]
    follow(page, f"Change {rating}, in force now")
    looked_at(page)
    page.fill("[name=target_hours]", "12.5")
    enter_day(page, "starts", today())
    send(page)
    assert "what has been in force stays as it was" in page.locator(".govuk-error-summary").inner_text()
    assert page.input_value("[name=target_hours]") == "12.5"
    looked_at(page)
    enter_day(page, "starts", NEXT_MONTH)
    send(page)
    assert heading(page) == "Ratings"
    assert "Later" in page.locator("h2").all_inner_texts()
    assert "12.5 hours" in page.locator("main").inner_text()
    looked_at(page)
    follow(page, f"Remove {rating}, later")
    looked_at(page)
    assert page.errors == []


def test_the_second_of_two_editors_sees_both(ada, address):
    page, other = ada, ada.context.new_page()
    change = address + "/settings/outcomes/marac/change/"
    page.goto(change)
    other.goto(change)
    for editor, name in ((other, "MARAC panel " + page.kind), (page, "MARAC meeting")):
        editor.fill("[name=name]", name)
        send(editor)
    shown = page.locator("main").inner_text()
    assert "Somebody else changed this while you had it open" in shown
    assert "MARAC panel " + page.kind in shown
    looked_at(page)
    assert page.input_value("[name=name]") == "MARAC meeting"


LISTS = {
    "cohorts": "cohorts/neglect/change cohorts/neglect/end cohorts/add",
    "outcomes": "outcomes/advice/change outcomes/advice/end outcomes/add",
    "closed-days": "closed-days/2199-12-26/change closed-days/2199-12-26/remove closed-days/add",
    "agencies": "agencies/police/change agencies/police/end agencies/add",
    "hubs": "hubs/moorland/change hubs/add",
    "teams": "teams/1/change teams/add",
    "ratings": "ratings/add ratings/1/end",
}


@pytest.mark.parametrize("page", ["scripts"], indirect=True)
def test_every_list_and_form_can_be_used_by_everybody(ada, address):
    for name, forms in LISTS.items():
        for place in (name, *forms.split()):
            assert ada.goto(f"{address}/settings/{place}/").status == 200, place
            assert ada.locator("h1").count() == 1
            looked_at(ada)
            if "/" in place:
                send(ada)
                assert ada.locator("h1").count() == 1
                looked_at(ada)
    assert ada.errors == []
