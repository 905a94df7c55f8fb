"""What is written for people to mend: complete, harmless in a spreadsheet, and read back as it was."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import datetime

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mash.dataset.csv_ import SURPLUS
from mash.dataset.harmless import as_it_was, harmless
from mash.dataset.workplace import workplace
from mash.framework.harmless import harmless_text, text_as_it_was
from mash.intake.apply import REASON
from mash.intake.moments import moment
from tests.intake.conftest import sums_hold
from tests.intake.extract import extract, referral

HEADER = ",".join(referral())
RUNS = tuple("=+-@\t\r")


def rows(done, name="referrals.csv"):
    (file,) = done.rejects.glob(f"rows/**/{name}")
    return pl.read_csv(file, infer_schema=False).to_dicts()


def test_what_a_row_has_beyond_the_header_is_not_lost(tmp_path, run):
    folder = extract(tmp_path / "e")
    text = f'{HEADER}\nr1,h,a,c,2024-01-01T10:00:00Z,false,late note,"Smith, J"\n'
    (folder / "referrals.csv").write_text(text)
    _, done = run(folder)
    (row,) = rows(done)
    assert row["referral_id"] == "r1"
    assert row[SURPLUS] == 'late note,"Smith, J"'
    assert sums_hold(done)


def test_columns_without_a_name_and_with_names_that_the_import_uses_are_kept(tmp_path, run):
    folder = extract(tmp_path / "e")
    text = f"{HEADER},_row,,\nr1,h,nobody,c,2024-01-01T10:00:00Z,false,17,seen twice,\n"
    (folder / "referrals.csv").write_text(text)
    _, done = run(folder)
    (row,) = rows(done)
    assert row["(column 7, called _row)"] == "17"
    assert row["(column 8, without a name)"] == "seen twice"
    assert "(column 9, without a name)" not in row


def test_notes_beside_the_table_of_a_workbook_are_kept(tmp_path, run):
    folder = extract(tmp_path / "e")
    with xlsxwriter.Workbook(folder / "book.xlsx") as book:
        sheet = book.add_worksheet("referrals")
        sheet.write_row(0, 0, [*referral(), "", "_file"])
        sheet.write_row(
            1, 0, [*referral(agency_id="nobody").values(), "ask again", "old.xlsx", "", "see mail"]
        )
    _, done = run(folder)
    (row,) = rows(done)
    assert (row["(column G, without a name)"], row["(column H, called _file)"]) == ("ask again", "old.xlsx")
    assert row["(column J, without a name)"] == "see mail"


def test_two_files_of_one_name_never_share_a_rejects_file(tmp_path, run):
    folder = extract(tmp_path / "e", referrals=[referral("r1", agency_id="nobody")])
    text = (folder / "referrals.csv").read_text().replace("r1", "r2").replace(",", "\t")
    (folder / "referrals.tsv").write_text(text)
    _, done = run(folder)
    files = done.rejects.glob("rows/**/referrals.csv")
    assert sorted(pl.read_csv(file)["referral_id"].to_list() for file in files) == [["r1"], ["r2"]]
    _, again = run(folder, done.rejects / "rows")
    assert len([name for name in again.read if "referrals" in name]) == 4


def test_rejects_do_nothing_when_a_spreadsheet_opens_them_and_are_read_back_as_they_were(tmp_path, run):
    formula = '=HYPERLINK("http://example.invalid","r")'
    folder = extract(tmp_path / "e", referrals=[referral(formula, agency_id="@nobody", locality="-5")])
    _, done = run(folder)
    (row,) = rows(done)
    assert (row["referral_id"], row["agency_id"], row["locality"]) == (f"'{formula}", "'@nobody", "-5")
    told = pl.read_csv(done.rejects / "rejects.csv", infer_schema=False)
    assert "'@nobody" in told["value"].to_list()
    for column in told.iter_columns():
        assert not any(text.startswith(RUNS) for text in column.drop_nulls())
    mended = tmp_path / "mended"
    mended.mkdir()
    text = next(done.rejects.glob("rows/**/referrals.csv")).read_text().replace("'@nobody", "a")
    (mended / "referrals.csv").write_text(text)
    out, _ = run(folder, mended)
    found = pl.read_parquet(out / "referrals.parquet")
    assert (found["referral_id"].to_list(), found["locality"].to_list()) == ([formula], ["-5"])


def test_a_queued_label_does_nothing_either(tmp_path, run):
    (tmp_path / "list.csv").write_text("Child ID,Date,Referral source\n1,2024-01-01,=1+1\n")
    mapping = tmp_path / "ours.toml"
    mapping.write_text(
        textwrap.dedent("""
            about = "A list"
            include = "national-groups"
            [[feed]]
            table = "referrals"
            sheet = "list"
            [feed.columns]
            referral_id = { from = "Child ID" }
            hub_id = { value = "hub" }
            agency_id = { from = "Referral source", labels = "referral-sources" }
            cohort_id = { value = "children" }
            received_at = { from = "Date" }
        """)
    )
    _, done = run(tmp_path / "list.csv", mapping=str(mapping))
    queue = pl.read_csv(done.rejects / "queue.csv", infer_schema=False)
    assert queue["label"].to_list() == ["'=1+1"]


@given(st.lists(st.text("=+-@'\t\r 5.,aé", max_size=6)))
def test_harmless_text_runs_nowhere_and_can_be_taken_back(texts):
    made = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)}).with_columns(harmless(pl.col("text")))
    assert made.with_columns(as_it_was(pl.col("text")))["text"].to_list() == texts
    for text in made["text"]:
        number = text.lstrip("+-").replace(",", "").replace(".", "").isdigit()
        assert not text.startswith(RUNS) or number
    assert [text_as_it_was(harmless_text(text)) for text in texts] == texts


def test_a_row_that_says_again_what_came_before_has_nothing_to_mend(tmp_path, run):
    one = extract(tmp_path / "e", referrals=[referral("r1"), referral("r2", agency_id="nobody")])
    two = tmp_path / "copy"
    two.mkdir()
    (two / "referrals.csv").write_text((one / "referrals.csv").read_text())
    _, done = run(one, two)
    assert done.counts["referrals"].rejected == 3
    written = [
        row for file in done.rejects.glob("rows/**/referrals.csv") for row in pl.read_csv(file).to_dicts()
    ]
    assert {row["referral_id"] for row in written} == {"r2"}
    assert all("again" not in row[REASON] for row in written)


def test_nobody_but_their_owner_may_ever_open_the_rejects(tmp_path, run, monkeypatch):
    seen = []
    rename = os.rename
    monkeypatch.setattr(os, "rename", lambda a, b: (seen.append((b, a.stat().st_mode & 0o777)), rename(a, b)))
    _, done = run(extract(tmp_path / "e", referrals=[referral()]))
    assert dict(seen)[done.rejects] == 0o700
    assert done.rejects.stat().st_mode & 0o777 == 0o700


KILLED = """
import sys, tempfile, time
tempfile.tempdir = sys.argv[1]
from mash.dataset.workplace import workplace
with workplace() as folder:
    (folder / "names.csv").write_text("Sam Grady")
    print("there", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="the lock that tells a live import is POSIX's")
def test_what_a_killed_import_leaves_is_private_and_goes_with_the_next_but_a_live_one_stays(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    working = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE)
    assert working.stdout.readline() == b"there\n"
    (left,) = tmp_path.iterdir()
    assert left.stat().st_mode & 0o777 == 0o700
    with workplace():
        assert (left / "names.csv").exists()
    working.send_signal(signal.SIGKILL)
    working.communicate()
    assert left.exists()
    with workplace() as mine:
        assert list(tmp_path.iterdir()) == [mine]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("serial", "taken"), [("3654", True), ("7300", True), ("2024", False), ("1985", False)]
)
def test_an_excel_serial_of_a_birth_before_1920_is_a_date_and_a_year_alone_is_none(serial, taken):
    found = moment(serial, ("excel",), None)
    assert (found is not None) == taken
    assert not taken or datetime.fromisoformat(found).year in (1910, 1919)
