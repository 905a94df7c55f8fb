"""Hub as a cut: each hub's answer is the one that it has from its own dataset, of every statistic."""

import json
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from mash.dataset.clashes import CODES
from mash.dataset.combine import combine
from mash.dataset.contract import TABLES
from mash.dataset.faults import line
from mash.dataset.manifest import read_manifest
from mash.dataset.store import open_dataset, write
from mash.engine.answer import answer
from mash.engine.by_hub import answer_by_hub, read_by_hub
from mash.engine.compute import compute
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question, QuestionError, Scope
from mash.engine.results import ResultsError
from mash.figures import kept, listing
from mash.figures.held import hold
from mash.measures import all_curves, all_statistics
from tests.dataset.test_check import mash
from tests.dataset.test_combine import SOUND, hubs_of, other
from tests.engine.test_answer import contents
from tests.measures.test_against_oracle import FENCES
from tests.strategies import datasets

EVERY = [*all_statistics(), *all_curves()]
#: Over all days of the sound hub and of drawn ones.
QUESTION = Question(datetime(2026, 2, 15, 10, tzinfo=UTC), date(2023, 1, 1), date(2026, 4, 1))
ASKED = ("--as-at", QUESTION.as_at.isoformat(), "--start", QUESTION.start, "--end", QUESTION.end)
#: The second hub of the tests has other answers than the first.
TWO = other(escalations=SOUND["escalations"].clear(), invitations=SOUND["invitations"].clear())


@pytest.fixture(scope="module")
def hubs(tmp_path_factory):
    """Datasets `one` and `two` of hubs H1 and H2, `all` of both, and its `results` by hub."""
    folder = tmp_path_factory.mktemp("hubs")
    write(folder / "one", SOUND, as_at=None, source="a test")
    write(folder / "two", TWO | {"answers": TWO["answers"].clear()}, as_at=None, source="a test")
    assert combine([folder / "one", folder / "two"], folder / "all").manifest
    code, out, _ = mash("measures", folder / "all", *ASKED, "--by-hub", "--out", folder / "results", "--json")
    assert (code, json.loads(out)["hubs"]) == (0, ["H1", "H2"])
    return folder


def test_a_hubs_answer_is_to_the_byte_the_one_it_has_from_its_own_dataset(hubs, tmp_path):
    answer(open_dataset(hubs / "one"), QUESTION, EVERY, DuckDB(), tmp_path / "one")
    assert contents(hubs / "results" / "hubs" / "H1") == contents(tmp_path / "one")


def test_the_answer_of_all_together_is_of_all_records_and_names_the_combined_dataset(hubs):
    found = read_by_hub(hubs / "results")
    assert dict(found.names) == {"H1": "Hub", "H2": "Hub"}
    assert {hub: referrals(results) for hub, results in found.hubs.items()} == {"H1": 2, "H2": 2}
    assert referrals(found.whole) == 4
    assert found.whole.about["dataset_sha256"] == open_dataset(hubs / "all").sha256


def referrals(results):
    return int(results.rows("m01_referrals_by_agency/by_agency")[0]["referrals"])


def test_one_hub_of_a_combined_dataset_is_asked_of_its_own_part_registers_too(hubs, tmp_path):
    code, out, _ = mash("measures", hubs / "all", *ASKED, "--hub", "H2", "--out", tmp_path / "one", "--json")
    assert (code, json.loads(out)["statistics"]) == (0, 56)
    assert contents(tmp_path / "one") == contents(hubs / "results" / "hubs" / "H2")
    about = json.loads((tmp_path / "one" / "results.json").read_text())
    assert [entry["not_narrowed_by"] for entry in about["statistics"].values()] == [[]] * 56
    code, _, err = mash("measures", hubs / "all", *ASKED, "--hub", "H3", "--out", tmp_path / "three")
    assert code == 2
    assert "the dataset has no hub_id 'H3'; it has H1, H2" in " ".join(err.replace("│", " ").split())


def test_what_cannot_be_asked_by_hub_is_told_and_nothing_written(hubs, tmp_path):
    whole = open_dataset(hubs / "all")
    with pytest.raises(QuestionError, match="one is not laid out by hub, so it cannot be asked hub by hub"):
        answer_by_hub(open_dataset(hubs / "one"), QUESTION, EVERY, DuckDB, tmp_path / "r")
    of_one = Question(QUESTION.as_at, QUESTION.start, QUESTION.end, scope=Scope(hub_id="H1"))
    with pytest.raises(QuestionError, match="ask of one hub"):
        answer_by_hub(whole, of_one, EVERY, DuckDB, tmp_path / "r")
    nobody = Question(QUESTION.as_at, QUESTION.start, QUESTION.end, scope=Scope(agency_id="nobody"))
    with pytest.raises(QuestionError, match="has no agency_id 'nobody'"):
        answer_by_hub(whole, nobody, EVERY, DuckDB, tmp_path / "r")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ResultsError, match="is there already"):
        answer_by_hub(whole, QUESTION, EVERY, DuckDB, hubs / "results")
    with pytest.raises(ResultsError, match="is not a folder of results by hub"):
        read_by_hub(hubs / "results" / "whole")


