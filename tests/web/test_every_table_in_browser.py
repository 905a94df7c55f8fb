"""Every table of the contract filled from the screens alone, in Chromium; figures equal counts of records.

A hub with accounts and default reference data, and nothing else. What the worker does at its time is done in
between: letters go out, answers are mixed.
"""

import json
import re
from datetime import date, timedelta

import polars as pl
import pytest

from mash.dataset.contract import TABLES
from mash.framework.london import now, today
from tests.homes import run
from tests.publish.straight import COUNTED, ROWS, asked, shown
from tests.web.served import follow, press, send, served

pytestmark = pytest.mark.browser
LETTERS = """
import json
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.OWNER)
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
from tests.records.surveys import posted
print(json.dumps(posted()))
"""
MIXED = """
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.OWNER)
from tests.records.surveys import mixed
mixed()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("a") / "h"


@pytest.fixture(scope="module")
def address(home):
    with served(home) as found:
        yield found


def answer(page, **fields):
    """Fill a form by the kind of each field (a day, a choice, several, words), and send it."""
    for name, value in fields.items():
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                page.fill(f"[name={name}_{part}]", str(getattr(value, part)))
            continue
        for one in value if isinstance(value, tuple) else (value,):
            field = page.locator(f"[name={name}]").first
            kind = field.evaluate("it => it.type || it.tagName.toLowerCase()")
            if kind in ("radio", "checkbox"):
                choice = f"[value='{one}']" if one is not True else ""
                page.check(f"[name={name}]{choice}")
            elif kind == "select-one":
                page.select_option(f"[name={name}]", one)
            else:
                page.fill(f"[name={name}]", str(one))
    send(page)
    summary = page.locator(".govuk-error-summary")
    assert not summary.count(), summary.inner_text()


@pytest.mark.parametrize("people", ["plain"], indirect=True)
def test_every_table_is_filled_from_the_screens_and_every_figure_is_what_was_recorded(people, address, home):
    reference = referred(people)
    decided(people, reference)
    quinn = people("quinn")
    for fill in (complained, learnt, led, measured):
        fill(quinn)
    surveyed(quinn, home, address)
    audited(people, address)
    closed_day(people("adam"), address)

    run(home, "build", "--out", home / "dataset")
    assert "0 faults" in run(home, "check", home / "dataset")
    rows = {name: pl.read_parquet(home / "dataset" / f"{name}.parquet").height for name in TABLES}
    assert {name for name, count in rows.items() if not count} == set(), "every table holds something"
    start, as_at = first_day(), now()
    end = (today().replace(day=1) + timedelta(days=32)).replace(day=1)
    window = ("--start", start, "--end", end, "--as-at", as_at.isoformat())
    run(home, "measures", home / "dataset", *window, "--out", home / "results")
    straight = asked(home, as_at.isoformat(), start)
    for statistic, (*_, question) in COUNTED.items():
        assert shown(home / "results", statistic) == sorted(straight[question]), statistic
        assert straight[question], f"{statistic} counts something"
    for table, records in ROWS.items():
        assert rows[table] == straight[f"SELECT count(*) FROM {records}"][0][0], table


def first_day():
    """The first day of yesterday's month: the window has whole months, and a period that is over."""
    return (today() - timedelta(days=1)).replace(day=1)


def referred(people):
    """A referral of a child, received, rated, asked about and answered; its reference."""
    rita = people("rita")
    follow(rita, "New referral")
    press(rita, "Start")
    answer(rita, cohort="neglect", locality="North")
    answer(rita, concern="She comes to school hungry.", contact="R. Referrer, 01632 960001")
    follow(rita, "Name a person")
    answer(rita, role="subject", given_names="Wendy", family_name="Fictional", date_of_birth=date(2016, 5, 4))
    follow(rita, "Continue")
    answer(rita, consent="given", known_open="no")
    press(rita, "Send it to the hub")
    reference = re.search(r"\d{4}-\d{6}", rita.locator("h1").inner_text()).group()
    tess = people("tess")
    follow(tess, "Queue")
    follow(tess, reference)
    follow(tess, "Rate it")
    answer(tess, risk="red", rationale="Hungry for weeks.")
    follow(tess, "Say which agency decides")
    answer(tess, agency="council")
    follow(tess, "Ask agencies what they know")
    answer(tess, agencies=("police", "health"), question="Any visits?")
    paul = people("paul")
    follow(paul, "My agency")
    follow(paul, reference)
    paul.check("[name=response][value=shared]")
    paul.fill("[name=words_1]", "Two call-outs.")
    paul.check("[name=sharing_1][value=disclose]")
    press(paul, "Send the answer")
    return reference


def decided(people, reference):
    """It is decided, the referrer told, and one agency disagrees."""
    dan = people("dan")
    follow(dan, "Queue")
    follow(dan, reference)
    follow(dan, "Decide")
    answer(
        dan, outcome_1="section_47", lead_1="council", support_1="police", rationale="The threshold is met."
    )
    follow(dan, "Tell the referrer")
    answer(dan, words="An enquiry begins.")
    rita = people("rita")
    follow(rita, "My agency")
    follow(rita, reference)
    follow(rita, "Disagree with what was decided")
    answer(rita, about="council", reason="threshold", words="It is more urgent.")


