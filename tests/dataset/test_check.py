"""`mash check`: what it prints, how it ends, and that every row is accounted for."""

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mash.cli import app
from mash.dataset.check import check
from mash.dataset.contract import EXTRACT_TABLES
from mash.dataset.store import write
from tests.dataset.hub import SOUND, rows
from tests.dataset.test_store import frames


def extract(folder, **changed):
    """The sound hub as an agency hands it in: CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, text in (SOUND | changed).items():
        frame = rows(text.replace("person_key", "person_id"), table).drop("_file", "_sheet", "_row")
        frame.write_csv(folder / f"{table}.csv")
    return folder


def mash(*arguments):
    """Exit code, standard output, standard error of `mash`."""
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    return done.exit_code, done.stdout, done.stderr


def test_sound_extract_passes(tmp_path):
    code, out, err = mash("check", extract(tmp_path / "x"))
    assert (code, err) == (0, "")
    assert "Checked as extract: 0 faults, 0 warnings." in out


def test_sound_dataset_passes_and_json_counts_its_rows(tmp_path):
    write(tmp_path / "d", frames(), as_at=None, source="a test")
    code, out, _ = mash("check", tmp_path / "d", "--json")
    told = json.loads(out)
    assert (code, told["kind"], told["faults"]) == (0, "dataset", 0)
    assert told["tables"]["referrals"] == {"rows_in": 2, "accepted": 2, "rejected": 0}


def test_fault_is_told_with_file_row_column_value_and_rule(tmp_path):
    spoilt = SOUND["referrals"].replace("2026-01-06T10:00:00Z", "06/01/2026")
    code, out, err = mash("check", extract(tmp_path / "x", referrals=spoilt))
    assert code == 1
    assert "referrals.csv, row 3, received_at: '06/01/2026' must be a date and time with an offset" in err
    assert (
        "subjects.csv, row 3, referral_id: 'R2' the row of referrals that it belongs to was rejected" in err
    )
    assert "referrals" in out


def test_every_fault_goes_to_the_rejects_file_and_the_first_two_hundred_to_the_screen(tmp_path):
    many = "hub_id name\n" + "\n".join(f"H{n} -" for n in range(300))
    folder = extract(tmp_path / "x", hubs=many, referrals="referral_id\n", referral_cohorts="referral_id\n")
    code, _, err = mash("check", folder, "--rejects", tmp_path / "faults.csv")
    told = pl.read_csv(tmp_path / "faults.csv")
    assert code == 1
    assert err.count("\n") == 201
    assert f"... and {len(told) - 200} more: see {tmp_path / 'faults.csv'}" in err
    assert told.columns[:7] == ["file", "sheet", "row", "table", "column", "value", "rule"]
    assert told.filter(pl.col("table") == "hubs").height == 300


def test_file_that_cannot_be_read_is_a_fault_and_the_others_are_checked(tmp_path):
    folder = extract(tmp_path / "x")
    (folder / "baselines.csv").write_bytes(b"agency_id,volume\n\xff,1\n")
    code, _, err = mash("check", folder)
    assert code == 1
    assert err == "baselines.csv: the file is not UTF-8; save it as “CSV UTF-8”\n"


def test_ragged_row_counts_as_handed_in_and_rejected(tmp_path):
    folder = extract(tmp_path / "x")
    with (folder / "closed_days.csv").open("a") as handle:
        handle.write("2026-12-26,Boxing Day,observed\n")
    counts = check(folder).counts["closed_days"]
    assert (counts.rows_in, counts.accepted, counts.rejected) == (2, 1, 1)


def test_file_changed_after_writing_is_a_fault(tmp_path):
    write(tmp_path / "d", frames(), as_at=None, source="a test")
    frames()["hubs"].drop("_file", "_sheet", "_row").write_parquet(tmp_path / "d" / "hubs.parquet")
    code, _, err = mash("check", tmp_path / "d")
    assert code == 1
    assert "hubs.parquet was changed after the dataset was written" in err


def test_identities_in_a_dataset_are_a_fault(tmp_path):
    write(tmp_path / "d", frames(), as_at=None, source="a test")
    (tmp_path / "d" / "people.csv").write_text("agency_id,person_id\npolice,p1\n")
    code, _, err = mash("check", tmp_path / "d")
    assert code == 1
    assert "people: a dataset holds no identities" in err


def test_same_row_twice_in_a_dataset_is_a_fault_even_from_two_files(tmp_path):
    (tmp_path / "hubs").mkdir()
    for name in ("a", "b"):
        frames()["hubs"].drop("_file", "_sheet", "_row").write_parquet(tmp_path / "hubs" / f"{name}.parquet")
    found = check(tmp_path)
    assert not found.is_extract
    assert (found.faults.faults, found.counts["hubs"].accepted) == (1, 1)


def test_wrong_usage_ends_with_two(tmp_path):
    assert mash("check", tmp_path / "nowhere")[0] == 2
    assert mash("check", tmp_path)[0] == 1  # a folder, but with no table in it


POOL = [
    "",
    "R1",
    "R2",
    "H1",
    "police",
    "schools",
    "neglect",
    "domestic",
    "s47",
    "lead",
    "true",
    "x,y",
    "a\nb",
    '"',
    "1",
    "9",
]
POOL += [
    "2026-01-05T09:00:00Z",
    "2026-01-05T08:00:00Z",
    "2026-01-05",
    "2026-10-25T01:30:00",
    "blue",
    "S1Q1",
    "I1",
]


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_rows_in_are_accepted_or_rejected_whatever_is_handed_in(tmp_path_factory, data):
    folder = extract(tmp_path_factory.mktemp("x"))
    handed_in = {}
    for table in ("referrals", "disposals", "answers", "people", "baselines", "agencies"):
        names = list(EXTRACT_TABLES[table].columns())
        lines = data.draw(
            st.lists(st.lists(st.sampled_from(POOL), min_size=len(names), max_size=len(names)), max_size=5)
        )
        lines = [line for line in lines if any(line)]
        pl.DataFrame(lines, schema=dict.fromkeys(names, pl.String), orient="row").write_csv(
            folder / f"{table}.csv"
        )
        handed_in[table] = len(lines)
    found = check(folder)
    for table, count in handed_in.items():
        counts = found.counts.get(table)
        assert count == (counts.rows_in if counts else 0)
        assert counts is None or counts.rows_in == counts.accepted + counts.rejected
    assert (found.faults.faults > 0) == any(c.rejected for c in found.counts.values())


@pytest.mark.parametrize("table", sorted(SOUND))
def test_tables_are_checked_in_any_company(table, tmp_path):
    folder = extract(tmp_path / "x")
    (folder / f"{table}.csv").unlink()
    assert check(folder).faults.faults == 0
