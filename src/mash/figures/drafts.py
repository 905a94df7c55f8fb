"""Drafts of releases: what is asked of each, the author's words, and what was found when it was checked.

A draft is a folder. `wanted.json` says what is to be published; `results` and `pack` are made from it by the
worker (releasing.py), with `checks.json` or, where it must not go out, `refused.json`. Pages and worker can
be two accounts: pages write below `drafts` only, and what the worker made the worker clears away.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from mash.engine.question import Question
from mash.figures import kept
from mash.figures.asked import question_of, written
from mash.figures.held import Held
from mash.release.register import Release, releases

AUDIENCES = {
    "board": "The board",
    "agencies": "The board and the partner agencies",
    "public": "Everybody",
}
#: So many hubs are named one by one.
_NAMED = 3
_WANTED, _CHECKS, _REFUSED = "wanted.json", "checks.json", "refused.json"


@dataclass(frozen=True)
class Wanted:
    """What is to be published. `asked`: the question, written down; `hubs`: those that the figures are of.

    `without`, `quarterly`: the coarser cut, where one is taken. `corrects`: the number of a release, and
    `correction`: what changed since it. `commentary`: the author's words by measure.
    """

    title: str
    hub: str
    audience: str
    dataset: str
    sha256: str
    hubs: tuple[str, ...]
    asked: Mapping[str, Any]
    without: tuple[str, ...] = ()
    quarterly: bool = False
    corrects: str = ""
    correction: str = ""
    commentary: Mapping[str, str] = field(default_factory=dict)

    @property
    def question(self) -> Question:
        """The question whose answer is published."""
        return question_of(self.asked)


@dataclass(frozen=True)
class Draft:
    """A draft as it stands. `checks`: what was found, in words, where it may be published; `refused`: what
    hinders it, and a coarser cut with which it would pass, if there is one.
    """

    pk: UUID
    folder: Path
    wanted: Wanted
    checks: Mapping[str, Any] | None = None
    refused: Mapping[str, Any] | None = None

    @property
    def key(self) -> str:
        """Under which is kept how far it is."""
        return key_of(self.pk)

    @property
    def files(self) -> list[str]:
        """The files of its pack, once it may be published."""
        return sorted(one.name for one in (self.folder / "pack").iterdir()) if self.checks else []


def key_of(pk: UUID) -> str:
    """Under which is kept how far a draft is."""
    return f"draft-{pk.hex}"


def register(root: Path) -> Path:
    """Where the register of releases is."""
    return root / "releases"


def home(root: Path) -> Path:
    """Where drafts are, and what is noted of how far they are."""
    return root / "drafts"


def wanted(
    held: Held, question: Question, *, title: str, audience: str, corrects: str, correction: str
) -> Wanted:
    """A release to be of a held dataset's answer to a question, of all its hubs or of one."""
    names, of = held.codes["hub_id"], question.scope.hub_id
    every = " and ".join(names.values()) if len(names) <= _NAMED else f"{len(names)} hubs"
    return Wanted(
        title,
        names[of] if of else every,
        audience,
        held.name,
        held.sha256,
        (of,) if of else tuple(names),
        written(question),
        corrects=corrects,
        correction=correction,
    )


def begin(root: Path, what: Wanted) -> Draft:
    """A new draft."""
    pk = uuid4()
    folder = _place(root, pk)
    folder.mkdir(parents=True)
    _write(folder / _WANTED, asdict(what))
    return Draft(pk, folder, what)


def draft(root: Path, pk: UUID) -> Draft | None:
    """The draft of this id; None where there is none."""
    folder = _place(root, pk)
    try:
        said = json.loads((folder / _WANTED).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    lists = {name: tuple(said[name]) for name in ("hubs", "without")}
    return Draft(pk, folder, Wanted(**said | lists), _told(folder / _CHECKS), _told(folder / _REFUSED))


def drafts(root: Path) -> list[Draft]:
    """Every draft, the newest first."""
    ours = [one for place in _places(root) if (one := draft(root, UUID(place.name)))]
    return sorted(ours, key=lambda one: (one.folder / _WANTED).stat().st_mtime, reverse=True)


def change(root: Path, one: Draft, **said: Any) -> Draft:
    """The draft with something said otherwise; what was made of it before no longer counts."""
    what = replace(one.wanted, **said)
    for name in (_CHECKS, _REFUSED):
        (one.folder / name).unlink(missing_ok=True)
    _write(one.folder / _WANTED, asdict(what))
    kept.forget(home(root), one.key)
    return replace(one, wanted=what, checks=None, refused=None)


def drop(root: Path, one: Draft) -> None:
    """A draft goes: it was published, or nobody wants it."""
    (one.folder / _WANTED).unlink(missing_ok=True)  # from here on it is none
    shutil.rmtree(one.folder, ignore_errors=True)
    kept.forget(home(root), one.key)


def clear(root: Path) -> None:
    """Clear away what is left of drafts that went."""
    for place in _places(root):
        if not (place / _WANTED).exists():
            shutil.rmtree(place, ignore_errors=True)


def checked(one: Draft, checks: Mapping[str, Any]) -> None:
    """Note that it may be published, and what was found."""
    _write(one.folder / _CHECKS, checks)


def refuse(one: Draft, why: Mapping[str, Any]) -> None:
    """Note that it must not be published, why, and what would help."""
    _write(one.folder / _REFUSED, why)


def out_already(root: Path, what: Wanted) -> list[Release]:
    """The releases of the same hubs' records that are out, the oldest first: all are attacked together."""
    return [one for one in _of_dataset(root, what) if set(one.told["hubs"]) == set(what.hubs)]


def of_other_hubs(root: Path, what: Wanted) -> list[str]:
    """The numbers of releases that are partly of the same hubs.

    Of two hubs together and of one of them, the other is the difference, and the attack knows only of time.
    """
    ours = set(what.hubs)
    theirs = {one.number: set(one.told["hubs"]) for one in _of_dataset(root, what)}
    return [number for number, hubs in theirs.items() if hubs & ours and hubs != ours]


def _of_dataset(root: Path, what: Wanted) -> list[Release]:
    return [one for one in releases(register(root)) if one.told["dataset"] == what.dataset]


def _place(root: Path, pk: UUID) -> Path:
    return home(root) / str(pk)


def _places(root: Path) -> list[Path]:
    return list(home(root).glob("*-*-*-*-*")) if home(root).is_dir() else []


def _told(file: Path) -> Mapping[str, Any] | None:
    try:
        told: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return told


def _write(file: Path, told: Mapping[str, Any]) -> None:
    new = file.with_suffix(".new")
    new.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    new.replace(file)
