"""The folder on disk: same seed same bytes, extracts that hold the true dataset, faults counted, no names."""

import hashlib
import json

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.dataset.csv_ import csv_pieces
from mash.dataset.faults import Faults
from mash.dataset.integrity import enforce
from mash.dataset.staging import Staging
from mash.demo import hidden
from mash.demo.dirt import DIRT
from mash.demo.simulate import SimulationError, simulate
from tests.demo.identities import identities


def contents(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read(path):
    return pl.read_csv(path, infer_schema=False)


@pytest.fixture(scope="module")
def answers(folder):
    return json.loads((folder / "truth" / "answers.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def dirt(folder):
    return read(folder / "truth" / "dirt.csv")


def handed_in(folder, table):
    return pl.concat([read(path) for path in sorted(folder.glob(f"extracts/*/{table}.csv"))])


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(folder, tmp_path):
    simulate(600, 3, tmp_path / "again")
    simulate(600, 4, tmp_path / "other")
    first, again, other = contents(folder), contents(tmp_path / "again"), contents(tmp_path / "other")
    assert first == again
    assert first["truth/people_truth.csv"] != other["truth/people_truth.csv"]
    assert first["extracts/annex-a.xlsx"] != other["extracts/annex-a.xlsx"]


def test_a_folder_that_exists_is_never_overwritten(tmp_path):
    with pytest.raises(SimulationError, match="exists already"):
        simulate(1, 1, tmp_path)


def test_no_referrals_cannot_be_simulated(tmp_path):
    with pytest.raises(SimulationError, match="1 or more"):
        simulate(0, 1, tmp_path / "none")


def test_one_referral_can(tmp_path):
    simulate(1, 1, tmp_path / "one")
    manifest = json.loads((tmp_path / "one" / "dataset" / "dataset.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["referrals"]["rows"] == 1


def test_extracts_hold_exactly_the_true_rows_and_the_dirt(folder, answers):
    for table in TABLES:
        told = handed_in(folder, table).height if list(folder.glob(f"extracts/*/{table}.csv")) else 0
        assert told == answers["rows"][table] + answers["rejected"].get(table, 0), table
    assert handed_in(folder, "people").height == answers["people"]["records"] + answers["rejected"]["people"]


def test_extract_columns_are_those_of_the_templates(folder):
    for path in folder.glob("extracts/*/*.csv"):
        assert read(path).columns == EXTRACT_TABLES[path.stem].column_names(), path


def test_every_fault_stands_where_the_truth_says(folder, dirt, answers):
    assert dirt.height == len(DIRT) == sum(answers["rejected"].values())
    for line in dirt.iter_rows(named=True):
        row = read(folder / line["file"]).row(int(line["row"]) - 2, named=True)
        assert row[line["column"]] == line["value"]


@pytest.fixture(scope="module")
def imported(folder, tmp_path_factory):
    """The extracts typed and held against every rule: staging folder, counts, faults."""
    staged, faults = tmp_path_factory.mktemp("staged"), Faults(keep=1000)
    staging = Staging(staged, faults, extract=True)
    for table in EXTRACT_TABLES:
        for path in sorted(folder.glob(f"extracts/*/{table}.csv")):
            for piece in csv_pieces(path, str(path.relative_to(folder)), table):
                staging.add(table, piece.rows)
    return staged, enforce(staged, extract=True, faults=faults), faults


def test_an_import_sets_aside_the_dirt_and_nothing_else(imported, dirt, answers):
    _, counts, faults = imported
    assert {name: count.rejected for name, count in counts.items() if count.rejected} == answers["rejected"]
    told = {(fault["file"], str(fault["row"])) for fault in faults.first}
    assert told == set(dirt.select("file", "row").rows())
    assert faults.warnings == 0


@pytest.mark.parametrize("table", [name for name in TABLES if name != "subjects"])
def test_what_an_import_accepts_is_the_true_table_to_the_microsecond(imported, folder, table):
    true = pl.read_parquet(folder / "dataset" / f"{table}.parquet")
    accepted = pl.read_parquet(imported[0] / table / "*.parquet").select(true.columns)
    assert accepted.sort(true.columns).equals(true.sort(true.columns))


def test_each_agency_hands_in_its_own_referrals_and_people(folder):
    for path in folder.glob("extracts/*/referrals.csv"):
        agency = path.parent.name
        assert set(read(path)["agency_id"]) - {"polcie"} == {agency}
        subjects = read(path.with_name("subjects.csv")).filter(~pl.col("person_id").str.contains("DIRT"))
        people = read(path.with_name("people.csv"))
        assert subjects.filter(~pl.col("person_id").is_in(people["person_id"].implode())).is_empty()


def test_instants_come_in_the_manners_of_the_agencies(folder):
    def first(agency):
        return read(folder / "extracts" / agency / "referrals.csv")["received_at"][0]

    assert first("police").endswith("Z")
    assert first("hospitals")[-6:] in ("+00:00", "+01:00")
    assert len(first("ambulance")) == len("2024-05-06 12:00:00")
    assert all(len(first(agency)) == len("2024-05-06") for agency in hidden.DATES_ONLY_AGENCIES)


def test_truth_names_every_person_record_once(folder):
    truth = read(folder / "truth" / "people_truth.csv").select("agency_id", "person_id")
    people = handed_in(folder, "people").filter(~pl.col("person_id").str.contains("DIRT"))
    assert truth.is_unique().all()
    assert truth.sort("agency_id", "person_id").equals(
        people.select(truth.columns).sort("agency_id", "person_id")
    )


def test_the_workbook_has_eleven_lists_and_the_rows_that_the_truth_counts(folder, answers):
    book = CalamineWorkbook.from_path(folder / "extracts" / "annex-a.xlsx")
    assert book.sheet_names == [f"List {number}" for number in range(1, 12)]
    for title, heading, told in (
        ("List 1", "Contact Source", answers["annex_a"]["contacts"]),
        ("List 3", "Referral Source", answers["annex_a"]["referrals"]),
    ):
        headings, *rows = book.get_sheet_by_name(title).to_python()
        sources = [row[headings.index(heading)] for row in rows]
        assert {source: sources.count(source) for source in set(sources)} == told


def test_no_identity_enters_the_true_dataset(folder):
    text = "\n".join(
        "\n".join(
            frame.select(pl.col(pl.String).fill_null("").unique().sort().implode())
            .explode(pl.all())
            .to_series()
        )
        for path in (folder / "dataset").glob("*.parquet")
        for frame in (pl.read_parquet(path).select(pl.col(column)) for column in _text_columns(path))
    ).lower()
    found = [(column, value) for column, value in identities(folder) if value.lower() in text]
    assert text.count("\n") > 1000
    assert found == []


def _text_columns(path):
    return [name for name, dtype in pl.read_parquet_schema(path).items() if dtype == pl.String]


def test_progress_is_told_to_the_end(tmp_path):
    told = []
    simulate(30, 1, tmp_path / "hub", lambda *step: told.append(step))
    assert told[0][0] == "referrals"
    assert told[-1] == ("truth", 3, 3)
