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
from mash.measures import all_curves, all_statistics

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
    answer(dataset, QUESTION, [*all_statistics(), *all_curves()], backend, out)
    return out


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_there_are_56_statistics_in_14_folders_and_the_curves_in_one_of_their_own(on_duckdb):
    found = [name for name in contents(on_duckdb) if name.endswith(".csv")]
    statistics = [name for name in found if not name.startswith("curves/")]
    assert len(statistics) == 56
    assert len({name.split("/")[0] for name in statistics}) == 14
    about = read_results(on_duckdb).about
    assert {entry["file"] for entry in about["curves"].values()} == set(found) - set(statistics)
    assert set(about["curves"]) == {curve.key for curve in all_curves()}


def test_results_without_curves_are_read_as_well(dataset, tmp_path):
    # protected results have none; a reader asks for one and finds no row
    answer(dataset, QUESTION, all_statistics(), DuckDB(), tmp_path / "results")
    found = read_results(tmp_path / "results")
    assert "curves" not in found.about
    assert found.curve("m06_repeats/time_to_return") == []


def test_a_curve_changed_afterwards_is_refused(dataset, tmp_path):
    out = written(dataset, DuckDB(), tmp_path / "results")
    path = out / "curves" / "m06_repeats" / "time_to_return.csv"
    path.write_text(path.read_text().replace("0.0", "0.1", 1))
    with pytest.raises(ResultsError, match=r"time_to_return\.csv was changed after it was written"):
        read_results(out)


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
