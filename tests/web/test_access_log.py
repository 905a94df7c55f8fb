"""The access log: searched by whatever stands in it, and taken along as a file in which nothing runs."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from mash.framework.london import clock_at, now, today
from mash.partnership.models import Account
from mash.records.people.actions import merge
from mash.records.people.models import Person
from mash.trail.models import Entry
from mash.trail.reading import known
from mash.trail.record import note
from mash.web.governance import log
from tests.cast import submitted
from tests.web.casework import at_the_keyboard

pytestmark = pytest.mark.django_db
LOG, EXPORT = "/access-log/", "/access-log/export/"


@pytest.fixture
def cast(cast):
    """Tess looked at a referral last week and today, Paul was asked, a merge was made."""
    with clock_at(now() - timedelta(days=7)):
        cast.referral = submitted(cast)
        cast.does("tess", lambda by: note("viewed", "referral", cast.referral.reference))
    for _ in range(2):
        cast.does("tess", lambda by: note("viewed", "referral", cast.referral.reference))
    cast.does("ralf", lambda by: note("rated", "referral", cast.referral.reference, risk="=1+1"))
    cast.iris = at_the_keyboard(cast, "iris")
    return cast


def shown(response):
    """The entries on a page of the log: who did what."""
    return [(line.who, line.entry.verb, line.entry.record) for line in response.context["lines"]]


def days(**said):
    """A day in the three boxes of each field."""
    parts = ("day", "month", "year")
    return {f"{name}_{part}": getattr(day, part) for name, day in said.items() for part in parts}


def test_the_log_is_searched_by_period(cast):
    old = cast.iris.get(LOG, days(until=today() - timedelta(days=6)) | {"record": cast.referral.reference})
    assert {verb for _, verb, _ in shown(old)} == {"submitted", "viewed"}
    new = cast.iris.get(LOG, days(since=today()) | {"record": cast.referral.reference})
    assert [verb for _, verb, _ in shown(new)] == ["rated", "viewed", "viewed"]
    wrong = cast.iris.get(LOG, days(since=today(), until=today() - timedelta(days=1)))
    assert "The last day comes before the first day." in wrong.content.decode()
    assert shown(wrong) == []


def test_the_log_is_searched_by_what_was_done_with_what_by_which_agency(cast):
    rated = cast.iris.get(LOG, {"verb": "rated"})
    assert [verb for _, verb, _ in shown(rated)] == ["rated"]
    assert {one.entry.kind for one in cast.iris.get(LOG, {"kind": "account"}).context["lines"]} == {"account"}
    police = cast.iris.get(LOG, {"agency": "police", "kind": "referral"})
    assert shown(police) == [("Ralf Referrer", "rated", cast.referral.reference)]


def test_every_word_on_the_log_is_offered(cast):
    assert known("verb") == sorted(set(Entry.objects.values_list("verb", flat=True)))
    assert known("kind") == sorted(set(Entry.objects.values_list("kind", flat=True)))


def test_who_looked_at_a_record_is_shown_by_person(cast):
    page = cast.iris.get(LOG, {"record": cast.referral.reference})
    found = {who: (one.looked, one.did) for one, who, _ in page.context["lookers"]}
    assert found["Tess Triage"] == (3, 0)
    assert found["Ralf Referrer"] == (0, 1)
    assert "Tess Triage" in page.content.decode()


def test_a_person_is_looked_up_with_the_records_merged_with_theirs(cast):
    submitted(cast)
    first, second = cast.sees("tess", lambda by: list(Person.objects.seen_by(by).order_by("entered_at")))
    cast.does("tess", lambda by: note("viewed", "person", second.pk))
    alone = cast.iris.get(LOG, {"record": str(first.pk), "verb": "viewed"})
    assert shown(alone) == []
    cast.does("tess", merge, first=first, second=second, reason="One number.")
    both = cast.iris.get(LOG, {"record": str(first.pk), "verb": "viewed"})
    assert [record for *_, record in shown(both)] == [str(second.pk)]


def test_an_export_holds_what_the_search_found_and_is_on_the_log(cast):
    asked = {"record": cast.referral.reference, "agency": "council"}
    page = cast.iris.get(LOG, asked)
    answer = cast.iris.get(EXPORT, asked | {"as": "csv"})
    assert answer.headers["Content-Disposition"] == f'attachment; filename="access-log-{today()}.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row["Number"] for row in rows] == [str(one.entry.number) for one in page.context["lines"]]
    last = Entry.objects.order_by("-number").first()
    assert (last.verb, last.kind, last.account) == ("exported", "access log", cast.accounts["iris"].pk)
    assert last.detail == {
        "search": [f"record {cast.referral.reference}", "agency council"],
        "rows": 3,
        "kind": "csv",
    }


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A1", "+1 Person", "-Person", "@SUM(A1)"])
def test_nothing_in_an_export_runs(cast, name):
    Account.objects.filter(pk=cast.accounts["ralf"].pk).update(name=name)
    said = {"verb": "rated", "agency": "police"}
    text = cast.iris.get(EXPORT, said).getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["Who"] == f"'{name}"
    book = load_workbook(io.BytesIO(cast.iris.get(EXPORT, said | {"as": "xlsx"}).getvalue()))
    (sheet,) = book.worksheets
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert name in {cell.value for cell in cells}


def test_an_export_in_parts_has_each_entry_once(cast, monkeypatch):
    monkeypatch.setattr(log, "_AT_ONCE", 3)
    text = cast.iris.get(EXPORT).getvalue().decode("utf-8-sig")
    numbers = [int(row["Number"]) for row in csv.DictReader(io.StringIO(text))]
    assert len(numbers) > 20
    assert numbers == list(range(numbers[0], 0, -1))


def test_too_much_for_an_export_is_said_in_words(cast, monkeypatch):
    monkeypatch.setattr(log, "MOST_EXPORTED", 5)
    answer = cast.iris.get(EXPORT)
    assert "An export holds 5 entries at most, and this search found" in answer.content.decode()
    assert not Entry.objects.filter(verb="exported").exists()
    assert "Export as CSV" not in cast.iris.get(LOG).content.decode()
    assert "Export as CSV" in cast.iris.get(LOG, {"verb": "rated"}).content.decode()


@pytest.mark.parametrize("who", ["tess", "quinn", "adam", "anna"])
def test_who_does_not_review_access_gets_no_export(cast, who):
    assert at_the_keyboard(cast, who).get(EXPORT).status_code == 403
