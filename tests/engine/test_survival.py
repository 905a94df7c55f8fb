"""Quantiles of waits against the oracle, at the edges of the spans that thin the curve."""

from fractions import Fraction

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.engine.dimensions import AGENCY
from mash.engine.duckdb_ import DuckDB
from mash.engine.survival import points, quantiles
from mash.framework.instants import DAY, HOUR, MINUTE
from tests.oracle import survival as oracle

COLUMNS = {"agency_id": "string", "wait": "int64", "ended": "boolean"}
EDGES = [0, MINUTE, HOUR, DAY, DAY + HOUR, 3 * DAY, 400 * DAY]
#: Several waits in each of these spans; the last bear numbers that earlier ones would have as minutes.
CROWDED = [0, 5 * MINUTE, 30 * MINUTE, 100 * MINUTE, 25 * HOUR, 30 * HOUR]
BY = (AGENCY.totalled,)

waits = st.one_of(
    st.sampled_from([edge + step for edge in EDGES for step in (-1, 0, 1) if edge + step >= 0]),
    st.builds(sum, st.tuples(st.sampled_from(CROWDED), st.integers(0, 9))),
)
ended = st.sampled_from([True, True, True, True, False])
cases = st.lists(st.tuples(st.sampled_from("ab"), waits, ended), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def engine():
    backend = DuckDB()
    yield backend
    backend.close()


def ask(engine, expression, rows):
    engine._connection.execute('DROP TABLE IF EXISTS "waits"')
    engine.put("waits", COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows])
    return engine.run(expression(ibis.table(COLUMNS, name="waits")))


@settings(max_examples=50, deadline=None)
@given(cases)
def test_quantiles_are_those_of_the_whole_curve(engine, rows):
    found = {
        row["agency_id"]: (row["median"], row["p90"])
        for row in ask(engine, lambda t: quantiles(t, BY, 1, median=0.5, p90=0.9), rows)
    }
    for agency in ("a", "b", "*"):
        mine = [(wait, ended) for who, wait, ended in rows if agency in (who, "*")]
        assert found.get(agency, (None, None)) == (oracle.median(mine), oracle.p90(mine))


def test_a_censored_case_before_the_median_moves_it(engine):
    # hand-worked: of 4 at risk the case at 10 s is censored; then 3, 2, 1 at risk: S = 2/3, 1/3, 0
    rows = [("a", 10, False), ("a", 20, True), ("a", 30, True), ("a", 40, True)]
    (found,) = ask(engine, lambda t: quantiles(t, (), 1, median=0.5), rows)
    assert found["median"] == 30
    (without,) = ask(engine, lambda t: quantiles(t, (), 1, median=0.5), [("a", 50, False), *rows[1:]])
    assert without["median"] == 30  # S = 3/4, 2/4
    assert oracle.quantile([(20, True), (30, True), (40, True), (50, False)], Fraction(1, 2)) == 30


def test_who_was_never_seen_to_end_has_a_curve_without_events(engine):
    (found,) = ask(engine, lambda t: points(t, ["agency_id"]), [("a", 5, False)])
    assert found == {"agency_id": "a", "wait": 5, "events": 0, "cases": 1, "at_risk": 1}
