"""What is noted stands or falls with what it speaks of."""

import pytest
from django.db import IntegrityError

from mash.partnership.models import Hub
from mash.trail import record
from mash.trail.anchor import Anchor
from mash.trail.models import Entry
from mash.trail.record import NotRecorded, acting, note, recorded, together
from mash.trail.verify import verify

pytestmark = pytest.mark.django_db


def open_hub(code):
    with recorded():
        note("opened", "hub", code)
        Hub.objects.create(hub_id=code, name=code)


def test_what_was_done_and_by_whom_is_on_the_trail():
    with recorded(account=7, agency="police"):
        note("viewed", "referral", 12)
        acting(account=8, agency="council")
        note("changed", "referral", 12, risk=["blue", "red"])
    assert list(
        Entry.objects.values_list("number", "account", "agency", "verb", "kind", "record", "detail")
    ) == [
        (1, 7, "police", "viewed", "referral", "12", {}),
        (2, 8, "council", "changed", "referral", "12", {"risk": ["blue", "red"]}),
    ]
    assert verify(None).bad is None


def test_where_the_trail_cannot_be_written_nothing_was_done(monkeypatch):
    def full(notes):
        raise OSError("no space left")

    monkeypatch.setattr(record, "_write", full)
    with pytest.raises(OSError, match="no space"):
        open_hub("half")
    assert not Hub.objects.filter(pk="half").exists()
    assert not Entry.objects.exists()


def test_what_was_undone_is_not_on_the_trail():
    Hub.objects.create(hub_id="there", name="There")
    with pytest.raises(IntegrityError):
        open_hub("there")
    assert not Entry.objects.exists()


@together()
def twice(code):
    note("opened", "hub", code)
    Hub.objects.create(hub_id=code, name=code)
    Hub.objects.create(hub_id=code, name=code)


def test_a_part_that_failed_is_not_on_the_trail_and_the_rest_is():
    with recorded():
        note("opened", "hub", "first")
        with pytest.raises(IntegrityError):
            twice("second")
        Hub.objects.create(hub_id="first", name="First")
    assert list(Hub.objects.values_list("pk", flat=True)) == ["first"]
    assert list(Entry.objects.values_list("record", flat=True)) == ["first"]


def test_nothing_can_be_noted_where_it_would_not_be_written():
    with pytest.raises(NotRecorded):
        note("viewed", "referral", 12)
    with recorded(), pytest.raises(NotRecorded), recorded():
        pass


def test_a_fraction_is_refused_before_it_could_break_a_seal():
    with pytest.raises(TypeError, match=r"0\.1 goes on the trail as text"), recorded():
        note("changed", "risk", "blue", target_hours=0.1)


@pytest.mark.parametrize("words", ["Łódź ’ \u200b 🙂", '"\\ \n', "a" * 10_000])
def test_any_text_is_sealed_as_it_is_read_back(words):
    with recorded():
        note("changed", "referral", 1, concern=words, nested={"b": [None, True, 10**17], "a": words})
    assert verify(None).entries == 1
    assert verify(None).bad is None


def test_an_anchor_finds_entries_that_are_gone():
    with recorded():
        note("viewed", "referral", 1)
    found = verify(Anchor(3, bytes(32)))
    assert (found.bad, found.fault) == (2, "it is missing: 3 entries were anchored")
