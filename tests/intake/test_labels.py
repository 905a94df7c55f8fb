"""Labels: what is known is right, what is not known waits, and a number inside decides nothing."""

import csv
import random
import re
from pathlib import Path

import pytest

from mash.intake.labels import LabelError, label_list
from tests.conftest import real_file

LIST = "referral-sources"


def certain(label, name=LIST):
    """What a label means for certain, if anything."""
    found = label_list(name).candidates(label)
    return found[0] if len(found) == 1 else None


@pytest.mark.parametrize(
    "label",
    [
        "Police",
        "POLICE",
        "q) 6: Police",
        "7 - Police",
        "12) police",
        "(CS) Police",
        "Police [3A]",
        " police\xa0",
    ],
)
def test_decoration_and_numbers_do_not_matter(label):
    assert certain(label) == "police"


def test_a_number_inside_a_label_never_decides():
    assert certain("6 - Space rangers") is None
    assert certain("10 Health visitor") == "health_services"
    assert certain("Space rangers 9") is None


def test_a_label_that_is_nothing_but_a_national_code_is_that_code():
    assert (certain("2A"), certain("‘7"), certain("66")) == (
        "schools",
        "other_legal_agency",
        None,
    )


@pytest.mark.parametrize(
    "label", ["Fire service", "Housing hospital", "Hospital social worker", "Nursery", "zz", "-", ""]
)
def test_a_label_with_a_word_that_its_group_does_not_know_waits(label):
    assert certain(label) is None


def test_an_ambiguous_label_says_what_it_may_mean():
    assert label_list(LIST).candidates("12 - CAFCASS") == ("other_legal_agency", "other_source")
    assert certain("12 - CAFCASS") is None


def test_text_that_was_read_in_a_wrong_encoding_is_understood():
    garbled = "Other - including children’s centres".encode().decode("cp1252")
    assert certain(garbled) == "other_source"


def test_other_numbers_in_the_labels_that_others_use_change_no_answer():
    known, rng = label_list(LIST), random.Random(3)
    with real_file("referral-source-labels.csv").open(encoding="utf-8", newline="") as stream:
        labels = [row["label"] for row in csv.DictReader(stream)]
    changed = 0
    for label in labels:
        other = re.sub(r"\b\d+(?=[A-Fa-f]?\b)", lambda _: str(rng.randint(1, 99)), label)
        if other == label or not re.search(r"[A-Za-z]{2}", label) or label in known.spelled:
            continue
        changed += 1
        assert known.candidates(other) == known.candidates(label), (label, other)
    assert changed > 120


def test_a_list_of_ones_own_with_a_wrong_key_is_told_by_the_key(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[groups.police]\nname = ["bobbies"]\n')
    with pytest.raises(
        LabelError, match=r"\[groups\.police\]: name is not known here; known are heads, names, words"
    ):
        label_list(str(path))


@pytest.mark.parametrize(
    "label", ["Not police", "Other than police", "Excluding schools", "Anything but health"]
)
def test_a_word_that_turns_the_meaning_round_is_no_filler(label):
    assert certain(label.split()[-1]) is not None
    assert certain(label) is None


@pytest.mark.parametrize(
    "text", ["[groups.police]\nnames = 7\n", "groups = 7\n", "[groups.police]\nheads = [7]\n"]
)
def test_a_list_of_ones_own_that_is_no_list_of_texts_is_told(text, tmp_path):
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(LabelError, match="texts in square brackets"):
        label_list(str(tmp_path / "mine.toml"))


def test_the_list_in_the_document_can_be_read(tmp_path):
    document = Path(__file__).resolve().parents[2] / "docs" / "importing.md"
    *_, block = re.findall(r"^```toml\n(.*?)^```", document.read_text(encoding="utf-8"), flags=re.M | re.S)
    (tmp_path / "ours.toml").write_text(block, encoding="utf-8")
    ours = str(tmp_path / "ours.toml")
    found = [certain(label, ours) for label in ("Cafcass", "North Virtual Ward", "Virtual ward of the south")]
    assert found == ["police", "health_services", None]
