"""What link() gives back, whatever it is given: any size, any order, no identities."""

import logging

import polars as pl
import pytest

from bench import febrl, identities
from bench.linkage import linked, simulated
from mash.linkage import alone, explain, link
from tests.linkage.cast import AMY, COLUMNS, KEY, NHS, people


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_any_number_of_rows_gives_one_row_a_person_id(count):
    persons = link(people(*[AMY] * count), key=KEY)
    assert persons.schema == {"agency_id": pl.String, "person_id": pl.String, "person_key": pl.String}
    assert persons["agency_id"].to_list() == [f"agency {i}" for i in range(count)]
    assert persons["person_key"].n_unique() == min(count, 1)


def test_records_without_any_identity_are_two_people():
    assert link(people({}, {}), key=KEY)["person_key"].n_unique() == 2


def test_order_of_rows_changes_nothing():
    frame, _ = identities.people(3_000)
    links, shuffled = (
        explain(frame, key=KEY),
        explain(frame.sample(fraction=1, shuffle=True, seed=7), key=KEY),
    )
    assert links.persons.equals(shuffled.persons)
    assert links.pairs.equals(shuffled.pairs)
    assert links.doubtful.equals(shuffled.doubtful)


def test_records_of_one_agency_and_person_give_one_row():
    frame = people(AMY, {"nhs_number": NHS})
    repeated = pl.concat([frame, frame, people({**AMY, "address": "9 Heron Road"}, {})])
    assert len(link(repeated, key=KEY)) == 2


def test_columns_that_an_extract_lacks_are_empty_and_others_are_ignored():
    frame = people(AMY, AMY).select("agency_id", "person_id", "given_names", "family_name", "postcode")
    assert len(link(frame.with_columns(_file=pl.lit("people.csv")), key=KEY)) == 2


def test_someone_without_people_row_has_the_key_of_someone_alone():
    assert link(people(AMY), key=KEY)["person_key"].to_list() == [alone("agency 0", "1", KEY)]
    assert alone("a", "bc", KEY) != alone("ab", "c", KEY)


def test_another_key_gives_other_pseudonyms_of_32_hexadecimal_digits():
    one, other = (link(people(AMY), key=key)["person_key"].item() for key in (KEY, KEY[::-1]))
    assert one != other
    assert len(bytes.fromhex(one)) == 16


def test_person_key_is_that_of_the_smallest_agency_and_person_id():
    persons = link(
        people({**AMY, "agency_id": "z"}, {**AMY, "agency_id": "B"}, {**AMY, "agency_id": "a"}), key=KEY
    )
    assert persons["person_key"].unique().to_list() == [alone("B", "1", KEY)]


def test_no_frame_that_leaves_the_room_holds_an_identity():
    frame, _ = identities.people(2_000)
    links = explain(frame, key=KEY)
    identifying = set(COLUMNS) - {"agency_id", "person_id"}
    put_in = {
        str(v) for column in identifying & set(frame.columns) for v in frame[column].drop_nulls().unique()
    }
    for left in (links.persons, links.pairs, links.doubtful):
        assert not identifying & set(left.columns)
        for column in left.columns:
            assert not put_in & {str(v) for v in left[column].unique()} or column.startswith("person_id")


def test_splink_says_nothing_on_standard_error(capfd, caplog):
    caplog.set_level(logging.INFO)
    link(people(AMY, AMY), key=KEY)
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


@pytest.mark.parametrize("name", febrl.SETS)
def test_febrl_is_linked_with_precision_999_and_recall_97(name):
    found = febrl.accuracy(name)
    assert found["precision"] >= 0.999
    assert found["recall"] >= 0.97


def test_dirty_records_of_made_up_people_are_told_apart():
    found = linked(*identities.people(10_000))
    assert found["precision"] >= 0.999
    assert found["recall"] >= 0.85  # many have moved and carry no identifier
    assert found["pairs_compared"] < 10 * found["records"]


def test_the_same_people_are_told_apart_in_the_extracts_of_a_simulated_hub():
    found = linked(*simulated(2_000))
    assert found["precision"] >= 0.999
    assert found["recall"] >= 0.7  # fewer carry a number or a telephone than in the households
