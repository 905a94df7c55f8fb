"""What the benchmark compares is the same: both contestants in pandas give our figures."""

from datetime import date, datetime

import pandas as pd
import pytest

from bench import in_pandas
from bench.data import AS_AT, generate
from bench.measures import END, START
from mash.engine.compute import compute
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.measures import all_statistics

REFERRALS = 3_000


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return generate(REFERRALS, tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def ours(files):
    question = Question(datetime.fromisoformat(AS_AT), date.fromisoformat(START), date.fromisoformat(END))
    statistics = [one for one in all_statistics() if one.key in in_pandas.STATISTICS]
    return compute(files, question, statistics, DuckDB())


@pytest.fixture(scope="module", params=in_pandas.CONTESTANTS)
def theirs(files, request):
    return in_pandas.run(request.param, files, AS_AT, START, END)["rows"]


@pytest.mark.parametrize("key", in_pandas.STATISTICS)
def test_a_contestant_in_pandas_gives_our_figures(key, ours, theirs):
    frame = theirs[key]
    by = list(frame.index.names)
    found = {tuple(map(str, index if len(by) > 1 else [index])): row for index, row in frame.iterrows()}
    mine = {tuple(str(row[column]) for column in by): row for row in ours[key]}
    assert found.keys() <= mine.keys()
    for cell, row in mine.items():
        for column in row.keys() - set(by):
            if cell not in found:  # pandas leaves out a cell without a record, we say that there is none
                assert not row[column]
                continue
            value = found[cell][column]
            expected = None if pd.isna(value) else pytest.approx(value, rel=1e-9, abs=1e-12)
            assert row[column] == expected or (row[column] == 0 and expected is None), (cell, column)


def test_every_statistic_of_m00_to_m07_is_compared():
    assert set(in_pandas.STATISTICS) == {one.key for one in all_statistics() if one.measure < "m08"}
