"""The register of what was published: a folder a release, whose files never change.

A release has the protected results, the files of its pack and `release.json`, which names the SHA-256 of each
of them and that of the release before. A correction is a release of its own, which names what it corrects.
"""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from mash.dataset.aside import aside
from mash.engine.results import Results, read_results
from mash.framework.london import LONDON

RELEASE = "release.json"
RESULTS = "results"


@dataclass(frozen=True)
class Release:
    """A release as it was published: its number in the register, and what `release.json` tells of it."""

    folder: Path
    told: Mapping[str, Any]

    @property
    def number(self) -> str:
        """Year of publication and number in it, `2026-1`."""
        return str(self.told["number"])

    @property
    def published_at(self) -> datetime:
        """When it was published, an instant in UTC."""
        return datetime.fromisoformat(self.told["published_at"])

    @property
    def files(self) -> dict[str, str]:
        """The files of the pack: name → SHA-256."""
        return {name: sha256 for name, sha256 in self.told["files"].items() if "/" not in name}

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of `release.json`: of everything that was published."""
        return _sha256(self.folder / RELEASE)

    @property
    def results(self) -> Results:
        """The protected results. Raises ResultsError where they are not as they were published."""
        return read_results(self.folder / RESULTS)


def releases(root: Path) -> list[Release]:
    """Every release, in the order in which they were published."""
    if not root.is_dir():
        return []
    found = [_read(one.parent) for one in root.glob(f"[!.]*/{RELEASE}")]
    return sorted(found, key=lambda one: (one.published_at, int(one.number.partition("-")[2])))


def release(root: Path, number: str) -> Release | None:
    """The release of this number; None where there is none."""
    return next((one for one in releases(root) if one.number == number), None)


def publish(
    root: Path, told: Mapping[str, Any], make: Callable[[str, Path], object], at: datetime
) -> Release:
    """Put a release into the register: whole, or not at all.

    `make` writes the pack and the results into the folder that it is given, under the number that it is
    given. `told`: what else release.json is to say. `at`: the instant of publication. One at a time.
    """
    with _alone(root):
        before = releases(root)
        year = at.astimezone(LONDON).year
        number = f"{year}-{sum(one.number.startswith(f'{year}-') for one in before) + 1}"
        with aside(root / number) as folder:
            make(number, folder)
            files = {name: _sha256(folder / name) for name in _files(folder)}
            own = {
                "number": number,
                "published_at": at.isoformat(),
                "before": before[-1].sha256 if before else "",
                "files": files,
            }
            text = json.dumps(dict(told) | own, indent=2, ensure_ascii=False) + "\n"
            (folder / RELEASE).write_text(text, encoding="utf-8")
            for name in (*files, RELEASE):
                (folder / name).chmod(0o444)
        return _read(root / number)


def broken(root: Path) -> list[str]:
    """What is not as it was published, in words; empty where everything is.

    Whether the latest release has gone altogether, only the trail knows.
    """
    found, before = [], ""
    for one in releases(root):
        if one.told["before"] != before:
            found.append(f"release {one.number} does not follow the one before it: one is missing or changed")
        here = set(_files(one.folder)) - {RELEASE}
        for name, sha256 in one.told["files"].items():
            if name not in here:
                found.append(f"release {one.number}: {name} is missing")
            elif _sha256(one.folder / name) != sha256:
                found.append(f"release {one.number}: {name} is not what was published")
        found += [
            f"release {one.number}: {name} was not published"
            for name in sorted(here - set(one.told["files"]))
        ]
        before = one.sha256
    return found


def _read(folder: Path) -> Release:
    return Release(folder, json.loads((folder / RELEASE).read_text(encoding="utf-8")))


def _files(folder: Path) -> list[str]:
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
