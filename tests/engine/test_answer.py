"""A result is a pure function of dataset and question: the same bytes on every run and on every engine."""

import json
from datetime import date, datetime

import pytest

from mash.dataset.store import open_dataset
from mash.demo.simulate import simulate
from mash.engine.answer import answer
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.engine.results import ResultsError, read_results
from mash.measures import all_statistics

QUESTION = Question(datetime.fromisoformat("2026-02-15T10:00:00+00:00"), date(2025, 1, 1), date(2026, 4, 1))


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    out = tmp_path_factory.mktemp("hub") / "hub"
    simulate(300, 3, out)
    return open_dataset(out / "dataset")


@pytest.fixture(scope="module")
def on_duckdb(dataset, tmp_path_factory):
    return written(dataset, DuckDB(), tmp_path_factory.mktemp("results") / "duckdb")


def written(dataset, backend, out):
    answer(dataset, QUESTION, all_statistics(), backend, out)
    return out


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_there_are_56_statistics_in_14_folders(on_duckdb):
    found = contents(on_duckdb)
    assert len([name for name in found if name.endswith(".csv")]) == 56
    assert len({name.split("/")[0] for name in found if "/" in name}) == 14


def test_the_same_question_gives_the_same_bytes(dataset, on_duckdb, tmp_path):
    assert contents(written(dataset, DuckDB(), tmp_path / "again")) == contents(on_duckdb)


def test_results_name_dataset_question_and_every_file(dataset, on_duckdb):
    about = json.loads((on_duckdb / "results.json").read_text())
    assert about["dataset_sha256"] == dataset.sha256
    assert about["as_at"] == "2026-02-15T10:00:00+00:00"
    assert about["window"] == {"start": "2025-01-01", "end": "2026-04-01"}
    assert about["parameters"]["repeat_days"] == 365
    assert len(about["statistics"]) == 56
    assert read_results(on_duckdb).rows("m01_referrals_by_agency/by_agency")[0]["agency_id"] == "*"


def test_a_result_changed_afterwards_is_refused(dataset, tmp_path):
    out = written(dataset, DuckDB(), tmp_path / "results")
    path = out / "m01_referrals_by_agency" / "by_agency.csv"
    path.write_text(path.read_text().replace("1", "2"))
    with pytest.raises(ResultsError, match=r"by_agency\.csv was changed after it was written"):
        read_results(out)


def test_results_are_never_written_over(dataset, on_duckdb):
    with pytest.raises(ResultsError, match="is there already"):
        written(dataset, DuckDB(), on_duckdb)


def test_an_engine_that_is_never_closed_leaves_no_working_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    backend = DuckDB()
    assert list(tmp_path.iterdir())
    del backend
    assert not list(tmp_path.iterdir())
