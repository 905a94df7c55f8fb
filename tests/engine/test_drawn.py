"""Curves to be drawn against the oracle: what stands at a time is the whole curve's figure at that time."""

from datetime import UTC, date, datetime
from itertools import pairwise

import ibis
import pytest
from hypothesis import example, given, settings

from mash.engine.compute import rows_of
from mash.engine.dimensions import AGENCY
from mash.engine.drawn import MOST_POINTS, curve
from mash.engine.question import Question
from mash.framework.instants import DAY, HOUR
from tests.engine.test_survival import COLUMNS, cases, engine
from tests.oracle import survival as oracle

__all__ = ["engine"]  # a fixture

QUESTION = Question(datetime(2026, 1, 1, tzinfo=UTC), date(2025, 1, 1), date(2026, 1, 1))
UNTIL = 30 * DAY


@curve(AGENCY.totalled, unit="days")
def waited(t, question):
    """The whole curve."""
    return ibis.table(COLUMNS, name="waits")


@curve(unit="hours", until=lambda question: UNTIL)
def cut(t, question):
    """The curve of all until 30 days."""
    return ibis.table(COLUMNS, name="waits")


def ask(engine, of, rows):
    engine._connection.execute('DROP TABLE IF EXISTS "waits"')
    engine.put("waits", COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows])
    return rows_of(of, None, QUESTION, engine, None)


def at_risk(mine, micros):
    return sum(wait >= micros for wait, _ in mine)


@settings(max_examples=25, deadline=None)
@given(cases)
@example([("a", 0, True)])
@example([("a", 0, False), ("b", DAY, True)])
def test_every_row_is_the_whole_curve_at_its_time(engine, rows):
    found = ask(engine, waited, rows)
    assert {row["agency_id"] for row in found} == {"*", *(who for who, _, _ in rows)}
    for agency in {row["agency_id"] for row in found}:
        mine = [(wait, ended) for who, wait, ended in rows if agency in (who, "*")]
        first, *others = [row for row in found if row["agency_id"] == agency]
        assert (first["time"], first["at_risk"], first["probability"], first["lower"]) == (
            0,
            len(mine),
            0,
            None,
        )
        before = -1
        for row in others:
            micros = round(row["time"] * DAY)
            probability, lower, upper = oracle.probability_by(mine, micros)
            assert row["probability"] == pytest.approx(probability, abs=1e-12)
            assert row["lower"] == pytest.approx(lower, abs=1e-12)
            assert row["upper"] == pytest.approx(upper, abs=1e-12)
            assert at_risk(mine, micros) <= row["at_risk"] <= at_risk(mine, before + 1)
            before = micros
        longest = max(wait for wait, _ in mine)
        assert round([first, *others][-1]["time"] * DAY) == longest


def test_a_curve_that_is_cut_ends_there_with_those_still_waiting(engine):
    # hand-worked: of 3 one ends at 10 days, one at 40 (later than 30), one is watched for 20 only
    rows = [("a", 10 * DAY, True), ("a", 40 * DAY, True), ("a", 20 * DAY, False)]
    found = [(row["time"], row["at_risk"], round(row["probability"], 4)) for row in ask(engine, cut, rows)]
    assert found == [(0.0, 3, 0.0), (240.0, 3, 0.3333), (720.0, 1, 0.3333)]


def test_a_long_curve_is_thinned_and_keeps_its_form(engine):
    rows = [("a", number * HOUR + number % 7, number % 3 > 0) for number in range(2000)]
    found = [row for row in ask(engine, waited, rows) if row["agency_id"] == "*"]
    assert 60 < len(found) <= MOST_POINTS + 1
    whole = oracle.steps([(wait, ended) for _, wait, ended in rows])
    steps = [later["probability"] - row["probability"] for row, later in pairwise(found)]
    assert max(steps) < 0.03
    assert found[-1]["probability"] == pytest.approx(float(1 - whole[-1][3]))


def test_no_case_no_curve(engine):
    assert ask(engine, waited, []) == []
