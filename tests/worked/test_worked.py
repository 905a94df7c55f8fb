"""Every worked case on DuckDB: the statistics come out as worked by hand (on Spark: test_on_spark.py)."""

import importlib
import pkgutil
from pathlib import Path

import pytest

import tests.worked as worked
from mash.engine.compute import compute
from mash.engine.duckdb_ import DuckDB
from mash.measures import all_statistics
from tests.worked.scenario import Scenario, agrees, parse

MEASURES = sorted(name for _, name, _ in pkgutil.iter_modules(worked.__path__) if name.startswith("m"))


def scenarios(measure: str) -> list[Scenario]:
    return importlib.import_module(f"tests.worked.{measure}").SCENARIOS


CASES = [
    pytest.param(measure, scenario, id=f"{measure}-{number}")
    for measure in MEASURES
    for number, scenario in enumerate(scenarios(measure), start=1)
]


def run(measure: str, scenario: Scenario, backend, folder: Path) -> None:
    files = {}
    for table, rows in scenario.frames().items():
        path = folder / f"{table}.parquet"
        rows.write_parquet(path)
        files[table] = [path]
    chosen = [s for s in all_statistics() if s.measure == measure and s.name in scenario.expect]
    assert {s.name for s in chosen} == set(scenario.expect), (
        "a scenario names a statistic that does not exist"
    )
    found = compute(files, scenario.question, chosen, backend)
    for statistic in chosen:
        expected = parse("expected\n" + scenario.expect[statistic.name])["expected"]
        rows = found[statistic.key]
        shown = "\n".join(str(row) for row in rows)
        assert len(rows) == len(expected), f"{statistic.name}: {len(rows)} rows for {len(expected)}\n{shown}"
        for row, wanted in zip(rows, expected, strict=True):
            for column, written in wanted.items():
                assert agrees(row[column], written), f"{statistic.name}.{column}: {wanted}\n{shown}"


@pytest.mark.parametrize(("measure", "scenario"), CASES)
def test_on_duckdb(measure, scenario, tmp_path):
    backend = DuckDB()
    try:
        run(measure, scenario, backend, tmp_path)
    finally:
        backend.close()


def test_every_statistic_has_a_worked_case():
    worked_out = {
        f"{measure}/{name}"
        for measure in MEASURES
        for scenario in scenarios(measure)
        for name in scenario.expect
    }
    assert {s.key for s in all_statistics()} - worked_out == set()
