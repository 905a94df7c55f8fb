"""Mappings: what is written is what is meant, and a mistake is told with its place."""

import re
from pathlib import Path

import pytest

from mash.intake.mapping_file import MappingError, read_mapping

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "importing.md"


def test_the_mapping_in_the_document_can_be_read(tmp_path):
    block, _ = re.findall(r"^```toml\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), flags=re.M | re.S)
    (tmp_path / "ours.toml").write_text(block, encoding="utf-8")
    mapping = read_mapping(str(tmp_path / "ours.toml"))
    (feed,) = mapping.feeds
    assert feed.reads("Referrals 2026")
    assert feed.reads("LIST_3")
    assert not feed.reads("List 4")
    assert feed.columns["agency_id"].headers == ("Source", "Referral source")


FEED = '[[feed]]\ntable = "referrals"\n[feed.columns]\n'
MISTAKES = {
    "a key that is not known": (
        FEED + 'referral_id = { form = "Id" }',
        r"referral_id: form is not known here; known are",
    ),
    "a table that is not there": ('[[feed]]\ntable = "reffs"', r"there is no table 'reffs'; tables are"),
    "a column that is not there": (FEED + 'ref = "Id"', r"referrals has no column 'ref'; it has referral_id"),
    "nothing said of where": (FEED + 'referral_id = { default = "x" }', r"say where it comes from"),
    "no feed at all": ('about = "nothing"', r"feeds no table"),
    "a number for a header": (FEED + "referral_id = 7", r"write a header in quotes"),
    "headers that are no text": (FEED + "referral_id = [1, 2]", r"referral_id: write a text in quotes"),
    "one bracket too few": ('[feed]\ntable = "hubs"', r"write it with two brackets, \[\[feed\]\]"),
    "a date format that is none": (
        FEED + 'received_at = { from = "When", dates = ["%Q"] }',
        r"received_at, dates: '%Q' is no date format",
    ),
    "a time zone that is none": (
        FEED + 'received_at = { from = "When", zone = "Stafford" }',
        r"received_at, zone: 'Stafford' is no time zone; write like Europe/London",
    ),
    "a list of labels that is not there": (
        FEED + 'agency_id = { from = "Who", labels = "ours" }',
        r"agency_id, labels: the list of labels 'ours' cannot be read",
    ),
    "codes that are no table": (
        FEED + 'cohort_id = { from = "C", codes = "x" }',
        r"codes: write it as a table",
    ),
    "a reference table that is none": (
        FEED + "[reference]\nreferrals = []",
        r"\[reference\], referrals: reference tables are hubs, agencies",
    ),
    "a reference row with a wrong column": (
        FEED + '[reference]\nhubs = [{ id = "h" }]',
        r"hubs has no column 'id'; it has hub_id, name",
    ),
    "reference rows without brackets": (
        FEED + '[reference]\nhubs = "h"',
        r"write its rows in square brackets",
    ),
    "a wrong key of XML": ('[xml]\nroot = "a"\n' + FEED, r"\[xml\]: root is not known here"),
    "an included file that is not there": (
        'include = "x.toml"\n' + FEED,
        r"include: there is no file 'x.toml'",
    ),
    "a table's name that is none": ('[[feed]]\ntable = ["hubs"]', r"there is no table"),
    "an id made of nothing": (FEED + "referral_id = { make = [[]] }", r"referral_id, make: name the columns"),
    "a list for a value": (FEED + "hub_id = { value = [1] }", r"hub_id, value: write one value here"),
    "a wrong key at the top": ("feeds = []", r"the file: feeds is not known here"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_place(name, tmp_path):
    text, words = MISTAKES[name]
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(MappingError, match=words):
        read_mapping(str(tmp_path / "m.toml"))


def test_a_reference_table_of_ones_own_replaces_the_included_one(tmp_path):
    own = '[reference]\nhubs = [{ hub_id = "north", name = "North" }]\n'
    (tmp_path / "m.toml").write_text('include = "national-groups"\n' + own + FEED)
    reference = read_mapping(str(tmp_path / "m.toml")).reference
    assert reference["hubs"] == [{"hub_id": "north", "name": "North"}]
    assert len(reference["agencies"]) == 12


def test_a_file_of_ones_own_can_be_included(tmp_path):
    (tmp_path / "ours.toml").write_text('[reference]\nhubs = [{ hub_id = "north", name = "North" }]\n')
    (tmp_path / "m.toml").write_text('include = "ours.toml"\n' + FEED)
    assert read_mapping(str(tmp_path / "m.toml")).reference["hubs"][0]["hub_id"] == "north"
