"""Workbooks as councils keep them: titles, other calendars, dates typed as text, sheets by other names."""

from datetime import date, datetime

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEADER = ["Child Unique ID", "Gender", "Date of Birth", "Date of Referral", "Referral Source"]
ROW = [7, "a) Male", date(2015, 1, 25), date(2020, 9, 16), "q) 6: Police"]


def saved(path, rows, *, title="List 3", epoch=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if epoch:
        book.epoch = epoch
    book.save(path)
    return path


def referrals(out):
    frame = pl.read_parquet(out / "referrals.parquet")
    return frame.select(
        "agency_id", pl.col("received_at").dt.convert_time_zone("Europe/London").dt.date(), "time_known"
    ).rows()


FOUND = [("police", date(2020, 9, 16), False)]


def test_dates_of_the_calendar_of_1904(run, tmp_path):
    out, done = run(saved(tmp_path / "b.xlsx", [HEADER, ROW], epoch=CALENDAR_MAC_1904), mapping="annex-a")
    assert referrals(out) == FOUND
    assert done.faults.total == 0


@pytest.mark.parametrize(
    "typed", ["16/09/2020", "2020-09-16", "16-Sep-2020", " 16/09/2020\xa0", "16/09/2020 00:00:00", 44090]
)
def test_dates_typed_as_text_or_left_as_numbers(typed, run, tmp_path):
    out, _ = run(saved(tmp_path / "b.xlsx", [HEADER, [*ROW[:3], typed, ROW[4]]]), mapping="annex-a")
    assert referrals(out) == FOUND


def test_a_title_above_the_header_is_no_header_and_rows_keep_their_numbers(run, tmp_path):
    title = [["Annex A", "Sometown", "2024"], [], ["List 3:", "Referrals"]]
    path = saved(tmp_path / "b.xlsx", [*title, HEADER, ROW, [None, None, None, date(2020, 9, 17), "Police"]])
    out, done = run(path, mapping="annex-a")
    assert referrals(out) == FOUND
    assert {fault["row"] for fault in done.faults.first} == {6}


@pytest.mark.parametrize(
    "title", ["List 3", "list_3", "LIST  3", "List 3 - Referrals", "Annex A List 3", "Referrals"]
)
def test_a_list_by_its_other_names(title, run, tmp_path):
    out, _ = run(saved(tmp_path / "b.xlsx", [HEADER, ROW], title=title), mapping="annex-a")
    assert referrals(out) == FOUND


@pytest.mark.parametrize("title", ["List 1", "List 13", "List 30", "Notes"])
def test_another_list_is_not_taken_for_it(title, run, tmp_path):
    _, done = run(saved(tmp_path / "b.xlsx", [HEADER, ROW], title=title), mapping="annex-a")
    assert done.passed_over == [f"b.xlsx [{title}]"]
    assert "referrals" not in done.counts


def test_a_header_twice_is_told_with_its_columns_and_the_other_sheets_go_on(run, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        book.add_worksheet("hubs").write_row(0, 1, ["hub_id", "name", "hub_id"])
        cohorts = book.add_worksheet("cohorts")
        cohorts.write_row(0, 0, ["cohort_id", "name", "age_group"])
        cohorts.write_row(1, 0, ["c", "C", "any"])
    _, done = run(tmp_path / "b.xlsx")
    (fault,) = done.faults.first
    assert (fault["sheet"], fault["rule"]) == (
        "hubs",
        "the columns B and D are both called 'hub_id'; name each column once",
    )
    assert done.counts["cohorts"].accepted == 1


def test_a_time_of_day_is_kept_where_the_templates_ask_for_a_moment(run, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "b.xlsx", {"default_date_format": "dd/mm/yyyy hh:mm"}) as book:
        for name, rows in {
            "hubs": [["hub_id", "name"], ["h", "H"]],
            "agencies": [["agency_id", "name", "kind", "in_baseline"], ["a", "A", "other", True]],
            "cohorts": [["cohort_id", "name", "age_group"], ["c", "C", "any"]],
            "referrals": [
                ["referral_id", "hub_id", "agency_id", "cohort_id", "received_at", "known_open"],
                [12, "h", "a", "c", datetime(2024, 7, 1, 10, 30, 15), False],  # noqa: DTZ001
            ],
        }.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    out, done = run(tmp_path / "b.xlsx")
    assert done.faults.total == 0
    rows = (
        pl.read_parquet(out / "referrals.parquet").select("referral_id", "received_at", "time_known").rows()
    )
    assert [(rows[0][0], rows[0][1].isoformat(), rows[0][2])] == [("12", "2024-07-01T09:30:15+00:00", True)]


def test_a_sheet_whose_header_is_nowhere_to_be_found_is_told(run, tmp_path):
    notes = [[f"note {number}"] for number in range(21)]
    _, done = run(saved(tmp_path / "b.xlsx", [*notes, HEADER, ROW]), mapping="annex-a")
    (fault,) = done.faults.first
    assert fault["sheet"] == "List 3"
    assert fault["rule"].startswith("no row of its first 20 is a header")


def test_an_empty_sheet_is_told_once(run, tmp_path):
    _, done = run(saved(tmp_path / "b.xlsx", []), mapping="annex-a")
    (fault,) = done.faults.first
    assert fault["rule"] == "the sheet is empty; leave it out, or give it a header"


def test_a_workbook_of_too_many_sheets_is_refused(run, tmp_path):
    book = openpyxl.Workbook()
    for number in range(201):
        book.create_sheet(f"Notes {number}")
    book.save(tmp_path / "b.xlsx")
    _, done = run(tmp_path / "b.xlsx", mapping="annex-a")
    assert "202 sheets" in done.faults.first[0]["rule"]
