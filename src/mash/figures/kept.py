"""Answers in the store: results with their findings and charts drawn, each under its key; what is being
computed, and what could not be.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mash.engine.results import Results, read_results

DRAWN = "drawn.json"
#: Answers that stay; the ones asked for longest ago go.
MOST = 500


@dataclass(frozen=True)
class Failed:
    """A question that could not be answered, and why, in words."""

    words: str


@dataclass(frozen=True)
class Working:
    """A question that is being answered: how many steps are done, of how many."""

    done: int
    of: int


@dataclass(frozen=True)
class Answer:
    """An answer: results as `mash measures` writes them, and what was drawn from them."""

    key: str
    folder: Path

    @property
    def results(self) -> Results:
        """The results, their files checked against their hashes."""
        return read_results(self.folder)

    def drawn(self) -> dict[str, Any]:
        """Findings, charts and headlines, as `drawing` made them."""
        told: dict[str, Any] = json.loads((self.folder / DRAWN).read_text(encoding="utf-8"))
        return told


def place(root: Path, key: str) -> Path:
    """Where an answer stands."""
    return root / "answers" / key


def found(root: Path, key: str) -> Answer | Failed | Working | None:
    """What there is under a key; None where nobody has asked yet."""
    folder = place(root, key)
    if (folder / DRAWN).is_file():
        return Answer(key, folder)
    failed = folder.with_suffix(".failed")
    if failed.is_file():
        return Failed(failed.read_text(encoding="utf-8"))
    working = folder.with_suffix(".working")
    try:
        return Working(**json.loads(working.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return None


def say_working(root: Path, key: str, done: int, of: int) -> None:
    """Note how far an answer is."""
    file = place(root, key).with_suffix(".working")
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(json.dumps({"done": done, "of": of}), encoding="utf-8")
    new.replace(file)


def say_failed(root: Path, key: str, words: str) -> None:
    """Note why a question cannot be answered."""
    place(root, key).with_suffix(".failed").write_text(words, encoding="utf-8")
    settle(root, key)


def settle(root: Path, key: str) -> None:
    """An answer is no longer being worked on."""
    place(root, key).with_suffix(".working").unlink(missing_ok=True)


def forget(root: Path, key: str) -> None:
    """What was noted under a key no longer counts: it is asked anew."""
    place(root, key).with_suffix(".failed").unlink(missing_ok=True)
    settle(root, key)


def clear(root: Path) -> None:
    """Let the answers go that were asked for longest ago, and the notes of failures with them."""
    folder = root / "answers"
    whole = sorted((one for one in folder.iterdir() if (one / DRAWN).is_file()), key=_asked_at)
    for one in whole[:-MOST]:
        shutil.rmtree(one, ignore_errors=True)
    for note in sorted(folder.glob("*.failed"), key=_asked_at)[:-MOST]:
        note.unlink(missing_ok=True)


def _asked_at(path: Path) -> float:
    return path.stat().st_mtime
