"""Releases: from a draft through its checks to the register, and who sees what on the way."""

import json
import shutil

import polars as pl
import pytest
from django.db import connection
from django.urls import reverse

from mash.figures import drafts, kept, releasing
from mash.partnership.models import Appointment
from mash.release.register import broken, release, releases
from mash.trail.models import Entry
from mash.web import tasks
from tests.cast import connect_systems
from tests.figures.made import held_in, small
from tests.web.casework import at_the_keyboard, with_token
from tests.web.objects import out

pytestmark = pytest.mark.django_db
ASKED = {
    "dataset": "records",
    "window": "quarter",
    "title": "Report to the board",
    "audience": "board",
}


@pytest.fixture(scope="module")
def kept_store(tmp_path_factory):
    root = tmp_path_factory.mktemp("figures")
    tables = small(tmp_path_factory.mktemp("hub"))
    hub, referrals = tables["hubs"], tables["referrals"]
    tables["hubs"] = pl.concat([hub, hub.with_columns(hub_id=pl.lit("fenland"), name=pl.lit("Fenland"))])
    every_third = (
        pl.when(pl.int_range(pl.len()) % 3 == 0).then(pl.lit("fenland")).otherwise(pl.lit("moorland"))
    )
    tables["referrals"] = referrals.with_columns(hub_id=every_third)
    held_in(root, tables)
    return root


@pytest.fixture
def store(kept_store, settings):
    """A dataset of two hubs, no draft and no release."""
    settings.FIGURES = kept_store
    for name in ("drafts", "releases"):
        shutil.rmtree(kept_store / name, ignore_errors=True)
    return kept_store


@pytest.fixture
def anna(cast, store):
    """An analyst of both hubs."""
    Appointment.objects.create(account=cast.accounts["anna"], hub_id="fenland", role="analyst")
    return at_the_keyboard(cast, "anna")


