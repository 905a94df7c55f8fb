"""Mappings: what is written is what is meant, and a mistake is told with its place."""

import re
from pathlib import Path

import pytest

from mash.intake.mapping_file import MappingError, read_mapping

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "importing.md"


def test_the_mapping_in_the_document_can_be_read(tmp_path):
    (block,) = re.findall(r"^```toml\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), flags=re.M | re.S)
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
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_place(name, tmp_path):
    text, words = MISTAKES[name]
    (tmp_path / "m.toml").write_text(text)
    with pytest.raises(MappingError, match=words):
        read_mapping(str(tmp_path / "m.toml"))