def test_how_far_a_hubs_record_reaches_back_is_its_own(tmp_path):
    """A hub that began later has no history to judge repeats by, whatever another hub has of its own."""
    early = SOUND["referrals"].with_columns(pl.col("received_at", "decided_at").dt.offset_by("-2y"))
    tables = {"H1": SOUND | {"referrals": early}, "H2": other()}
    for hub, its in hubs_of(tmp_path, **tables).items():
        for table, [file] in its.items():
            to = tmp_path / "d" / table / f"hub_id={hub}"
            to.mkdir(parents=True)
            file.rename(to / "part.parquet")
    dataset = open_dataset(tmp_path / "d")
    [statistic] = [one for one in all_statistics() if one.key == "m06_repeats/repeat_rate"]
    together = compute(dataset.files, QUESTION, [statistic], DuckDB())[statistic.key][0]
    alone = compute(dataset.hubs["H2"].files, QUESTION, [statistic], DuckDB())[statistic.key][0]
    assert (together["referrals"], together["with_history"]) == (4, 2)
    assert (alone["referrals"], alone["with_history"]) == (2, 0)


class Drawn:
    """Two hubs' tables, without the pages that printing them would fill."""

    def __init__(self, pair):
        self.pair = pair


def test_the_records_behind_a_count_of_one_hub_are_those_that_were_counted(hubs, tmp_path):
    whole = read_manifest(hubs / "all")
    held = hold(tmp_path, "all", "All hubs", lambda to: shutil.copytree(hubs / "all", to), QUESTION.as_at)
    assert (held.sha256, held.codes["hub_id"]) == (whole.sha256, {"H1": "Hub", "H2": "Hub"})
    question = replace(QUESTION, scope=Scope(hub_id="H2"))
    cell = listing.Cell("m01_referrals_by_agency/by_agency", "referrals", {"agency_id": "*"})
    kept.place(tmp_path, "key").mkdir(parents=True)
    listing.make(tmp_path, held, question, "key", cell)
    assert listing.found(tmp_path, "key", cell).ids == ["xR1", "xR2"]


def of_one_hub(tables, hub):
    """Drawn tables as those of one hub, in the contract's types; they may leave out a main cohort."""
    tables = tables | {"hubs": [{"hub_id": hub, "name": hub}]}
    tables["referrals"] = [row | {"hub_id": hub} for row in tables["referrals"]]
    cohorts = {(row["referral_id"], row["cohort_id"]) for row in tables["referral_cohorts"]}
    mains = {(row["referral_id"], row["cohort_id"]) for row in tables["referrals"]}
    tables["referral_cohorts"] = [
        {"referral_id": referral, "cohort_id": cohort} for referral, cohort in sorted(cohorts | mains)
    ]
    found = {}
    for name, schema in TABLES.items():
        types = schema.create_empty().schema
        rows = [{column: row.get(column) for column in types} for row in tables[name]]
        found[name] = pl.DataFrame(rows, schema=types, orient="row")
    return found


def without_hub(value, hub):
    """A code as the hub knows it."""
    return value.removeprefix(f"{hub}:") if isinstance(value, str) else value


def by_dimensions(statistic, rows, hub=""):
    """Rows by their dimensions, codes as the hub knows them."""
    rows = [{column: without_hub(value, hub) for column, value in row.items()} for row in rows]
    names = [dimension.column for dimension in statistic.dimensions]
    return {tuple(row[name] for name in names): row for row in rows}


def test_every_statistic_of_a_drawn_hub_is_what_it_was_before_others_stood_beside_it():
    """Also with the hub's code before all its codes and ids, and others that share them all."""

    @seed(50)
    @settings(FENCES, max_examples=max(1, FENCES.max_examples // 8))
    @given(st.tuples(datasets(referrals=12, least=6), datasets(referrals=4)).map(Drawn))
    def agree(drawn):
        one, two = drawn.pair
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            write(place / "one", of_one_hub(one, "one"), as_at=None, source="drawn")
            write(place / "two", of_one_hub(two, "two"), as_at=None, source="drawn")
            own = [*CODES, "records"]
            found = combine([place / "one", place / "two"], place / "all", own=own)
            assert found.manifest, [line(fault) for fault in found.faults.first]
            part = open_dataset(place / "all").hubs["one"]
            alone = compute(open_dataset(place / "one").files, QUESTION, all_statistics(), DuckDB())
            beside = compute(part.files, QUESTION, all_statistics(), DuckDB())
        for statistic in all_statistics():
            wanted = by_dimensions(statistic, alone[statistic.key])
            assert by_dimensions(statistic, beside[statistic.key], "one") == wanted, statistic.key

    agree()
