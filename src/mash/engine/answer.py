"""Answer a question of a dataset on disk: every statistic computed and written as results."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from mash.dataset.store import Dataset
from mash.engine.backend import Backend
from mash.engine.compute import Progress, results
from mash.engine.question import Question
from mash.engine.results import write_results
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

    def figures() -> Iterator[tuple[Statistic, list[Row]]]:
        for key, rows in results(dataset.files, question, statistics, backend, progress):
            yield by_key[key], rows

    try:
        write_results(out, question, dataset.sha256, figures(), names=lambda: names(backend))
    finally:
        backend.close()


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
