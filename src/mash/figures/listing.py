"""The ids of the records behind a count of an answer, kept beside it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mash.dataset.contract import TABLES
from mash.dataset.store import open_dataset
from mash.engine.answer import of_own_part
from mash.engine.behind import NOT_LISTED, behind
from mash.engine.compute import prepare
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.engine.scope import for_measure
from mash.figures import kept
from mash.figures.held import Held
from mash.measures import all_statistics

#: Ids that a list holds; of a longer one a page says how long it is.
MOST = 5000


@dataclass(frozen=True)
class Cell:
    """A count in an answer: of which statistic, in which column, in the row with these codes."""

    statistic: str
    column: str
    codes: Mapping[str, str]

    @property
    def name(self) -> str:
        """What its list is called."""
        told = json.dumps([self.statistic, self.column, sorted(self.codes.items())])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Listed:
    """The list: of which kind of record (`referral_id`), how many things are counted, and the records' ids,
    each once, at most `MOST`; `records` is how many there are.
    """

    kind: str
    count: int
    records: int
    ids: list[str]


def listable(statistic: str, column: str, value: Any) -> bool:
    """Whether there is a list behind a figure of a statistic: a count above 0 of what has records."""
    return type(value) is int and value > 0 and (statistic, column) not in NOT_LISTED


def found(root: Path, key: str, cell: Cell) -> Listed | None:
    """The list, where it was made."""
    file = _place(root, key, cell)
    return Listed(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def make(root: Path, held: Held, question: Question, key: str, cell: Cell) -> None:
    """Make the list behind a count. Raises LookupError where the figure is no count of records."""
    statistic = next(one for one in all_statistics() if one.key == cell.statistic)
    dataset, asked = of_own_part(open_dataset(held.path), question)
    asked = replace(asked, scope=for_measure(asked.scope, statistic.measure))
    backend = DuckDB()
    try:
        for table in TABLES:
            backend.load(table, dataset.files.get(table, ()))
        counted = behind(statistic, prepare(backend, asked), asked, cell.codes, cell.column)
        if counted is None:
            raise LookupError(f"{cell.statistic} {cell.column} counts no records")
        rows = counted.rows.group_by(counted.kind).aggregate(times=counted.rows.count())
        ids = {row[counted.kind]: row["times"] for row in backend.run(rows)}
    finally:
        backend.close()
    listed = Listed(counted.kind, sum(ids.values()), len(ids), sorted(ids)[:MOST])
    file = _place(root, key, cell)
    file.parent.mkdir(exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(vars(listed)), encoding="utf-8")
    new.replace(file)


def _place(root: Path, key: str, cell: Cell) -> Path:
    return kept.place(root, key) / "behind" / f"{cell.name}.json"
