"""Identifiers never enter the dataset: not by column, not by value, not by a mapping gone wrong."""

import re

import polars as pl
import pytest

from mash.dataset.contract import TABLES
from mash.dataset.people import People
from tests.conftest import real_file


def texts_of(out):
    """Every text in the dataset's tables."""
    found = set()
    for table in TABLES:
        for column in pl.read_parquet(out / f"{table}.parquet").select(pl.selectors.string()):
            found |= set(column.drop_nulls().unique())
    return found


def test_no_table_of_a_dataset_has_a_column_of_identities():
    theirs = set(People.column_names()) - {"agency_id", "sex"}
    for table, schema in TABLES.items():
        assert not theirs & set(schema.column_names()), table


CENSUS = re.compile(r"<(LAchildID|UPN|FormerUPN|PersonBirthDate|ExpectedPersonBirthDate)>([^<]+)<")


@pytest.mark.parametrize("name", ["cin-census-fake-402-referrals.xml", "cin-census-2022-sample.xml"])
def test_nobody_of_a_census_can_be_found_in_its_dataset(name, run):
    source = real_file(name)
    put_in = {value for _, value in CENSUS.findall(source.read_text(encoding="utf-8"))}
    assert len(put_in) >= 5
    out, _ = run(source, mapping="cin")
    texts = texts_of(out)
    assert not texts & put_in
    assert not [text for text in texts for value in put_in if len(value) > 9 and value in text]


@pytest.mark.parametrize("mapping", ["annex-a", "annex-a-contacts"])
@pytest.mark.parametrize("name", ["annex-a-sample.xlsx", "annex-a-sample-2024.xlsx"])
def test_nobody_of_a_workbook_can_be_found_in_its_dataset(name, mapping, run):
    import openpyxl

    source = real_file(name)
    book = openpyxl.load_workbook(source, data_only=True)
    rows = [
        row for sheet in ("List 1", "List 3") for row in book[sheet].iter_rows(min_row=2, values_only=True)
    ]
    people = {str(row[0]) for row in rows} | {str(row[3])[:10] for row in rows if row[3]}
    workers = {str(row[10]).replace("\xa0", " ") for row in rows if len(row) > 10}
    out, _ = run(source, mapping=mapping)
    assert len(people | workers) > 15
    assert not texts_of(out) & (people | workers)
    assert not [
        value for value in people | workers if value in (out / "dataset.json").read_text(encoding="utf-8")
    ]
