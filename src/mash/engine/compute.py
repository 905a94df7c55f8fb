"""compute(): the one door through which figures are made, from a dataset and a question."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import ibis
import ibis.expr.types as ir

from mash.dataset.contract import TABLES
from mash.engine import asked, disposed, facts, repeats
from mash.engine.backend import Backend
from mash.engine.dimensions import Shown
from mash.engine.known import known_tables
from mash.engine.lay_out import in_order, lay_out
from mash.engine.question import Question
from mash.engine.scope import SUCCESSOR_COLUMNS, SUCCESSORS, become, check_codes, chosen, for_measure
from mash.engine.shown import codes_shown
from mash.engine.statistic import Row, Statistic
from mash.engine.tables import Tables, raw_tables
from mash.framework.risks import risk_periods

#: Tables made once for a question, after `cases`, in this order: name → how.
KEPT = (
    ("asked", asked.asked),
    ("sharing", asked.sharing),
    ("disposed", disposed.disposed),
    ("considered", repeats.considered),
    ("returns", repeats.returns),
)

Progress = Callable[[str, int, int], None]


def compute(
    files: Mapping[str, Sequence[Path]],
    question: Question,
    statistics: Sequence[Statistic],
    backend: Backend,
    progress: Progress | None = None,
) -> dict[str, list[Row]]:
    """Every statistic's rows by its key, in the contract's columns and order.

    `files`: the dataset's Parquet files by table. `progress` is told the step's name, its number and
    how many there are. A pure function of the dataset and the question: same inputs, same rows on
    every engine.
    """
    return dict(results(files, question, statistics, backend, progress))


def results(
    files: Mapping[str, Sequence[Path]],
    question: Question,
    statistics: Sequence[Statistic],
    backend: Backend,
    progress: Progress | None = None,
) -> Iterator[tuple[str, list[Row]]]:
    """The same, one statistic at a time. Raises QuestionError where the scope names what the dataset has not.

    A measure is asked within the scope as far as it knows its filters (engine/scope.py).
    """
    say = progress or (lambda step, done, of: None)
    say("cases", 0, len(statistics) + 1)
    for table in TABLES:
        backend.load(table, files.get(table, ()))
    within = {s.measure: for_measure(question.scope, s.measure) for s in statistics}
    done = 0
    found: dict[str, list[Row]] = {}
    for scope in dict.fromkeys(within.values()):
        asked_of = replace(question, scope=scope)
        t = prepare(backend, asked_of)
        shown = codes_shown(backend, t, asked_of)
        for statistic in statistics:
            if within[statistic.measure] == scope:
                done += 1
                say(statistic.key, done, len(statistics) + 1)
                found[statistic.key] = rows_of(statistic, t, asked_of, backend, shown)
        backend.forget()
    yield from ((statistic.key, found[statistic.key]) for statistic in statistics)


def prepare(backend: Backend, question: Question) -> Tables:
    """Wind the loaded tables back to as-at and make `cases`; the tables that measures read."""
    raw = raw_tables()
    _scope(backend, question)
    expressions = known_tables(question)
    for name, expression in expressions.items():
        backend.define(name, expression, keep=False)
    known = {name: ibis.table(expression.schema(), name=name) for name, expression in expressions.items()}
    periods = risk_periods(backend.run(raw.risks))
    closed = frozenset(row["date"] for row in backend.run(raw.closed_days))
    working = facts.working_time(periods, question, closed)
    backend.put(facts.RISK_PERIODS, facts.RISK_PERIOD_COLUMNS, facts.periods_in_time(periods))
    backend.put(facts.WORKING_TIME, facts.WORKING_TIME_COLUMNS, working)
    cases = facts.cases(Tables(known), question, working=bool(working))
    backend.define("cases", cases, keep=True)
    known["cases"] = facts.with_state(ibis.table(cases.schema(), name="cases"), question)
    for name, made in KEPT:
        expression = made(Tables(known), question)
        backend.define(name, expression, keep=True)
        known[name] = ibis.table(expression.schema(), name=name)
    return Tables(known)


def _scope(backend: Backend, question: Question) -> None:
    """Check that the dataset has what the scope names, and lay out what agencies have become."""
    raw, scope = raw_tables(), question.scope
    agencies = backend.run(raw.agencies.select("agency_id", "successor_id"))
    today = become(agencies)
    if scope.rolled_up:
        rows = [{"agency_id": agency, "today": now} for agency, now in sorted(today.items())]
        backend.put(SUCCESSORS, SUCCESSOR_COLUMNS, rows)
    codes: dict[str, Iterable[str]] = {"agency_id": today.values() if scope.rolled_up else today}
    named = {"hub_id": raw.hubs, "cohort_id": raw.cohorts, "locality": raw.referrals}
    for column in sorted(set(named) & set(chosen(scope))):
        found = backend.run(named[column].select(column).distinct())
        codes[column] = [row[column] for row in found if row[column] is not None]
    check_codes(scope, codes)


def rows_of(statistic: Statistic, t: Tables, question: Question, backend: Backend, shown: Shown) -> list[Row]:
    """One statistic's rows: its cells run, laid out, finished and put in order."""
    cells = statistic.cells(t, question)
    parts = [cells] if isinstance(cells, ir.Table) else list(cells)
    columns = list(dict.fromkeys(column for part in parts for column in part.columns))
    rows = lay_out(statistic, columns, [row for part in parts for row in backend.run(part)], shown)
    for step in statistic.finish:
        rows = step(rows, question, shown)
    return in_order(statistic, rows)
