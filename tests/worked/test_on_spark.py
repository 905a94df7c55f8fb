"""All that runs on Spark, in one file so that one is started: worked cases, and the same bytes as DuckDB."""

import os

import polars as pl
import pytest

from mash.dataset.combine import combine
from mash.dataset.contract import TABLES
from mash.dataset.store import open_dataset, write
from mash.engine.duckdb_ import DuckDB
from tests.dataset.test_combine import of_another_hub
from tests.engine.test_answer import contents, dataset, written
from tests.worked.test_worked import CASES, run

pytestmark = pytest.mark.spark
__all__ = ["dataset"]  # a fixture


#: Where Spark could tell time, order and rounding otherwise: the clock, survival, intervals. All else comes
#: out alike on a whole dataset (below); with MASH_EVERY_CASE (bench.oracle) all cases run.
CLOSELY = ("m04_timeliness", "m06_repeats", "m10_audit")


def on_spark():
    """As many cases of these as have every statistic in one of them."""
    seen: set[tuple[str, str]] = set()
    for case in CASES:
        measure, scenario = case.values
        names = {(measure, name) for name in scenario.expect}
        if os.environ.get("MASH_EVERY_CASE") or (measure in CLOSELY and names - seen):
            seen |= names
            yield case


@pytest.mark.parametrize(("measure", "scenario"), list(on_spark()))
def test_worked_by_hand_on_spark(measure, scenario, spark, tmp_path):
    try:
        run(measure, scenario, spark, tmp_path)
    finally:
        spark.close()


def test_spark_gives_the_same_bytes_of_hubs_side_by_side(dataset, spark, tmp_path):
    """Of a simulated hub's, beside the same records as another hub's."""
    tables = {
        name: of_another_hub(name, pl.read_parquet(dataset.path / f"{name}.parquet")) for name in TABLES
    }
    tables["baselines"] = tables["baselines"].clear()  # what agencies foresaw is held by one of them
    write(tmp_path / "other", tables, as_at=None, source="a test")
    combined = combine([dataset.path, tmp_path / "other"], tmp_path / "all")
    assert combined.faults.first == []
    whole = open_dataset(tmp_path / "all")
    found = contents(written(whole, spark, tmp_path / "spark"))
    wanted = contents(written(whole, DuckDB(), tmp_path / "duckdb"))
    assert {name: found[name] for name in wanted if found.get(name) != wanted[name]} == {}
