"""The record's figures are the measure's own, on data drawn at the fences and on a simulated hub."""

import math
import tempfile
from dataclasses import replace

import pytest
from hypothesis import given, seed, settings

from mash.engine.compute import compute
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Scope
from mash.measures import all_statistics
from mash.whatif.figures import figures, recorded
from mash.whatif.targets import targets_of
from mash.whatif.trace import read
from tests.measures.test_against_oracle import FENCES, Drawn, written
from tests.strategies import asked, sharing_datasets

TIMELINESS = {
    statistic.name: statistic
    for statistic in all_statistics()
    if statistic.measure == "m04_timeliness"
    and statistic.name in ("by_risk", "by_month", "segments", "responses")
}
DIMENSIONS = {"by_risk": "risk", "by_month": "month", "segments": "segment", "responses": "agency_id"}


def traced(files, question):
    backend = DuckDB()
    try:
        return read(files, question, backend)
    finally:
        backend.close()


def assert_due(trace):
    """Due times, on any clock, are the engine's: of those whose one rating tells them."""
    due = targets_of(trace).due(trace.received, trace.rated, trace.first, trace.final)
    one = (
        trace.timed & (trace.first == trace.final) & (trace.question.parameters.target_policy != "strictest")
    )
    assert due[one] == pytest.approx(trace.due[one], abs=1e-6, nan_ok=True)


def measured(files, question, tables):
    backend = DuckDB()
    try:
        found = compute(files, question, [TIMELINESS[table] for table in tables], backend)
    finally:
        backend.close()
    return {
        (table, row[DIMENSIONS[table]], column): row[column]
        for table in tables
        for row in found[f"m04_timeliness/{table}"]
        if table != "by_month" or row["risk"] == "*"
        for column in ("due", "on_time_rate", "median_hours")
        if column in row
    }


def differences(ours, theirs, tables):
    """Where one has a figure that the other has not, or another."""
    for key in sorted(set(theirs) | {key for key in ours if key[0] in tables and key[2] != "overdue"}):
        value, wanted = ours.get(key), theirs.get(key)
        if not value and not wanted and (key not in ours or key not in theirs):
            continue  # a month, a rating or an agency of which there is nothing
        if value is None or wanted is None:
            if value is not wanted:
                yield key, value, wanted
        elif not math.isclose(value, wanted, rel_tol=1e-9, abs_tol=1e-9):
            yield key, value, wanted


def test_the_records_figures_are_the_measures_own():
    tables = ("by_risk", "by_month", "segments")

    @seed(0)
    @settings(FENCES, max_examples=5)
    @given(asked(sharing_datasets()).map(Drawn))
    def agree(drawn):
        drawn.question = replace(drawn.question, scope=Scope())  # the model lives the whole hub
        with tempfile.TemporaryDirectory() as folder:
            files = written(drawn.tables, folder)
            theirs = measured(files, drawn.question, tables)
            trace = traced(files, drawn.question)
        assert_due(trace)
        assert not list(differences(figures(trace, recorded(trace)), theirs, tables)), drawn.question

    agree()


def test_so_are_they_of_a_simulated_hub(simulated):
    files, question = simulated
    theirs = measured(files, question, DIMENSIONS)
    assert sum(value is not None for value in theirs.values()) > 60
    trace = traced(files, question)
    assert not list(differences(figures(trace, recorded(trace)), theirs, DIMENSIONS))
