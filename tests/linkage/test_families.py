"""A number that an agency gives to families links nobody; one that it gives to each person still does."""

import pytest

from mash.linkage import explain
from mash.linkage.model import PAIRS_A_RECORD
from tests.linkage.cast import KEY, people

NAMES = ["Amy", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Ivy", "Jo", "Kit", "Lou"]


def child(agency, person, family, **known):
    home = {"address": f"{family} Sparrow Lane, Fictionham", "postcode": f"ZZ1{family} 3AB"}
    return (
        {"agency_id": agency, "person_id": person, "family_name": f"Thistledown{'x' * family}"} | home | known
    )


def twins(agency, count, **number):
    """Two children of one birth date in each of so many families, under one number."""
    return [
        child(
            agency,
            f"{family}-{twin}",
            family,
            given_names=NAMES[2 * family + twin],
            date_of_birth=f"2012-05-{family + 1:02}",
            **{kind: f"{value}{family}" for kind, value in number.items()},
        )
        for family in range(count)
        for twin in range(2)
    ]


def test_twins_under_a_family_number_stay_two_people():
    found = explain(people(*twins("council", 6, social_care_id="S48213")), key=KEY)
    assert found.families == [("council", "social_care_id")]
    assert found.persons["person_key"].n_unique() == 12


def test_mothers_and_babies_without_a_birth_date_under_a_family_number_stay_two_people():
    rows = [
        child(
            "council", f"{family}-{who}", family, social_care_id=f"S48213{family}", given_names=name, **born
        )
        for family in range(6)
        for who, name, born in (
            ("m", NAMES[family], {"date_of_birth": "1990-02-03"}),
            ("b", NAMES[family + 6], {}),
        )
    ]
    assert explain(people(*rows), key=KEY).persons["person_key"].n_unique() == 12


def test_another_agencys_own_number_still_links_what_it_says():
    families = twins("council", 6, social_care_id="S48213")
    police = [
        child("police", "p1", 0, given_names="Amy", date_of_birth="2012-05-01", police_id="P77123"),
        child("police", "p2", 0, given_names="Amelia", date_of_birth="2012-05-01", police_id="P77123"),
    ]
    found = explain(people(*families, *police), key=KEY)
    assert found.families == [("council", "social_care_id")]
    key_of = {(agency, person): key for agency, person, key in found.persons.iter_rows()}
    assert key_of["police", "p1"] == key_of["police", "p2"]


def test_a_child_entered_twice_with_a_misspelt_name_is_one_person():
    rows = [
        child(
            "council",
            f"{n}-{twice}",
            n,
            given_names=name,
            date_of_birth="2012-05-07",
            social_care_id=f"S48213{n}",
        )
        for n, first in enumerate(["Cordelia", "Benedict", "Rosalind", "Leopold", "Griselda", "Barnaby"])
        for twice, name in enumerate((first, first[:3] + "z" + first[4:]))
    ]
    found = explain(people(*rows), key=KEY)
    assert found.families == []
    assert found.persons["person_key"].n_unique() == 6


@pytest.mark.parametrize("records", [500, 2_000])
def test_comparisons_stay_bounded_where_few_names_and_dates_are_in_use(records):
    rows = [
        {
            "agency_id": "council",
            "person_id": str(n),
            "given_names": NAMES[n % 3],
            "family_name": "Thistledown",
            "date_of_birth": f"2012-05-{n % 9 + 1:02}",
            "postcode": f"ZZ{n % 5} 3AB",
        }
        for n in range(records)
    ]
    found = explain(people(*rows), key=KEY)
    assert found.compared <= 15 * PAIRS_A_RECORD * records
    assert found.persons["person_key"].n_unique() == records
