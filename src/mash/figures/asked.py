"""A question written down and read back: in an address, in a job for the worker, in `results.json`."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import mash
from mash.engine.question import Parameters, Question, QuestionError
from mash.engine.results import instant, parameters
from mash.engine.scope import chosen, scope_of

#: Hexadecimal digits of a key: enough that two questions never share one.
_DIGITS = 32


def written(question: Question) -> dict[str, Any]:
    """A question as JSON can hold it, in the words of `results.json`."""
    return {
        "as_at": instant(question.as_at),
        "window": {"start": question.start.isoformat(), "end": question.end.isoformat()},
        "parameters": parameters(question),
        "scope": chosen(question.scope),
    }


def question_of(told: Mapping[str, Any]) -> Question:
    """The question that `written`, or a `results.json`, tells. Raises QuestionError."""
    try:
        said = told["parameters"]
        opens, closes = said["working_hours"].split("-")
        return Question(
            datetime.fromisoformat(told["as_at"]),
            date.fromisoformat(told["window"]["start"]),
            date.fromisoformat(told["window"]["end"]),
            Parameters(
                target_policy=said["target_policy"],
                repeat_days=said["repeat_days"],
                include_known_open=said["include_known_open"],
                working_hours=(time.fromisoformat(opens), time.fromisoformat(closes)),
                working_days=tuple(int(day) for day in said["working_days"].split(",")),
                resamples=said["resamples"],
                seed=said["seed"],
            ),
            scope_of(told.get("scope", {})),
        )
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, QuestionError):
            raise
        raise QuestionError(f"this is no question that was written down: {error}") from None


def key_of(dataset_sha256: str, question: Question) -> str:
    """The name of an answer: of the dataset, the question and the software that gives it."""
    told = {"dataset": dataset_sha256, "software": mash.__version__} | written(question)
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:_DIGITS]
