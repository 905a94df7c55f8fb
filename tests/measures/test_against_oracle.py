"""Every statistic against an independent oracle in plain Python, on data drawn at the fences."""

import math
import os
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from mash.dataset.contract import TABLES
from mash.engine.compute import compute
from mash.engine.duckdb_ import DuckDB
from mash.measures import all_statistics
from tests import oracle
from tests.strategies import asked, quality_datasets, sharing_datasets


def written(tables, folder):
    """The drawn tables as Parquet files in the contract's types."""
    files = {}
    for name, schema in TABLES.items():
        types = schema.create_empty().schema
        rows = [{column: row.get(column) for column in types} for row in tables.get(name, [])]
        path = Path(folder) / f"{name}.parquet"
        pl.DataFrame(rows, schema=types, orient="row").write_parquet(path)
        files[name] = [path]
    return files


def differences(found, expected, statistics):
    """Where the engine's rows and the oracle's differ, in words."""
    for statistic in statistics:
        rows, wanted = found[statistic.key], expected[statistic.key]
        names = [dimension.column for dimension in statistic.dimensions]
        ours = [tuple(str(row[name]) for name in names) for row in rows]
        theirs = [tuple(str(row[name]) for name in names) for row in wanted]
        if names and ours != theirs:
            yield f"{statistic.key}: rows {ours} for {theirs}"
            continue
        if len(rows) != len(wanted):
            yield f"{statistic.key}: {len(rows)} rows for {len(wanted)}"
            continue
        for row, want in zip(rows, wanted, strict=True):
            for column in statistic.columns:
                if (statistic.key, column) not in oracle.UNCHECKED and not same(row[column], want[column]):
                    yield f"{statistic.key}.{column}: {row[column]!r} for {want[column]!r} in {want}"


def same(value, wanted):
    """Equal; numbers that went through a logarithm or a root to twelve digits."""
    if isinstance(value, float) and isinstance(wanted, int | float):
        return math.isclose(value, wanted, rel_tol=1e-12, abs_tol=1e-12)
    return value == wanted or (value is not None and str(value) == wanted)


def check(drawn, statistics, backend):
    tables, question = drawn
    with tempfile.TemporaryDirectory() as folder:
        found = compute(written(tables, folder), question, statistics, backend)
    wrong = list(differences(found, oracle.compute(tables, question), statistics))
    assert not wrong, f"{question}\n" + "\n".join(wrong[:20])


SHARING = [s for s in all_statistics() if s.measure < "m08"]
QUALITY = [s for s in all_statistics() if s.measure >= "m08"]
FENCES = settings(
    max_examples=int(os.environ.get("MASH_EXAMPLES", "8")),  # as many as bench.oracle asks for
    deadline=None,
    database=None,
    phases=[Phase.generate],  # shrinking a whole dataset takes minutes; the words of a difference say enough
    suppress_health_check=list(HealthCheck),
)


class Drawn:
    """A dataset and a question, without the pages that printing them would fill."""

    def __init__(self, pair):
        self.tables, self.question = pair

    def __repr__(self):
        return f"{sum(map(len, self.tables.values()))} rows, {self.question}"


@pytest.mark.parametrize(
    ("datasets", "statistics", "part"),
    [
        *[pytest.param(sharing_datasets(), SHARING, part, id=f"sharing-{part}") for part in range(2)],
        *[pytest.param(quality_datasets(), QUALITY, part, id=f"quality-{part}") for part in range(2)],
    ],
)
def test_every_statistic_agrees_with_the_oracle(datasets, statistics, part):
    @seed(part)
    @FENCES
    @given(asked(datasets).map(Drawn))
    def agree(drawn):
        backend = DuckDB()
        try:
            check((drawn.tables, drawn.question), statistics, backend)
        finally:
            backend.close()

    agree()
