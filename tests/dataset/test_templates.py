"""`mash template`: CSV and a workbook that people can fill in without a manual."""

import csv

import openpyxl
import pytest
from typer.testing import CliRunner

from mash.cli import app
from mash.dataset.check import check
from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.dataset.rules import required
from mash.dataset.templates import WORKBOOK, TemplateError, write_templates
from mash.framework import codes
from mash.framework.reference import DEFAULT_COHORTS, DEFAULT_OUTCOMES


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("templates") / "new"
    write_templates(out)
    return out


@pytest.fixture(scope="module")
def book(folder):
    return openpyxl.load_workbook(folder / WORKBOOK)


@pytest.mark.parametrize("table", EXTRACT_TABLES)
def test_every_table_has_a_csv_and_a_sheet_with_the_contracts_columns(table, folder, book):
    columns = list(EXTRACT_TABLES[table].columns())
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        assert next(csv.reader(handle)) == columns
    assert [cell.value for cell in book[table][1]] == columns


def test_templates_as_they_come_pass_the_check(folder):
    found = check(folder)
    assert found.is_extract
    assert found.faults.total == 0
    assert found.counts["risks"].accepted == len(codes.DEFAULT_RISKS)
    assert found.counts["cohorts"].accepted == len(DEFAULT_COHORTS)
    assert found.counts["outcomes"].accepted == len(DEFAULT_OUTCOMES)


def test_sheets_hold_the_same_reference_rows_as_the_csv_files(folder, book):
    for table in TABLES:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle))
        sheet = [[cell or "" for cell in row] for row in book[table].iter_rows(values_only=True)]
        assert sheet == rows


def test_code_columns_drop_down(book):
    lists = {str(v.sqref): v.formula1 for v in book["referrals"].data_validations.dataValidation}
    columns = list(TABLES["referrals"].columns())
    letters = {name: chr(ord("A") + number) for number, name in enumerate(columns)}

    def source(name):
        return lists[f"{letters[name]}2:{letters[name]}10001"]

    assert source("consent") == '"' + ",".join(codes.CONSENTS) + '"'
    assert source("known_open") == '"true,false"'
    assert source("agency_id") == "agencies!$A$2:$A$10001"
    assert source("cohort_id") == "cohorts!$A$2:$A$10001"


def test_nothing_is_hidden_and_the_first_sheet_says_how(book):
    assert book.sheetnames == ["Read me", *EXTRACT_TABLES]
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
    text = " ".join(str(row[0]) for row in book["Read me"].iter_rows(values_only=True) if row[0])
    assert "An empty cell means unknown" in text
    assert not any(cell.data_type == "f" for sheet in book.worksheets for row in sheet for cell in row)


def test_required_columns_are_marked(book):
    for table, schema in EXTRACT_TABLES.items():
        marked = [cell.value for cell in book[table][1] if cell.fill.fgColor.rgb == "FF1D70B8"]
        assert marked == required(schema)


def test_folder_with_something_in_it_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(TemplateError, match="is not an empty folder"):
        write_templates(tmp_path)
    assert CliRunner().invoke(app, ["template", str(tmp_path)]).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_empty_folder_is_taken(tmp_path):
    assert CliRunner().invoke(app, ["template", str(tmp_path)]).exit_code == 0
    assert (tmp_path / "referrals.csv").exists()


def test_default_codes_are_none_of_the_reserved_words():
    taken = {c.cohort_id for c in DEFAULT_COHORTS} | {o.outcome_id for o in DEFAULT_OUTCOMES}
    assert len(taken) == len(DEFAULT_COHORTS) + len(DEFAULT_OUTCOMES)
    assert not taken & set(codes.RESERVED_CODES)
