"""Answer a question of a held dataset: compute every statistic, draw findings and charts, keep it whole."""

import json
from collections.abc import Callable
from pathlib import Path

from mash.dataset.aside import aside
from mash.dataset.store import DatasetError, open_dataset
from mash.engine.answer import answer
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question, QuestionError
from mash.engine.results import ResultsError, read_results
from mash.figures import drawing, kept
from mash.figures.asked import key_of
from mash.figures.held import Held
from mash.measures import all_curves, all_statistics

Tell = Callable[[str, int, int], None]


def answered(root: Path, held: Held, question: Question, tell: Tell = lambda step, done, of: None) -> str:
    """The key of the answer, which is computed where it is not there yet. What hinders it is kept in words.

    The answer appears whole or not at all; of two processes at once one is the first, and both are right.
    """
    key = key_of(held.sha256, question)
    if isinstance(kept.found(root, key), kept.Answer):
        return key

    def told(step: str, done: int, of: int) -> None:
        kept.say_working(root, key, done, of)
        tell(step, done, of)

    told("begin", 0, 1)
    try:
        with aside(kept.place(root, key)) as folder:
            results = folder / "results"
            every = [*all_statistics(), *all_curves()]
            answer(open_dataset(held.path), question, every, DuckDB(), results, told)
            for one in results.iterdir():
                one.rename(folder / one.name)
            results.rmdir()
            drawn = drawing.drawn(read_results(folder))
            (folder / kept.DRAWN).write_text(json.dumps(drawn, ensure_ascii=False), encoding="utf-8")
    except (DatasetError, QuestionError, ResultsError) as error:
        kept.say_failed(root, key, str(error))
    except OSError:
        if not isinstance(kept.found(root, key), kept.Answer):  # another process was first
            raise
    kept.settle(root, key)
    kept.clear(root)
    return key
