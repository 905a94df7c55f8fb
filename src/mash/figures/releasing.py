"""From a draft to a release: answer its question, protect the figures, attack them, write the pack, read back
every file; and, when it is published, put it into the register under its number.
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from mash.dataset.store import DatasetError
from mash.engine.question import QuestionError
from mash.engine.results import Results, ResultsError, read_results
from mash.figures import kept
from mash.figures.answering import answered
from mash.figures.drafts import (
    Draft,
    Wanted,
    change,
    checked,
    drop,
    home,
    of_other_hubs,
    out_already,
    refuse,
    register,
)
from mash.figures.held import of_sha256
from mash.framework.london import now
from mash.release.disclosure import ReleaseRefused, made_with, protect
from mash.release.disclosure.counted import counted
from mash.release.pack.made_of import Pack, PackError
from mash.release.pack.write import write_pack
from mash.release.register import RESULTS, Release, publish
from mash.release.report import AssetsMissing
from mash.release.scan import scan

Tell = Callable[[str, int, int], None]
#: Steps after the answer: protect and attack, write the pack, read it back.
_AFTER = 3


class NotFit(Exception):
    """A draft cannot go out; the message says why."""


def prepared(root: Path, one: Draft, tell: Tell = lambda step, done, of: None) -> None:
    """Make results and pack of a draft, and note what was found. What hinders it is kept in words."""
    of = [1]

    def told(step: str, done: int, steps: int) -> None:
        of[0] = steps + _AFTER
        kept.say_working(home(root), one.key, done, of[0])
        tell(step, done, of[0])

    told("begin", 0, 1)
    try:
        raw = _raw(root, one.wanted, told)
        told("protect", of[0] - _AFTER, of[0] - _AFTER)
        found = _protected(root, one, raw)
        kept.say_working(home(root), one.key, of[0] - 2, of[0])
        files = _packed(root, one.wanted, found, one.folder / "pack")
        counts = counted(raw, found)
        if counts["wrong"]:
            raise NotFit("\n".join(["The figures contradict each other:", *counts["wrong"]]))
        checks = counts | {
            "releases": [release.number for release in out_already(root, one.wanted)],
            "files": [file.name for file in files],
        }
    except ReleaseRefused as error:
        refuse(
            one,
            {
                "words": str(error),
                "remedied": error.remedied,
                "without": list(error.without),
                "quarterly": error.quarterly,
            },
        )
    except (NotFit, DatasetError, QuestionError, ResultsError, PackError, AssetsMissing) as error:
        refuse(one, {"words": str(error), "remedied": False})
    else:
        checked(one, checks)
    kept.settle(home(root), one.key)


def published(root: Path, one: Draft) -> Release:
    """Put a draft that was checked into the register; the draft goes.

    Where another release came out since, it is protected and attacked anew, together with that one. Raises
    NotFit where it must not go out; the draft then says why.
    """
    found = _as_before(root, one) if one.checks else None
    if found is None:
        one = change(root, one)
        prepared(root, one)
        found = _as_before(root, one) if (one.folder / "checks.json").is_file() else None
    if found is None:
        raise NotFit("this draft must not be published; look at what was found")
    what = one.wanted

    def make(number: str, folder: Path) -> None:
        shutil.copytree(found.folder, folder / RESULTS)
        _packed(root, what, read_results(folder / RESULTS), folder, number)

    told = {
        name: getattr(what, name)
        for name in ("title", "hub", "audience", "dataset", "hubs", "asked", "corrects", "correction")
    }
    told |= {"dataset_sha256": what.sha256, "commentary": what.commentary}
    made = publish(register(root), told, make, now())
    drop(root, one)
    return made


def before(root: Path, what: Wanted) -> Release | None:
    """The release with which this one is compared: the latest of an earlier window that nothing corrects."""
    out = out_already(root, what)
    corrected = {one.told["corrects"] for one in out}
    start = what.question.start
    earlier = [
        one
        for one in out
        if one.number not in corrected and date.fromisoformat(one.told["asked"]["window"]["end"]) <= start
    ]
    return max(earlier, key=lambda one: str(one.told["asked"]["window"]["end"]), default=None)


def _raw(root: Path, what: Wanted, tell: Tell) -> Results:
    held = of_sha256(root, what.sha256)
    if held is None:
        raise NotFit(
            "The dataset of this draft is no longer kept. Begin another, of the records as they are."
        )
    if others := of_other_hubs(root, what):
        raise NotFit(
            f"Release {others[0]} is partly of the same hubs. Of two hubs together and of one of them, the "
            f"other could be worked out: publish the same hubs as there."
        )
    key = answered(root, held, what.question, tell)
    found = kept.found(root, key)
    if isinstance(found, kept.Failed):
        raise NotFit(found.words)
    assert isinstance(found, kept.Answer)
    return found.results


def _protected(root: Path, one: Draft, raw: Results) -> Results:
    if found := _as_before(root, one):
        return found
    out, what = one.folder / RESULTS, one.wanted
    shutil.rmtree(out, ignore_errors=True)
    earlier = [release.results for release in out_already(root, what)]
    return protect(raw, out, earlier=earlier, without=what.without, quarterly=what.quarterly)


def _as_before(root: Path, one: Draft) -> Results | None:
    """What was protected and attacked of this draft, where since then at most its author's words are others:
    neither its cut nor what else is out.
    """
    try:
        found = read_results(one.folder / RESULTS)
    except (ResultsError, OSError):
        return None
    what = one.wanted
    earlier = [release.told["files"][f"{RESULTS}/results.json"] for release in out_already(root, what)]
    as_wanted = made_with(found, earlier=earlier, without=what.without, quarterly=what.quarterly)
    return found if as_wanted else None


def _packed(root: Path, what: Wanted, found: Results, out: Path, number: str = "") -> list[Path]:
    """The files of the pack, every one read back. Raises NotFit where one must not go out."""
    compared = before(root, what)
    pack = Pack(
        found,
        what.title,
        what.hub,
        number,
        compared.results if compared else None,
        what.commentary,
        what.corrects,
        what.correction,
    )
    files = [file.path for file in write_pack(pack, out)]
    wrong = [str(finding) for file in files for finding in scan(file)]
    if wrong:
        raise NotFit("\n".join(["The files must not go out:", *wrong]))
    return files
