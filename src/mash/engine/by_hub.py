"""One question answered for each hub of a dataset and for all of them together: results beside each other.

A hub's answer is that of its own part of the dataset, so it is to the byte what the hub computes for itself.
No measure knows of hubs.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import mash
from mash.dataset.aside import aside
from mash.dataset.by_hub import hub_names
from mash.dataset.store import Dataset
from mash.engine.answer import answer
from mash.engine.backend import Backend
from mash.engine.compute import Progress
from mash.engine.question import Question, QuestionError
from mash.engine.results import Results, ResultsError, read_results
from mash.engine.statistic import Statistic

HUBS_JSON = "hubs.json"
WHOLE = "whole"


@dataclass(frozen=True)
class ByHub:
    """Results of all hubs together and, by hub, of each; `names`: what people call the hubs."""

    whole: Results
    hubs: Mapping[str, Results]
    names: Mapping[str, str]


def answer_by_hub(
    dataset: Dataset,
    question: Question,
    statistics: Sequence[Statistic],
    engine: Callable[[], Backend],
    out: Path,
    progress: Progress | None = None,
) -> list[str]:
    """Write the new folder `out`: `whole/`, `hubs/<hub>/` for each hub, and `hubs.json`; the hubs.

    `engine` gives a fresh backend for each. Raises QuestionError where the dataset is not laid out by hub,
    ResultsError where `out` is there already.
    """
    if not dataset.hubs:
        raise QuestionError(
            f"{dataset.path} is not laid out by hub, so it cannot be asked hub by hub; combine the datasets "
            "of the hubs with mash combine, or narrow the question with --hub"
        )
    if question.scope.hub_id:
        raise QuestionError("ask of one hub (--hub) or of each (--by-hub), not both")
    if out.exists():
        raise ResultsError(f"{out} is there already; give --out a new folder, or remove it first")
    asked = {_place(hub): part for hub, part in dataset.hubs.items()} | {WHOLE: dataset}
    with aside(out) as folder:
        for number, (place, part) in enumerate(asked.items()):
            tell = _within(progress, place.rpartition("/")[2], number, len(asked))
            answer(part, question, statistics, engine(), folder / place, tell)
        names = hub_names(dataset.files)
        about = {
            "software": {"name": "mash", "version": mash.__version__},
            "dataset_sha256": dataset.sha256,
            "whole": WHOLE,
            "hubs": {
                hub: {"name": names.get(hub, hub), "results": place}
                for hub, place in zip(dataset.hubs, asked, strict=False)
            },
        }
        text = json.dumps(about, indent=2, ensure_ascii=False) + "\n"
        (folder / HUBS_JSON).write_text(text, encoding="utf-8")
    return list(dataset.hubs)


def read_by_hub(folder: Path) -> ByHub:
    """Open what `answer_by_hub` wrote, checking every file of it. Raises ResultsError."""
    try:
        about: dict[str, Any] = json.loads((folder / HUBS_JSON).read_text(encoding="utf-8"))
        hubs = {hub: folder / entry["results"] for hub, entry in about["hubs"].items()}
        names = {hub: str(entry["name"]) for hub, entry in about["hubs"].items()}
        whole = folder / about["whole"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultsError(
            f"{folder} is not a folder of results by hub ({error}); it is what mash measures … --by-hub makes"
        ) from error
    return ByHub(read_results(whole), {hub: read_results(place) for hub, place in hubs.items()}, names)


def _place(hub: str) -> str:
    """Where a hub's results lie; whatever its code, it is the name of a folder there."""
    return f"hubs/{quote(hub, safe='').replace('.', '%2E')}"


def _within(progress: Progress | None, hub: str, number: int, of_all: int) -> Progress | None:
    """Progress of one answer among so many."""
    if progress is None:
        return None
    return lambda step, done, of: progress(f"{hub}: {step}", number * of + done, of_all * of)