def complained(quinn):
    """A complaint about two agencies."""
    follow(quinn, "Complaints")
    follow(quinn, "Enter one")
    words = {"title": "Nobody rang back", "theme": "waiting times", "words": "Three weeks."}
    answer(
        quinn,
        kind="complaint",
        received_on=today(),
        source="external",
        agencies=("police", "health"),
        **words,
    )


def learnt(quinn):
    """An item of evidence, published and asked for, and a lesson whose recommendation it proves."""
    follow(quinn, "Evidence")
    follow(quinn, "Write a new item")
    words = {"theme": "early sharing", "title": "Sharing early", "text": "They went together, and it helped."}
    answer(quinn, kind="good_practice", cohort="neglect", **words)
    follow(quinn, "Publish it")
    answer(quinn, read=True, alone=True)
    follow(quinn, "An agency asks for it")
    answer(quinn, agency="police", purpose="training")
    follow(quinn, "Lessons")
    follow(quinn, "Enter a lesson")
    answer(quinn, source="child_review", published_on=today(), title="A review", summary="Sharing came late.")
    follow(quinn, "Put down a recommendation")
    answer(quinn, words="Share within an hour.")
    follow(quinn, "Accept")
    answer(quinn, agency="health", due_on=today() + timedelta(days=90), reason="It would have helped.")
    follow(quinn, "It is implemented")
    answer(quinn, policy_changed="yes", words="The policy says so now.")


def led(quinn):
    """A training that two agencies came to."""
    follow(quinn, "Leadership")
    follow(quinn, "Enter an activity")
    came = {"hours": "6.5", "attendees": "12", "cost": "120", "feedback": "4.25", "feedback_from": "8"}
    of = {"kind": "training", "agencies": ("police", "health"), "held_on": today()}
    answer(quinn, title="Hidden harm", audience="Head teachers", **of, **came)


def measured(quinn):
    """An agency's own demand up to yesterday: a period that is over."""
    follow(quinn, "Baselines")
    follow(quinn, "Enter a baseline")
    start, end = first_day(), today() - timedelta(days=1)
    answer(quinn, agency="police", cohort="neglect", start=start, end=end, volume="150")


def surveyed(quinn, home, address):
    """A survey with one question, answered on five links."""
    follow(quinn, "Surveys")
    follow(quinn, "Build a survey")
    answer(quinn, kind="standing", title="How the hub works", opening="We ask you.", answer_days="20")
    follow(quinn, "Ask something")
    answer(quinn, kind="scale", words="It is easy to refer", scale_max="5", low_words="no", high_words="yes")
    follow(quinn, "Open it")
    send(quinn)
    for agency, many in (("police", 6), ("health", 2)):  # of whom nobody answers: shown with others
        follow(quinn, "Invite people")
        answer(quinn, agency=agency, addresses="\n".join(f"p{n}@{agency}.example" for n in range(many)))
    letters = json.loads(run(home, program=LETTERS))
    for link in [secret for to, secret in letters.items() if "police" in to][:5]:
        page = quinn.context.browser.new_context().new_page()
        page.goto(f"{address}/answer/{link}/")
        page.locator("input[type=radio]").nth(3).check()
        press(page, "Send")
        page.context.close()
    run(home, program=MIXED)


def audited(people, address):
    """A round that draws the one decided referral, graded by two, agreed, with an action."""
    quinn, pam, pete = (people(name) for name in ("quinn", "pam", "pete"))
    follow(quinn, "Audits")
    follow(quinn, "Plan a round")
    days = {"decided_from": today(), "decided_until": today()}
    answer(
        quinn, title="A round", per_stratum="1", of_the_case="timeliness", of_agencies="contribution", **days
    )
    follow(quinn, "Draw it")
    quinn.get_by_label("Pam Panel Member").check()
    quinn.get_by_label("Pete Panel Member").check()
    send(quinn)

    def graded(page, grade):
        for place in range(page.locator("textarea").count()):
            page.check(f"[name=grade_{place}][value='{grade}']")
            page.fill(f"[name=reasons_{place}]", "They waited.")

    for page in (pam, pete):
        page.goto(address + "/audits/mine/")
        page.locator("main li a").first.click()
        follow(page, "Grade it")
        graded(page, 2)
        press(page, "Send my grades")
    follow(pete, "Enter what was agreed")
    graded(pete, 2)
    send(pete)
    quinn.reload()
    quinn.locator("tbody a").first.click()
    follow(quinn, "Put down an action")
    answer(quinn, agency="police", due_on=today() + timedelta(days=9), words="Answer sooner.")


def closed_day(adam, address):
    """A day on which the hub is closed."""
    adam.goto(address + "/settings/closed-days/add/")
    answer(adam, date=date(2199, 12, 26), reason="Boxing Day")
