"""Answer a what-if question of a held dataset, and keep the answer beside those of the measures."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mash.dataset.aside import aside
from mash.dataset.store import DatasetError, open_dataset
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question, QuestionError
from mash.figures import kept
from mash.figures.asked import key_of, question_of, written
from mash.figures.held import Held
from mash.whatif import WhatIfError, ask
from mash.whatif.changes import DESK_NAMES, changes_of
from mash.whatif.said import Shown, checked, compared

Tell = Callable[[str, int, int], None]
#: How many lives are lived, with and without the change, where nobody says it.
USUAL = 40


@dataclass(frozen=True)
class Supposed:
    """A what-if question: of which window, what is changed (options of `mash whatif` → their words), and how
    many lives are lived. It has no scope: the model is of a whole dataset.
    """

    question: Question
    options: Mapping[str, Sequence[str]]
    replications: int = USUAL

    def written(self) -> dict[str, Any]:
        """As JSON can hold it."""
        own = {"options": {name: list(words) for name, words in self.options.items() if words}}
        return written(self.question) | {"suppose": own | {"replications": self.replications}}

    def key(self, dataset_sha256: str) -> str:
        """The name of its answer."""
        told = [key_of(dataset_sha256, self.question), self.written()["suppose"]]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def supposed_of(told: Mapping[str, Any]) -> Supposed:
    """The what-if question that `Supposed.written` tells. Raises QuestionError."""
    return Supposed(question_of(told), told["suppose"]["options"], told["suppose"]["replications"])


def supposed(root: Path, held: Held, what: Supposed, tell: Tell = lambda step, done, of: None) -> str:
    """The key of the answer, which is computed where it is not there yet. What hinders is kept in words."""
    key = what.key(held.sha256)
    if isinstance(kept.found(root, key), kept.Answer):
        return key

    def told(step: str, done: int, of: int) -> None:
        kept.say_working(root, key, done, of)
        tell(step, done, of)

    told("begin", 0, 1)
    try:
        files, changes = open_dataset(held.path).files, changes_of(what.options)
        found = ask(files, what.question, changes, DuckDB(), what.replications, progress=told)
        drawn = {
            "answer": asdict(found),
            "desks": [(_named(held, "responses", desk), how) for desk, how in found.desks.items()],
            "compared": _tables(held, compared(found)),
            "checked": _tables(held, checked(found)),
        }
        with aside(kept.place(root, key)) as folder:
            (folder / kept.DRAWN).write_text(json.dumps(drawn, ensure_ascii=False), encoding="utf-8")
    except (DatasetError, QuestionError, WhatIfError) as error:
        kept.say_failed(root, key, str(error))
    except OSError:
        if not isinstance(kept.found(root, key), kept.Answer):  # another process was first
            raise
    kept.settle(root, key)
    kept.clear(root)
    return key


def _tables(held: Held, of: Iterable[Shown]) -> list[dict[str, Any]]:
    """Tables with the names of what their rows are of."""
    return [
        {
            "title": one.title,
            "headings": [heading.capitalize() for heading in one.headings],
            "rows": [(_named(held, one.table, row), cells) for row, cells in one.rows],
        }
        for one in of
    ]


def _named(held: Held, table: str, row: str) -> str:
    """What a row is of, in words."""
    if row == "*":
        return "All"
    names = held.codes["agency_id"] | DESK_NAMES if table == "responses" else held.codes.get("risk", {})
    return names.get(row) or row.replace("_", " ").capitalize()
