"""Answer a question of a dataset on disk: every statistic computed and written as results."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mash.dataset.store import Dataset
from mash.engine.backend import Backend
from mash.engine.compute import Progress, results
from mash.engine.question import Question
from mash.engine.results import write_results
from mash.engine.scope import check_codes
from mash.engine.statistic import Row, Statistic
from mash.engine.tables import raw_tables

#: Reference tables whose codes have a name for people: table → code column.
NAMED = {"agencies": "agency_id", "cohorts": "cohort_id", "risks": "risk", "outcomes": "outcome_id"}


def answer(
    dataset: Dataset,
    question: Question,
    statistics: Sequence[Statistic],
    backend: Backend,
    out: Path,
    progress: Progress | None = None,
) -> None:
    """Compute `statistics` on `backend` and write them to the new folder `out`; the backend is closed.

    Raises ResultsError where `out` is there already.
    """
    by_key = {statistic.key: statistic for statistic in statistics}

    def figures(dataset: Dataset, question: Question) -> Iterator[tuple[Statistic, list[Row]]]:
        for key, rows in results(dataset.files, question, statistics, backend, progress):
            yield by_key[key], rows

    try:
        part, asked = of_own_part(dataset, question)
        write_results(out, asked, part.sha256, figures(part, asked), names=lambda: names(backend))
    finally:
        backend.close()


def of_own_part(dataset: Dataset, question: Question) -> tuple[Dataset, Question]:
    """What is asked of one hub, where a dataset is laid out by hub, is asked of this hub's part: all of it is
    then of this hub, registers, codes and the reach of its history too. Any other question stays as it is.

    Raises QuestionError where the dataset has no such hub.
    """
    hub = question.scope.hub_id
    if hub is None or not dataset.hubs:
        return dataset, question
    check_codes(question.scope, {"hub_id": dataset.hubs})
    return dataset.hubs[hub], replace(question, scope=replace(question.scope, hub_id=None))


def names(backend: Backend) -> dict[str, dict[str, str]]:
    """Display names by reference table and code; risks from the lowest rank to the highest.

    `severities`: the severity of each outcome, which says how figures by outcome and by severity hang
    together (release/disclosure).
    """
    raw = raw_tables()
    found: dict[str, dict[str, str]] = {}
    for table, code in NAMED.items():
        order = "rank" if table == "risks" else code
        rows = sorted(backend.run(raw[table].select(*{code, "name", order})), key=lambda row: row[order])
        found[table] = {row[code]: row["name"] for row in rows}
    outcomes = backend.run(raw.outcomes.select("outcome_id", "severity"))
    outcomes.sort(key=lambda row: row["outcome_id"])
    found["severities"] = {row["outcome_id"]: str(row["severity"]) for row in outcomes}
    return found
