"""Files made to hurt: no traceback, no row lost, no more memory than is allowed, and the good file beside
them comes in."""

import csv
import os
import resource
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from mash.cli import app
from tests.intake import hostile
from tests.intake.conftest import sums_hold

REFERENCE = {
    "hubs": "hub_id,name\nh,Hub\n",
    "agencies": "agency_id,name,kind,in_baseline\na,Agency,other,true\n",
    "cohorts": "cohort_id,name,age_group\nc,Cohort,any\n",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return hostile.write(tmp_path_factory.mktemp("hostile"))


def told_of(done, path: Path) -> str:
    with (done.rejects / "rejects.csv").open(encoding="utf-8", newline="") as stream:
        rows = [
            row for row in csv.DictReader(stream) if row["file"].endswith(f"{path.parent.name}/{path.name}")
        ]
    return "; ".join(f"{row['column']} {row['value']} {row['rule']}" for row in rows)


def test_hostile_tables_do_no_harm_and_the_good_one_comes_in(files, run, tmp_path):
    for table, text in REFERENCE.items():
        (tmp_path / f"{table}.csv").write_text(text)
    good = tmp_path / "referrals.csv"
    good.write_text(hostile.GOOD)
    tables, _ = files
    assert len(tables) >= 90
    out, done = run(*tmp_path.glob("*.csv"), *tables)
    assert sums_hold(done)
    assert {"r1", "r2"} <= set(pl.read_parquet(out / "referrals.parquet")["referral_id"])
    silent = {path.parent.name for path in tables if not told_of(done, path)}
    assert silent <= MAY_BE_FINE, "nothing was said of a file that cannot be right"
    assert "root:" not in (done.rejects / "rejects.csv").read_text(encoding="utf-8")


#: Odd, and yet nothing is wrong with them, or they say again what the good file says.
MAY_BE_FINE = {
    "header-only", "formulas", "control-characters", "right-to-left", "quotes-in-the-middle", "quotes-doubled",
    "newlines-in-cells", "one-cell-of-two-megabytes", "rows-backwards", "formula-with-cached-value",
    "moments-before", "moments-beyond", "failed-formula",
}  # fmt: skip


def test_hostile_censuses_do_no_harm(files, run):
    _, censuses = files
    assert len(censuses) >= 20
    _out, done = run(*censuses, mapping="cin")
    assert sums_hold(done)
    assert "root:" not in (done.rejects / "rejects.csv").read_text(encoding="utf-8")
    fine = {path.parent.name for path in censuses if not told_of(done, path)}
    assert fine <= {"namespaces", "comments", "utf16"}
    for name in ("laughs", "xxe", "xxe-parameter", "dtd-elsewhere"):
        (path,) = (path for path in censuses if path.parent.name == name)
        assert "document type" in told_of(done, path) or "amplification" in told_of(done, path)


def test_a_name_of_a_sheet_leads_nowhere_outside_the_rejects_folder(run, tmp_path):
    evil = hostile.workbook(
        hostile.sheet(hostile.cells("A1", "id", "x"), hostile.cells("A2", "1", "")), names=["../../up"]
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "book.xlsx").write_bytes(evil)
    mapping = tmp_path / "m.toml"
    mapping.write_text('[[feed]]\ntable = "hubs"\n[feed.columns]\nhub_id = "id"\nname = "x"\n')
    before = set(tmp_path.rglob("*.csv"))
    _, done = run(tmp_path / "in" / "book.xlsx", mapping=str(mapping))
    new = set(tmp_path.rglob("*.csv")) - before
    assert done.counts["hubs"].rejected == 1
    assert all(path.is_relative_to(done.rejects) for path in new)
    assert any("up" in path.name for path in new)


def test_a_workbook_that_would_fill_the_memory_is_stopped(run, tmp_path):
    (name, content) = next((n, c) for n, c in hostile.workbooks() if n == "corner")
    (tmp_path / f"{name}.xlsx").write_bytes(content)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    _, done = run(tmp_path / f"{name}.xlsx")
    assert "more than 3 GB of memory" in done.faults.first[0]["rule"]
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(before, 5 << 20)


@pytest.mark.parametrize("header", ["*", "^.*$", "^h.*$"])
def test_a_header_that_looks_like_a_pattern_is_a_header(header, run, tmp_path):
    (tmp_path / "hubs.csv").write_text(f"hub_id,name,{header}\nh,Hub,x\n")
    _, done = run(tmp_path / "hubs.csv")
    assert done.counts["hubs"].accepted == 1


def test_a_file_name_of_other_bytes_is_read(run, tmp_path):
    path = tmp_path / os.fsdecode(b"hubs\xff.csv")
    path.write_text("hub_id,name\nh,Hub\n")
    _, done = run(path)
    assert done.faults.total > 0


def test_no_name_of_a_file_enters_the_dataset(run, tmp_path):
    (tmp_path / "Jane Testcase").mkdir()
    (tmp_path / "Jane Testcase" / "hubs.csv").write_text("hub_id,name\nh,Hub\n")
    out, _ = run(tmp_path / "Jane Testcase")
    assert "Testcase" not in (out / "dataset.json").read_text()


@pytest.mark.parametrize("out", [".", "/", "a-file/dataset", "/proc/dataset"])
def test_a_place_that_cannot_be_written_is_told(out, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a-file").touch()
    Path("hubs.csv").write_text("hub_id,name\nh,Hub\n")
    arguments = ["import", "hubs.csv", "--map", "templates", "--key-file", "key", "--out", out]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
