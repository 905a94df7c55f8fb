"""The workbook: every figure as it is in the CSV, and nothing that runs or hides."""

import io
from dataclasses import replace

import openpyxl
import pytest

from mash.release.figures import NAMED_BY
from mash.release.pack.workbook import sheet_names, workbook
from tests.release.pack.conftest import folder_of


@pytest.fixture(scope="module")
def book(written):
    return openpyxl.load_workbook(written[".xlsx"].path)


def columns_of(sheet):
    """The columns below the row of headings, by heading."""
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    return {title: [row[i] for row in rows[1:]] for i, title in enumerate(rows[0]) if title}


def test_there_is_a_sheet_for_each_statistic_and_a_way_to_it(book, published_now):
    names = sheet_names(list(published_now.about["statistics"]))
    assert book.sheetnames == ["Contents", "Notes", *names.values()]
    assert len(set(map(str.casefold, names.values()))) == len(names)
    assert max(map(len, names.values())) <= 31
    links = [cell.hyperlink for row in book["Contents"] for cell in row if cell.hyperlink]
    assert [link.location for link in links] == [f"'{name}'!A1" for name in ["Notes", *names.values()]]
    assert {link.target for link in links} == {None}


def test_names_that_are_cut_to_the_same_stay_apart():
    names = sheet_names([f"m01_x/{'a' * 40}{i}" for i in range(3)] + ["m01_y/contents"])
    assert len({name.casefold() for name in names.values()} - {"contents"}) == 4
    assert max(map(len, names.values())) <= 31


def test_every_figure_is_the_csv_s_and_a_number(book, published_now):
    compared = 0
    for key, name in sheet_names(list(published_now.about["statistics"])).items():
        rows = published_now.rows(key)
        found = list(columns_of(book[name]).values())
        at = 0
        for column in rows[0] if rows else ():
            texts = [row[column] for row in rows]
            for cell, text in zip(found[at], texts, strict=True):
                if text == "":
                    assert cell is None
                elif isinstance(cell, str):
                    assert cell == text
                else:
                    # a workbook keeps sixteen digits, a spreadsheet fifteen of them
                    assert cell == pytest.approx(float(text), rel=1e-15, abs=0)
                    compared += 1
            at += 2 if column in NAMED_BY else 1
        assert at == len(found)
    assert compared > 3000


def test_counts_are_numbers_and_a_hidden_one_is_a_c(book):
    cells = columns_of(book["m02_by_month"])["Referrals"]
    assert "c" in cells
    assert all(cell == "c" or isinstance(cell, int) for cell in cells)


def test_a_code_stands_beside_its_name(book, published_now):
    columns = columns_of(book["m01_by_agency"])
    names = published_now.about["names"]["agencies"]
    codes = columns["Agency (code)"]
    assert columns["Agency"] == [names.get(code, "All") for code in codes]


def test_each_sheet_says_where_it_comes_from_and_keeps_its_headings_in_sight(book, published_now):
    for key, name in sheet_names(list(published_now.about["statistics"])).items():
        sheet = book[name]
        assert sheet["A1"].value == key
        assert f"dataset {published_now.about['dataset_sha256'][:16]}" in sheet["A2"].value
        assert sheet.freeze_panes == "A6"
        assert sheet.sheet_state == "visible"


def test_it_holds_no_formula_no_person_and_no_clock(book):
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
    assert book.properties.created.isoformat() == "2026-03-31T22:59:59"
    assert book.properties.modified.isoformat() == "2026-03-31T22:59:59"
    assert list(book.defined_names) == []


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1+1", "-1-1", "@SUM(A1)", "http://example.org"])
def test_what_looks_like_a_formula_or_an_address_stays_a_text(laid_out, tmp_path, text):
    table = 'theme,complaints\n*,7\n"{}",7\n'.format(text.replace('"', '""'))
    results = folder_of(tmp_path, {"m09_complaints/by_theme": table})
    made = replace(laid_out, statistics=[("m09_complaints/by_theme", ["By theme."])])
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(made, results)))["m09_by_theme"]
    assert sheet["A7"].value == text
    assert sheet["A7"].data_type == "s"
    assert sheet["A7"].hyperlink is None


def test_the_same_figures_give_the_same_bytes(laid_out, published_now, written):
    assert workbook(laid_out, published_now) == written[".xlsx"].path.read_bytes()
