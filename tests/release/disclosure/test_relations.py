"""Every relation that the attack relies on holds on raw results, so that a wrong one cannot stand."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from mash.engine.question import Scope
from mash.measures import all_statistics
from mash.release.disclosure.columns import BRIEF, COLUMNS, DIMENSIONS, count_columns
from mash.release.disclosure.grammar import laid_over, parse
from mash.release.disclosure.relations import BY_GRADES, all_lines, within
from mash.release.disclosure.release import Release, read
from tests import oracle
from tests.release.disclosure import made
from tests.strategies import asked, datasets


def broken(release, *, usual):
    """The relations of a raw release that do not hold."""
    for relation in within(release):
        # of grades even what is usual is not true, only taken to be (relations.py)
        if relation.text != BY_GRADES and (usual or relation.certain):
            cells = [(int(release.rows[c.statistic][c.row][c.column]), sign) for c, sign in relation.cells]
            difference = sum(value * sign for value, sign in cells)
            if difference != 0 if relation.equal else difference > 0:
                yield f"{relation.text}: {difference} for {relation.cells}"


def test_every_column_of_every_statistic_is_declared():
    for statistic in all_statistics():
        brief = BRIEF[statistic.key]
        assert set(COLUMNS[brief]) | set(DIMENSIONS[brief]) == set(statistic.columns), brief
        assert not set(COLUMNS[brief]) & set(DIMENSIONS[brief]), brief


def test_every_relation_names_statistics_columns_and_as_many_codes_as_there_are_dimensions():
    for text in all_lines():
        line = parse(text)
        assert line.left, text
        assert line.right, text
        for term in (*line.left, *line.right):
            assert set(term.columns) <= set(count_columns(term.statistic)), text
            assert len(term.row) == len(DIMENSIONS[term.statistic]), text


@pytest.fixture(scope="module")
def hubs():
    return [made.hub(referrals, seed) for referrals, seed in ((300, 1), (900, 2))]


@pytest.mark.parametrize(("start", "end"), [("2025-10-01", "2026-01-01"), ("2026-01-01", "2026-04-01")])
def test_every_relation_holds_on_a_simulated_hub_even_those_that_only_usually_do(hubs, tmp_path, start, end):
    for number, tables in enumerate(hubs):
        release = read(made.results(tables, made.question(start, end), tmp_path / str(number)))
        assert list(broken(release, usual=True)) == []


def test_every_relation_is_laid_over_some_rows(hubs, tmp_path):
    release = read(made.results(hubs[0], made.question("2025-01-01", "2026-01-01"), tmp_path / "results"))
    unused = [line for line in all_lines() if not list(laid_over(line, release))]
    assert unused == []


@seed(1)
@settings(
    max_examples=60,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(asked(datasets(referrals=14, entries=6)))
def test_every_certain_relation_holds_on_data_drawn_at_the_fences(drawn):
    tables, question = drawn
    # a release is of everything: a scope that a measure does not know would make the measures tell of others
    question = replace(question, scope=Scope())
    found = oracle.compute(tables, question)
    rows = {}
    for key, given_rows in found.items():
        names = DIMENSIONS[BRIEF[key]]
        rows[BRIEF[key]] = {
            tuple(str(row[name]) for name in names): {c: "" if v is None else str(v) for c, v in row.items()}
            for row in given_rows
        }
    release = Release(made.about(question) | {"names": made.names(tables)}, rows)
    assert list(broken(release, usual=False)) == []
