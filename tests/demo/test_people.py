"""The people are fictional beyond doubt, and as awkward as real ones."""

import re
from collections import Counter

import polars as pl
import pytest

from mash.demo import hidden, names
from mash.demo.tables import frame


@pytest.fixture(scope="module")
def people(hub):
    return pl.concat([frame("people", rows, extract=True) for rows in hub.records.rows.values()])


@pytest.fixture(scope="module")
def known(hub, people):
    """Records with who they really are."""
    truth = pl.DataFrame(hub.records.truth, schema=["agency_id", "person_id", "true_person"], orient="row")
    return people.join(truth, on=["agency_id", "person_id"], how="inner", validate="1:1")


def test_check_digits_are_those_of_the_nhs():
    assert names.check_digit("943476591") == 9  # the number that the NHS prints as its example
    assert names.check_digit("401023213") == 7


def test_nhs_numbers_lie_in_the_test_range_and_nearly_all_check(people):
    numbers = people["nhs_number"].drop_nulls().unique()
    assert numbers.str.contains(r"^999\d{7}$").all()
    right = [number for number in numbers if names.check_digit(number[:9]) == int(number[9])]
    assert 0.99 < len(right) / len(numbers) < 1


def test_numbers_and_places_cannot_be_real(people):
    assert people["telephone"].drop_nulls().str.contains(r"^07700 900\d{3}$").all()
    assert people["postcode"].drop_nulls().str.contains(r"^ZZ\d{1,2} \d[A-Z]{2}$").all()
    assert people["upn"].drop_nulls().str.contains(r"^[A-HJ-NP-RT-Z]999\d{9}$").all()


def test_upns_carry_the_right_check_letter(people):
    for upn in people["upn"].drop_nulls().unique().head(500):
        total = sum(int(digit) * weight for weight, digit in enumerate(upn[1:], 2))
        assert upn[0] == "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23]


def test_given_names_are_things_and_not_names(known):
    words = {word.lower() for word in names.GIVEN_NAMES}
    first = known["given_names"].drop_nulls().str.split(" ").list.first().str.to_lowercase()
    assert first.is_in(words).mean() > 0.9  # the rest are misspelt
    assert len(words) == len(names.GIVEN_NAMES)
    assert all(re.fullmatch("[a-z]{5,}", word) for word in words)


def test_one_id_is_different_people_in_different_agencies(known):
    assert known.group_by("person_id").agg(pl.col("true_person").n_unique())["true_person"].max() > 5


def test_people_stand_in_several_agencies_and_now_and_then_twice_in_one(known):
    records = known.group_by("true_person").agg(pl.col("agency_id").n_unique().alias("agencies"), pl.len())
    assert (records["agencies"] > 1).mean() > 0.1
    assert (records["len"] > records["agencies"]).any()


def test_records_of_one_person_disagree_in_every_way_that_the_page_tells(known):
    several = known.group_by("true_person").agg(
        pl.col(column).drop_nulls().n_unique()
        for column in ("given_names", "family_name", "date_of_birth", "address", "postcode")
    )
    for column in several.columns[1:]:
        assert (several[column] > 1).sum() > 20, column
    assert known["date_of_birth"].null_count() / known.height == pytest.approx(
        hidden.NO_BIRTH_DATE_SHARE, abs=0.02
    )


def test_strong_identifiers_never_point_to_two_people(known):
    for column in ("upn", "police_id", "social_care_id"):
        per_number = known.drop_nulls(column).group_by(column).agg(pl.col("true_person").n_unique())
        assert per_number["true_person"].max() == 1, column


def test_twins_namesakes_and_unborn_children_are_there(hub):
    families = list({id(case.family): case.family for case in hub.cases}.values())
    twins = sum(
        any(count > 1 for count in Counter(child.born for child in family.subjects).values())
        for family in families
    )
    namesakes = sum(
        any(adult.given_names == child.given_names for child in family.subjects for adult in family.adults)
        for family in families
    )
    unborn = sum(any(child.expected for child in family.subjects) for family in families)
    assert min(twins, namesakes, unborn) > 30


def test_a_child_recorded_before_birth_is_the_same_person_after(known):
    before = known.filter(pl.col("given_names").is_null() & pl.col("expected_date_of_birth").is_not_null())
    after = known.filter(pl.col("given_names").is_not_null())
    both = before.join(after, on="true_person")
    assert both.height > 10
    apart = (both["date_of_birth_right"] - both["expected_date_of_birth"]).dt.total_days().abs()
    assert apart.drop_nulls().median() < 30
