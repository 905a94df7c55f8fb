"""Records that are one person's, however untidy."""

import pytest

from tests.linkage.cast import AMY, NHS, are_one, people, persons


def test_one_nhs_number_is_one_person_even_without_anything_else():
    assert are_one({"nhs_number": "943 476 5919"}, {"nhs_number": NHS})


def test_nhs_number_with_a_wrong_check_digit_links_nobody():
    assert not are_one({"nhs_number": "9434765918"}, {"nhs_number": "9434765918"})


@pytest.mark.parametrize("kind", ["police_id", "social_care_id"])
def test_one_police_or_social_care_id_is_one_person(kind):
    assert are_one({kind: "AB-1234"}, {kind: "ab1234"})


@pytest.mark.parametrize("placeholder", ["0", "000000", "unknown", "N/A", "TBC", "99999"])
def test_placeholders_link_nobody(placeholder):
    assert not are_one({"police_id": placeholder}, {"police_id": placeholder})


def test_number_carried_by_more_than_fifty_records_links_nobody():
    assert len(persons(people(*[{"police_id": "AB1234"}] * 51))) == 51


def test_an_agencys_own_id_is_one_person_even_where_its_records_contradict():
    own = {"agency_id": "school", "person_id": "7"}
    frame = people({**AMY, **own}, {"given_names": "Ben", "date_of_birth": "1990-01-02", **own})
    assert persons(frame) == {frozenset({"school"})}


@pytest.mark.parametrize("proof", [{"address": None}, {"postcode": None}, {"postcode": "zz123ab"}])
def test_name_and_birth_date_with_postcode_or_address_is_one_person(proof):
    assert are_one(AMY, {**AMY, **proof})


def test_name_and_birth_date_with_telephone_is_one_person_after_a_move():
    moved = {"address": "3 Heron Road, Elsewhere", "postcode": "ZZ45 6CD", "telephone": "+44 7700 900123"}
    assert are_one({**AMY, "telephone": "07700 900123"}, {**AMY, **moved})


@pytest.mark.parametrize(
    "slip",
    [
        {"date_of_birth": "2012-07-05"},  # day and month swapped
        {"date_of_birth": "2012-05-17"},  # one figure wrong
        {"family_name": "Thistledwon"},  # two letters swapped
        {"given_names": "Thistledown", "family_name": "Amy"},  # given and family name swapped
        {"given_names": "AMY Louise", "family_name": "Thistledown-Marsh"},
        {"given_names": "Amie", "other_names": "Amy"},
        {"address": "Flat 2, 12 Sparrow Ln."},
    ],
)
def test_one_slip_does_not_part_a_corroborated_person(slip):
    assert are_one(AMY, {**AMY, **slip})


def test_misspelt_given_name_is_tolerated():
    assert are_one({**AMY, "given_names": "Charlotte"}, {**AMY, "given_names": "Charlottte"})


def test_forms_of_one_name_are_one_name():
    assert are_one({**AMY, "given_names": "Katherine"}, {**AMY, "given_names": "Kate"})


def test_child_known_by_the_other_parents_name_in_the_same_house_is_one_person():
    assert are_one(AMY, {**AMY, "family_name": "Marsh"})


@pytest.mark.parametrize("born", ["2024-04-20", "2024-06-30", "2024-07-13"])
def test_unborn_child_and_the_child_after_birth_are_one_person(born):
    unborn = {
        **AMY,
        "given_names": "Unborn",
        "date_of_birth": None,
        "expected_date_of_birth": "2024-06-01",
        "sex": None,
    }
    assert are_one(unborn, {**AMY, "date_of_birth": born})


def test_person_known_to_two_councils_has_two_social_care_ids():
    assert are_one({**AMY, "social_care_id": "A100001"}, {**AMY, "social_care_id": "B70552"})
