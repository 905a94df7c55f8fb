"""The simulated hub's latest weeks in a running system: what was put in comes out, and everybody gets in."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from mash.dataset.contract import TABLES
from mash.demo.live.auditing import auditing
from mash.demo.live.steps import steps
from mash.demo.live.stretch import latest
from mash.demo.world import world
from mash.partnership.policy import ROLES

COUNT = 40
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def hub():
    return world(600, 3, lambda *told: None)


def test_a_stretch_ends_now_at_the_same_time_of_the_week(hub):
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    stretch = latest(hub, COUNT, now)
    assert stretch.instant(stretch.end) == now
    then = datetime.fromtimestamp(stretch.end, LONDON)
    assert (then.weekday(), then.hour, then.minute) == (0, 9, 30)
    assert len(stretch.cases) == COUNT
    assert all(case.received_at <= stretch.end for case in stretch.cases)
    assert all(step.second <= stretch.end for step in steps(stretch))


def test_by_londons_clock_nine_in_summer_is_nine_in_winter(hub):
    stretch = latest(hub, COUNT, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    summer = int(datetime(2025, 7, 7, 9, 0, tzinfo=LONDON).timestamp())
    moved = stretch.instant(summer).astimezone(LONDON)
    assert (moved.weekday(), moved.hour) == (0, 9)
    assert (moved.date() - datetime(2025, 7, 7, tzinfo=LONDON).date()).days % 7 == 0


def test_nothing_is_decided_before_it_is_rated_and_nothing_told_before_it_is_decided(hub):
    stretch = latest(hub, COUNT, datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    done: dict[str, list[str]] = {}
    for step in steps(stretch):
        so_far = done.setdefault(step.case.referral_id, [])
        needs = {"own": "rate", "ask": "rate", "answer": "ask", "decide": "own", "tell": "decide"}
        if step.what in needs:
            assert needs[step.what] in so_far, (step.what, so_far)
        so_far.append(step.what)
    assert all(one[0] == "receive" for one in done.values())


def test_a_round_of_audits_comes_to_its_actions_however_short_the_stretch_is():
    now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    for referrals in (600, 20_000):  # half a year, and the three weeks of the demonstration
        stretch = latest(world(referrals, 3, lambda *told: None), COUNT, now)
        lived = [
            (step.what, stretch.cases[0].received_at < step.second < stretch.end)
            for step in auditing(stretch)
        ]
        assert lived == [
            (what, True) for what in ("draw_audits", "grade_audits", "agree_audits", "do_audit_actions")
        ]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """`mash demo` with few referrals, served; its folder, what it printed, and its process."""
    out = tmp_path_factory.mktemp("demo") / "d"
    own = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "MASH_HOME")}
    own.pop("PORT", None)
    words = ["--referrals", "600", "--seed", "3", "--live", str(COUNT), "--out", str(out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "mash.cli", "demo", *words], env=own, stdout=subprocess.PIPE, text=True
    )
    printed = ""
    for line in process.stdout:
        printed += line
        if "Ctrl+C stops everything" in line:
            break
    assert "The hub: http" in printed, printed
    yield out, printed, process
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.wait(60)
    process.stdout.close()


def test_every_table_of_the_contract_is_filled(demo):
    dataset = demo[0] / "records" / "dataset"
    rows = {name: pl.read_parquet(dataset / f"{name}.parquet").height for name in TABLES}
    assert {name for name, count in rows.items() if not count} == set()


def test_the_records_measured_are_those_put_in(demo, hub):
    out, _, _ = demo
    done = json.loads((out / "sign-ins.json").read_text())["steps"]
    dataset = out / "records" / "dataset"
    counts = {table: pl.read_parquet(dataset / f"{table}.parquet") for table in ("referrals", "ratings")}
    assert counts["referrals"].height == done["receive"] == COUNT
    assert counts["ratings"].height == done["rate"]
    requests = pl.read_parquet(dataset / "requests.parquet")
    answered = requests.filter(pl.col("response").is_in(["shared", "nothing_known", "declined"]))
    assert answered.height == done["answer"]
    assert counts["referrals"]["decided_at"].count() == done["decide"]
    assert counts["referrals"]["feedback_at"].count() == done.get("tell", 0)
    complaints = pl.read_parquet(dataset / "complaints.parquet")
    assert complaints.height == done["complain"] > 0
    assert complaints["closed_at"].count() >= done["answer_complaint"] > 0
    activities = pl.read_parquet(dataset / "activities.parquet")
    assert activities.height == done["plan_activity"] > 0
    assert activities["hours"].count() == done["hold_activity"] > 0
    assert pl.read_parquet(dataset / "baselines.parquet").height == done["enter_baseline"] > 0
    evidence, uses = (pl.read_parquet(dataset / f"{name}.parquet") for name in ("evidence", "evidence_uses"))
    assert evidence.height == done["publish_evidence"] > 0
    assert (uses.height, uses["supplied_on"].count()) == (done["ask_for_evidence"], done["supply_evidence"])
    assert pl.read_parquet(dataset / "lessons.parquet").height == done["enter_lesson"] > 0
    recommendations = pl.read_parquet(dataset / "recommendations.parquet")
    assert recommendations.height == done["recommend"] > 0
    assert recommendations["implemented_on"].count() == done["implement_recommendation"] > 0
    invitations = pl.read_parquet(dataset / "invitations.parquet")
    assert 5 <= invitations["answered_at"].count() <= done["answer_survey"] < invitations.height
    audits = pl.read_parquet(dataset / "audits.parquet")
    assert audits["completed_on"].count() == audits.height - 1 > 0
    for table in ("answers", "audit_grades", "audit_actions", "disposals", "escalations"):
        assert pl.read_parquet(dataset / f"{table}.parquet").height > 0, table
    # by agency, as the simulator had them
    put_in = Counter(case.agency_id for case in latest(hub, COUNT, datetime.now(UTC)).cases)
    found = dict(counts["referrals"]["agency_id"].value_counts().iter_rows())
    assert sum((put_in - Counter(found)).values()) <= 1  # one more may have come in meanwhile
    assert (out / "records" / "report" / "report.html").stat().st_size > 50_000


def test_what_is_built_has_no_fault_and_the_trail_is_whole(demo):
    out, _, _ = demo
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own["MASH_HOME"] = str(out / "home")

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "mash.cli", *words], env=own, check=True, capture_output=True, text=True
        ).stdout

    assert "0 faults" in run("check", str(out / "records" / "dataset"))
    assert "are as they were written" in run("verify")


def test_somebody_of_every_role_is_printed_and_gets_in_and_sees_that_it_is_a_demonstration(demo, browser):
    out, printed, _ = demo
    referrals = pl.read_parquet(out / "records" / "dataset" / "referrals.parquet")
    open_ones = referrals["decided_at"].null_count()  # at some hours there is none
    address = re.search(r"The hub: (\S+)", printed)[1]
    password = re.search(r"Password of everybody: (\S+)", printed)[1]
    secret = re.search(r"authenticator app: (\S+)", printed)[1]
    emails = re.findall(r"\S+@exampleshire\.example", printed)
    assert len(emails) == len(ROLES)
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    for email in emails:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address + "/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", password)
        page.locator("main form .govuk-button").first.click()
        page.fill("[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        page.locator("main form .govuk-button").first.click()
        page.wait_for_url(address + "/")
        assert "Everybody in here is made up" in page.locator("body").inner_text()
        if email.startswith("triage"):
            page.goto(address + "/queue/")
            assert page.locator("tbody tr").count() >= min(open_ones, 25)
        if email.startswith("information"):  # somebody has asked for their record
            page.goto(address + "/subject-access/")
            assert "A solicitor for" in page.locator("tbody").inner_text()
            assert "to review" in page.locator("tbody").inner_text()
        context.close()


def test_both_reports_are_served_and_nothing_of_the_folder_but_them(demo):
    _, printed, _ = demo
    pages = re.findall(r"http://127\.0\.0\.1:\d+/report\.html", printed)
    assert len(pages) == 2
    for page in pages:
        assert b"<h1" in urllib.request.urlopen(page).read()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(page.replace("report.html", "../linkage.key"))


def test_it_stops_whole_and_its_sign_ins_are_its_owners(demo):
    out, _, process = demo
    assert (out / "sign-ins.json").stat().st_mode & 0o077 == 0
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    pid = out / "home" / "postgres" / "postmaster.pid"
    until = time.monotonic() + 20
    while pid.exists() and time.monotonic() < until:
        time.sleep(0.5)
    assert not pid.exists()
