"""Results and reports for the tests of this room: of an empty dataset and of a simulated hub."""

from datetime import date, datetime

import polars as pl
import pytest

from mash.dataset.contract import TABLES
from mash.dataset.store import open_dataset
from mash.demo.simulate import simulate
from mash.engine.answer import answer
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.engine.results import read_results
from mash.measures import all_curves, all_statistics
from mash.release.report import write_report

QUESTION = Question(datetime.fromisoformat("2026-03-31T23:59:59+01:00"), date(2024, 4, 1), date(2026, 4, 1))


def results_of(dataset, folder):
    """The results of a dataset, read back."""
    answer(open_dataset(dataset), QUESTION, [*all_statistics(), *all_curves()], DuckDB(), folder)
    return read_results(folder)


@pytest.fixture(scope="session")
def empty_results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    (folder / "dataset").mkdir()
    for name, schema in TABLES.items():
        pl.DataFrame(schema=schema.create_empty().schema).write_parquet(
            folder / "dataset" / f"{name}.parquet"
        )
    return results_of(folder / "dataset", folder / "results")


@pytest.fixture(scope="session")
def hub_results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub")
    simulate(1500, 11, folder / "hub")
    return results_of(folder / "hub" / "dataset", folder / "results")


@pytest.fixture(scope="session")
def hub_report(hub_results, tmp_path_factory):
    return write_report(hub_results, tmp_path_factory.mktemp("report"))
