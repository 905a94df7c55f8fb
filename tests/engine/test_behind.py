"""The records behind a count: for every statistic, as many as the count says, whatever is asked."""

from dataclasses import replace
from datetime import date

import pytest

from mash.dataset.contract import TABLES
from mash.dataset.store import open_dataset
from mash.demo.simulate import simulate
from mash.engine.behind import NOT_LISTED, behind
from mash.engine.compute import prepare, rows_of
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Parameters, Question, Scope
from mash.engine.scope import for_measure
from mash.engine.shown import codes_shown
from mash.framework.london import end_of_day
from mash.measures import all_statistics

WHOLE = Question(end_of_day(date(2026, 2, 15)), date(2025, 1, 1), date(2026, 4, 1))
QUESTIONS = {
    "all": WHOLE,
    "of an agency": replace(WHOLE, scope=Scope(agency_id="police")),
    "of a cohort, rolled up": replace(WHOLE, scope=Scope(cohort_id="neglect", rolled_up=True)),
    "open ones too": replace(
        WHOLE, scope=Scope(age_group="child"), parameters=Parameters(include_known_open=True, repeat_days=90)
    ),
}


@pytest.fixture(scope="module")
def backend(tmp_path_factory):
    out = tmp_path_factory.mktemp("hub") / "hub"
    simulate(400, 3, out)
    dataset, backend = open_dataset(out / "dataset"), DuckDB()
    for table in TABLES:
        backend.load(table, dataset.files[table])
    yield backend
    backend.close()


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_list_is_as_long_as_the_count(backend, name):
    wrong, unlisted, looked = [], set(), 0
    for scope in {for_measure(QUESTIONS[name].scope, s.measure) for s in all_statistics()}:
        question = replace(QUESTIONS[name], scope=scope)
        t = prepare(backend, question)
        shown = codes_shown(backend, t, question)
        for statistic in all_statistics():
            if for_measure(QUESTIONS[name].scope, statistic.measure) != scope:
                continue
            rows = rows_of(statistic, t, question, backend, shown)
            dimensions = {dimension.column for dimension in statistic.dimensions}
            for column in set(statistic.columns) - dimensions:
                counts = [row for row in rows if type(row[column]) is int and row[column] > 0]
                # the largest, a small one, and the total where there is one
                picked = sorted(counts, key=lambda row, c=column: -row[c])[:1] + counts[-1:]
                for row in picked if name == "all" else picked[:1]:
                    found = behind(statistic, t, question, row, column)
                    if found is None:
                        unlisted.add((statistic.key, column))
                        continue
                    looked += 1
                    ids = found.rows[found.kind].count()  # of which none is missing
                    count = backend.run(found.rows.aggregate(n=ids))[0]["n"]
                    if count != row[column]:
                        wrong.append((statistic.key, column, row, count, found.kind))
        backend.forget()
    assert wrong == []
    assert unlisted <= set(NOT_LISTED)
    assert looked > 60


def test_what_is_no_count_has_no_records(backend):
    t = prepare(backend, WHOLE)
    of = next(one for one in all_statistics() if one.key == "m01_referrals_by_agency/by_agency")
    assert behind(of, t, WHOLE, {"agency_id": "*"}, "share_of_all") is None
    assert behind(of, t, WHOLE, {"agency_id": "*"}, "referrals").kind == "referral_id"
    backend.forget()
