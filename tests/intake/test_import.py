"""An import as a whole: nothing lost, nothing twice, nobody named."""

import csv
import json

import polars as pl
import pytest
from typer.testing import CliRunner

from mash.cli import app
from mash.dataset.contract import TABLES
from mash.demo.simulate import simulate
from tests.demo.identities import identities
from tests.intake.conftest import sums_hold


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    out = tmp_path_factory.mktemp("hub") / "hub"
    simulate(600, 5, out)
    return out


def test_rows_in_are_accepted_or_rejected_and_only_the_deliberate_dirt_is_rejected(hub, run):
    _, done = run(hub / "extracts", mapping="demo")
    answers = json.loads((hub / "truth" / "answers.json").read_text())
    assert sums_hold(done)
    rejected = {table: count.rejected for table, count in done.counts.items() if count.rejected}
    assert rejected == answers["rejected"]


def test_the_imported_tables_are_the_true_ones_but_for_who_is_who(hub, run):
    out, _ = run(hub / "extracts", mapping="templates")
    for table in set(TABLES) - {"subjects"}:
        imported, true = (pl.read_parquet(folder / f"{table}.parquet") for folder in (out, hub / "dataset"))
        assert imported.equals(true), table


def test_the_same_extract_twice_adds_nothing(hub, run, tmp_path):
    again = tmp_path / "again"
    again.symlink_to(hub / "extracts")
    once, _ = run(hub / "extracts", mapping="demo")
    twice, done = run(hub / "extracts", again, mapping="demo")
    assert sums_hold(done)
    for table in TABLES:
        assert (once / f"{table}.parquet").read_bytes() == (twice / f"{table}.parquet").read_bytes(), table


def test_two_extracts_that_contradict_each_other_are_both_told(run, tmp_path):
    for folder, name in (("a", "North"), ("b", "Norse")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "hubs.csv").write_text(f"hub_id,name\nnorth,{name}\n")
    out, done = run(tmp_path / "a", tmp_path / "b")
    assert pl.read_parquet(out / "hubs.parquet")["name"].to_list() == ["North"]
    (fault,) = done.faults.first
    assert fault["file"] == "b/hubs.csv"
    assert all(words in str(fault) for words in ("North", "Norse", "a/hubs.csv"))


def test_mended_rejects_can_be_handed_in_again(run, tmp_path):
    (tmp_path / "cohorts.csv").write_text("cohort_id,name,age_group\nc1,One,child\nc2,Two,giant\n")
    _, done = run(tmp_path / "cohorts.csv")
    rejects = done.rejects / "rows" / "cohorts.csv"
    (row,) = list(csv.DictReader(rejects.read_text().splitlines()))
    assert "age_group" in row.pop("reject_reason")
    assert row == {"cohort_id": "c2", "name": "Two", "age_group": "giant"}
    mended = tmp_path / "mended" / "cohorts.csv"
    mended.parent.mkdir()
    mended.write_text(rejects.read_text().replace("giant", "adult"))
    again, done = run(tmp_path / "cohorts.csv", mended)
    assert pl.read_parquet(again / "cohorts.parquet")["cohort_id"].to_list() == ["c1", "c2"]
    assert done.faults.faults == 1


def test_nobody_can_be_found_in_the_dataset(hub, run):
    out, _ = run(hub / "extracts", mapping="demo")
    put_in = {
        value
        for column, value in identities(hub)
        if column not in ("date_of_birth", "expected_date_of_birth")
    }
    born = {
        value for column, value in identities(hub) if column in ("date_of_birth", "expected_date_of_birth")
    }
    assert len(put_in) > 1000
    found = set()
    for table in TABLES:
        frame = pl.read_parquet(out / f"{table}.parquet")
        texts = (
            {str(value) for column in frame.select(pl.selectors.string()) for value in column.unique()}
            if frame.width
            else set()
        )
        found |= texts & (put_in | born)
    assert found == set()
    everything = b"".join(path.read_bytes() for path in out.glob("*.json"))
    assert not [value for value in put_in if len(value) > 6 and value.encode() in everything]


def test_a_queued_label_is_counted_with_what_it_might_mean(run, tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[[feed]]\ntable = "cohorts"\n[feed.columns]\ncohort_id = { from = "id" }\n'
        'name = { from = "who", labels = "referral-sources" }\nage_group = { value = "any" }\n'
    )
    (tmp_path / "x.csv").write_text(
        "id,who\n1,Police\n2,7 - Police\n3,CAFCASS\n4,CAFCASS\n5,Martian police\n"
    )
    out, done = run(tmp_path / "x.csv", mapping=str(mapping))
    assert pl.read_parquet(out / "cohorts.parquet")["name"].to_list() == ["police", "police"]
    queue = list(csv.DictReader((done.rejects / "queue.csv").read_text().splitlines()))
    assert [(row["label"], row["rows"], row["candidates"]) for row in queue] == [
        ("CAFCASS", "2", "other_legal_agency | other_source"),
        ("Martian police", "1", ""),
    ]
    assert done.counts["cohorts"].rejected == 3


def mash(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def imported(source, *more):
    """`mash import` of our own templates, beside the source."""
    beside = source.parent
    return mash(
        "import", source, "--map", "templates", "--out", beside / "d", "--key-file", beside / "k", *more
    )


def test_the_command_says_what_it_did_and_exits_1_when_there_are_faults(tmp_path):
    (tmp_path / "cohorts.csv").write_text("cohort_id,name,age_group\nc1,One,child\nc2,Two,giant\n")
    done = imported(tmp_path / "cohorts.csv", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["tables"]["cohorts"] == {"rows_in": 2, "accepted": 1, "rejected": 1}
    assert "cohorts.csv, row 3, age_group: 'giant' must be one of child, adult, any" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--map", "nobody"], "there is no mapping 'nobody'"),
        (["--map", "bad.toml"], "is not TOML"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told_in_words(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.toml").write_text("feed = [")
    (tmp_path / "hubs.csv").write_text("hub_id,name\na,A\n")
    done = mash("import", "hubs.csv", "--out", "d", "--key-file", "k", *arguments)
    assert done.exit_code == 1
    assert words in done.stderr


def test_an_existing_dataset_is_never_written_over(tmp_path):
    (tmp_path / "hubs.csv").write_text("hub_id,name\na,A\n")
    (tmp_path / "d").mkdir()
    done = imported(tmp_path / "hubs.csv")
    assert done.exit_code == 1
    assert "exists already" in done.stderr


def test_a_source_that_is_not_there_is_told_in_words(tmp_path):
    done = imported(tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "is not there" in done.stderr
