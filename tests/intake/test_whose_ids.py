"""Whose id a subject's person_id is: one child is one person over months, files and agencies that referred."""

import csv

import polars as pl
import pytest
import xlsxwriter

HEADER = ["Child Unique ID", "Gender", "Date of Birth", "Date of Referral", "Referral Source"]
REFERRALS = "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_source_code\n"
PERSON = "pers_person_id,pers_forename,pers_surname,pers_dob\nC1,Basil,Testcase,{}\n"


def workbook(path, day, source="q) 6: Police"):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("List 3")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["A1", "a) Male", "2015-01-25", day, source])
    return path


def keys(out):
    return pl.read_parquet(out / "subjects.parquet")["person_key"].to_list()


def test_a_child_of_two_months_workbooks_is_one_person(run, tmp_path):
    january = workbook(tmp_path / "january.xlsx", "2024-01-10")
    february = workbook(tmp_path / "february.xlsx", "2024-02-10", "1A: Individual")
    out, _ = run(january, february, mapping="annex-a")
    assert len(keys(out)) == 2
    assert len(set(keys(out))) == 1
    alone, _ = run(february, mapping="annex-a")
    assert set(keys(alone)) <= set(keys(out))


@pytest.mark.parametrize("born", ["02/01/2010", "31/02/2015", None])
def test_a_child_known_by_the_councils_id_alone_is_one_person_whoever_referred(born, run, tmp_path):
    folder = tmp_path / "ssd"
    folder.mkdir()
    (folder / "ssd_cin_episodes.csv").write_text(REFERRALS + "S1,C1,01/05/2024,6\nS2,C1,01/06/2024,3A\n")
    if born:
        (folder / "ssd_person.csv").write_text(PERSON.format(born))
    out, _ = run(folder, mapping="ssd")
    assert len(keys(out)) == 2
    assert len(set(keys(out))) == 1


def test_one_referral_with_its_date_written_two_ways_is_one(run, tmp_path):
    written = []
    for name, day in (("one", "2024-03-01"), ("two", "01/03/2024")):
        (tmp_path / name).mkdir()
        written.append(tmp_path / name / "List 3.csv")
        with written[-1].open("w", newline="") as stream:
            csv.writer(stream).writerows([HEADER, ["A1", "a) Male", "2015-01-25", day, "q) 6: Police"]])
    out, _ = run(*written, mapping="annex-a")
    assert len(pl.read_parquet(out / "referrals.parquet")) == 1


@pytest.mark.parametrize("day", ["2024", "2010", "2024-03-01 to 2024-04-01", "2015-03-04 or 2016"])
def test_what_is_no_date_is_not_read_as_one(day, run, tmp_path):
    _, done = run(workbook(tmp_path / "b.xlsx", day), mapping="annex-a")
    assert done.counts["referrals"].accepted == 0
    assert done.counts["referrals"].rejected == 1