def worked(root):
    """What the worker was asked for, done."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events")
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE queue_name = 'figures' RETURNING task_name, args"
        )
        jobs = [(name, json.loads(args)) for name, args in cursor.fetchall()]
    for name, args in jobs:
        one = drafts.draft(root, drafts.UUID(args["draft"]))
        if name == "check_draft":
            releasing.prepared(root, one)
        else:
            made = releasing.published(root, one)
            tasks.note_release(made.number, args["account"])
    return [name for name, _ in jobs]


def words(answer):
    return " ".join(answer.content.decode().split())


def begun(client, **said):
    answer = client.post(reverse("release_new"), ASKED | said)
    assert answer.status_code == 302, words(answer)
    return answer.url


def checked(client, root, **said):
    to = begun(client, **said)
    assert worked(root) == ["check_draft"]
    return to


def test_a_release_goes_from_the_form_to_the_register_and_never_changes(anna, store):
    to = checked(anna, store)
    page = words(anna.get(to))
    assert "It may be published" in page
    assert "none is out" in page
    assert words(anna.get(to + "read/")).startswith("<!DOCTYPE html>")

    protected = drafts.drafts(store)[0].folder / "results" / "results.json"
    at_first = protected.stat()
    anna.post(to + "words/", {"m01_referrals_by_agency": "Schools came back in June."})
    assert worked(store) == ["check_draft"]
    assert protected.stat() == at_first, "words change no figure"
    assert "Schools came back in June." in words(anna.get(to + "read/"))

    assert "Read the pack first" in words(anna.post(to + "publish/", {}))
    assert worked(store) == []
    anna.post(to + "publish/", {"read": "on"})
    assert worked(store) == ["publish_draft"]
    assert anna.get(to).status_code == 404, "the draft is a release now"
    (made,) = releases(drafts.register(store))
    assert made.number in words(anna.get(reverse("releases")))
    page = words(anna.get(reverse("release", kwargs={"number": made.number})))
    assert all(sha256 in page for sha256 in made.files.values())
    assert Entry.objects.filter(verb="published", record=made.number).get().detail == {"sha256": made.sha256}
    pack = anna.get(reverse("release_page", kwargs={"number": made.number}))
    assert f"Release {made.number}" in words(pack)
    assert "default-src 'none'" in pack["Content-Security-Policy"]
    assert "sandbox" in pack["Content-Security-Policy"]
    file = anna.get(reverse("release_file", kwargs={"number": made.number, "file": "pack.pdf"}))
    assert file.content.startswith(b"%PDF")
    assert (
        anna.get(reverse("release_file", kwargs={"number": made.number, "file": "release.json"})).status_code
        == 404
    )

    correction = {"corrects": made.number, "correction": "Two referrals were entered twice."}
    to = checked(anna, store, **correction)
    assert f"together with release {made.number}" in words(anna.get(to))
    anna.post(to + "publish/", {"read": "on"})
    worked(store)
    again = releases(drafts.register(store))[-1]
    assert f"Corrected by {again.number}" in words(anna.get(reverse("releases")))
    assert broken(drafts.register(store)) == []
    assert release(drafts.register(store), made.number).sha256 == made.sha256


def test_who_reads_sees_the_releases_of_their_hub_and_no_draft(cast, anna, store):
    to = begun(anna)
    ours, theirs, both = out(store, "moorland"), out(store, "fenland"), out(store, "moorland", "fenland")
    bob = at_the_keyboard(cast, "bob")
    listed = words(bob.get(reverse("releases")))
    assert "Draft" not in listed
    assert [number in listed for number in (ours, theirs, both)] == [True, False, True]
    assert bob.get(reverse("release_page", kwargs={"number": ours})).content == b"Hm"
    for route in ("release", "release_page"):
        assert bob.get(reverse(route, kwargs={"number": theirs})).status_code == 404
    parts = {"number": theirs, "file": "pack.html"}
    assert bob.get(reverse("release_file", kwargs=parts)).status_code == 404
    for path in (to, to + "read/", to + "pack.pdf", to + "publish/", to + "words/", reverse("release_new")):
        assert bob.get(path).status_code == 403, path
    assert bob.get(reverse("performance")).status_code == 403, "small counts are not for the board"


def test_who_publishes_for_one_hub_neither_sees_nor_makes_drafts_of_two(cast, anna, store):
    to = begun(anna)
    quinn = at_the_keyboard(cast, "quinn")
    assert quinn.get(reverse("releases")).content.count(b"/published/drafts/") == 0
    for path in (to, to + "read/", to + "words/", to + "publish/", to + "pack.pdf"):
        assert quinn.get(path).status_code == 404, path
    for way in ("drop/", "again/", "cut/"):
        assert quinn.post(to + way, {"sure": "on"}).status_code == 404, way
    begun(quinn)
    assert [set(one.wanted.hubs) for one in drafts.drafts(store)] == [{"moorland"}, {"fenland", "moorland"}]
    assert quinn.post(reverse("release_new"), ASKED | {"hub": "fenland"}).status_code == 200, "not offered"
    assert len(drafts.drafts(store)) == 2


def test_of_two_hubs_and_then_of_one_is_refused(anna, store):
    out(store, "moorland", "fenland")
    to = checked(anna, store, hub="moorland")
    page = words(anna.get(to))
    assert "It must not go out" in page
    assert "the other could be worked out" in page
    for answer in (
        anna.get(to + "publish/"),
        anna.post(to + "publish/", {"read": "on"}),
        anna.post(to + "cut/"),
    ):
        assert answer.url == to
    assert worked(store) == [], "neither published nor, as no coarser cut helps, cut"


def test_a_draft_that_is_being_checked_cannot_be_changed(anna, store):
    to = begun(anna)
    assert "Being computed" in words(anna.get(to))
    for way in ("publish/", "words/", "drop/"):
        assert anna.get(to + way).url == to
    for way, said in (("drop/", {"sure": "on"}), ("again/", {}), ("words/", {"m05_outcomes": "So."})):
        assert anna.post(to + way, said).url == to
    (one,) = drafts.drafts(store)
    assert one.wanted.commentary == {}
    kept.settle(drafts.home(store), one.key)
    assert "Say that you mean it" in words(anna.post(to + "drop/"))
    assert anna.post(to + "drop/", {"sure": "on"}).url == reverse("releases")
    assert drafts.drafts(store) == []


def test_what_pages_may_not_take_away_is_no_draft_and_goes_at_night(store, anna, monkeypatch):
    begun(anna)
    (one,) = drafts.drafts(store)
    with monkeypatch.context() as other_account:
        other_account.setattr(drafts.shutil, "rmtree", lambda *given, **how: None)
        drafts.drop(store, one)
    assert one.folder.exists()
    assert drafts.drafts(store) == []
    drafts.clear(store)
    assert not one.folder.exists()


def test_a_correction_says_what_it_corrects_and_why(anna, store):
    number = out(store, "moorland", "fenland")
    assert "Say what changed" in words(anna.post(reverse("release_new"), ASKED | {"corrects": number}))
    assert "Choose the release" in words(anna.post(reverse("release_new"), ASKED | {"correction": "Oh."}))
    for said, told in (
        ({"window": "days"}, "Enter both the first and the last day"),
        ({"title": ""}, "Enter a title"),
        ({"audience": ""}, "Say for whom it is"),
    ):
        assert told in words(anna.post(reverse("release_new"), ASKED | said))
    assert drafts.drafts(store) == []


def test_a_system_reads_what_was_published_of_its_hub(cast, store):
    ours, theirs = out(store, "moorland"), out(store, "fenland")
    client = with_token(connect_systems(cast)["council_figures"])
    (one,) = client.get(reverse("api_releases")).json()["releases"]
    assert one["number"] == ours
    assert one["start"] == "2025-07-01"
    parts = dict(zip(("measure", "statistic"), one["statistics"][0].split("/"), strict=True))
    found = client.get(reverse("api_statistic", kwargs={"number": ours} | parts)).json()
    assert found["rows"] == [
        {"agency_id": "*", "referrals": 15, "share_of_all": 1.0},
        {"agency_id": "police", "referrals": "c", "share_of_all": "c"},
    ]
    for number, statistic in ((theirs, "by_agency"), (ours, "by_month"), ("2199-9", "by_agency")):
        to = reverse("api_statistic", kwargs={"number": number} | parts | {"statistic": statistic})
        assert client.get(to).status_code == 404
    school = with_token(connect_systems(cast)["school_records"])
    assert school.get(reverse("api_releases")).status_code == 403
