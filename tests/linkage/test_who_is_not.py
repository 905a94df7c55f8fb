"""Records that are two people's, however alike; and pairs left to a person."""

import pytest

from bench.identities import namesakes
from mash.linkage import explain
from tests.linkage.cast import AMY, KEY, NHS, OTHER_NHS, are_one, doubts, people, persons

NAME_AND_BIRTH = {key: AMY[key] for key in ("given_names", "family_name", "date_of_birth")}


def test_name_and_birth_date_alone_never_merge():
    assert not are_one(NAME_AND_BIRTH, NAME_AND_BIRTH)
    assert doubts(NAME_AND_BIRTH, NAME_AND_BIRTH) == ["names and birth date agree, and nothing else"]


def test_name_birth_date_sex_and_other_names_never_merge():
    record = {**NAME_AND_BIRTH, "given_names": "Amy Louise Zenobia", "sex": "F", "other_names": "Minnie"}
    assert not are_one(record, record)


def test_ten_thousand_pairs_of_one_name_and_birth_date_stay_two_people_each():
    assert explain(namesakes(10_000), key=KEY).persons["person_key"].n_unique() == 20_000


def test_two_nhs_numbers_are_two_people_whatever_else_agrees():
    assert not are_one({**AMY, "nhs_number": NHS}, {**AMY, "nhs_number": OTHER_NHS})
    assert doubts({**AMY, "nhs_number": NHS}, {**AMY, "nhs_number": OTHER_NHS}) == [
        "everything agrees but the identifiers"
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Amy", "Ben"), ("Molly", "Milly"), ("Jane", "Jade"), ("Hassan", "Hussain"), ("Daniel", "Daniela"),
     ("Maria", "Marie"), ("Mohammed Ali", "Mohammed Hassan"), ("Xandriel", "Zandriel"), ("A", "Amy"),
     (None, "Amy")],
)  # fmt: skip
def test_twins_stay_two_people(one, other):
    house = {**AMY, "telephone": "07700 900123"}
    assert not are_one({**house, "given_names": one}, {**house, "given_names": other})


@pytest.mark.parametrize("born", ["1982-05-07", "2002-05-07", "1980-11-30", None])
def test_parent_and_child_of_one_name_at_one_address_stay_two_people(born):
    assert not are_one({**AMY, "telephone": "07700 900123"}, {**AMY, "date_of_birth": born})


def test_siblings_stay_two_people():
    assert not are_one(AMY, {**AMY, "given_names": "Rowan", "date_of_birth": "2013-05-07"})


def test_one_identifier_with_other_name_and_birth_date_is_left_to_a_person():
    mother = {**AMY, "given_names": "Jane", "date_of_birth": "1985-09-21", "nhs_number": NHS}
    assert not are_one({**AMY, "nhs_number": NHS}, mother)
    assert doubts({**AMY, "nhs_number": NHS}, mother) == ["one identifier, but other names and birth dates"]


def test_unborn_child_under_the_mothers_nhs_number_is_not_the_mother():
    unborn = {"family_name": "Thistledown", "expected_date_of_birth": "2024-06-01", "nhs_number": NHS}
    assert not are_one(unborn, {**AMY, "date_of_birth": "1995-03-04", "nhs_number": NHS})


def test_unborn_child_is_not_an_earlier_sibling():
    unborn = {**AMY, "given_names": None, "date_of_birth": None, "expected_date_of_birth": "2024-06-01"}
    assert not are_one(unborn, {**AMY, "date_of_birth": "2024-04-19"})  # 43 days before


def test_unborn_child_that_may_be_either_of_twins_is_neither():
    unborn = {**AMY, "given_names": None, "date_of_birth": None, "expected_date_of_birth": "2024-06-01"}
    twins = [{**AMY, "given_names": name, "date_of_birth": "2024-05-20"} for name in ("Rowan", "Ben")]
    assert len(persons(people(unborn, *twins))) == 3


def test_one_identifier_does_not_outweigh_another_that_contradicts():
    one = {**AMY, "social_care_id": "A100001", "nhs_number": NHS}
    other = {**AMY, "social_care_id": "A100001", "nhs_number": OTHER_NHS}
    assert not are_one(one, other)
    assert doubts(one, other) == ["one identifier agrees, another contradicts"]


def test_another_police_id_needs_more_than_a_telephone_to_be_outweighed():
    one = {**NAME_AND_BIRTH, "telephone": "07700 900123", "police_id": "P100001"}
    assert are_one(one, {**one, "police_id": None})
    assert not are_one(one, {**one, "police_id": "P200305"})


@pytest.mark.parametrize("say_nothing", [{"postcode": "ZZ99 3VZ"}, {"address": "No fixed abode"}])
def test_no_fixed_abode_is_no_place(say_nothing):
    assert not are_one({**NAME_AND_BIRTH, **say_nothing}, {**NAME_AND_BIRTH, **say_nothing})


def test_hostel_whose_address_many_share_corroborates_nothing():
    hostel = {"address": "1 Hostel Way, Fictionham", "postcode": "ZZ7 7ZZ"}
    others = [
        {**hostel, "given_names": f"Guest{chr(97 + i)}", "family_name": f"Nemo{chr(97 + i)}"}
        for i in range(25)
    ]
    namesake = {**NAME_AND_BIRTH, **hostel}
    assert len(persons(people(namesake, namesake, *others))) == 27


@pytest.mark.parametrize(
    "place",
    [
        *({"postcode": p} for p in ("UNKNOWN", "NOT KNOWN", "NONE", "0000", "ST16", "AA1 1AA")),
        *(
            {"address": a}
            for a in ("Not provided", "See system", "as above", "Address refused", "Withheld by police",
                      "Temporary accommodation")
        ),
        *({"telephone": t} for t in ("07000000000", "01234567890", "07777777777", "+44 7000 000 000")),
    ],
)  # fmt: skip
def test_what_was_typed_to_get_past_a_form_is_no_place_and_no_telephone(place):
    record = {**NAME_AND_BIRTH, **place}
    assert not are_one(record, record)
