"""Datasets that pages answer from: each under a name, the newest of a name being the one that is asked.

Beside a dataset stands `held.json`: its title and the codes that it can be narrowed to, so that a page
need not open it.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from mash.dataset.manifest import MANIFEST, read_manifest
from mash.dataset.store import DatasetError
from mash.framework.london import LONDON

#: Datasets of one name that stay; figures of older ones are computed no more.
KEPT = 3
#: The dataset of the hub's own records.
RECORDS = "records"
_HELD = "held.json"


@dataclass(frozen=True)
class Held:
    """A dataset of the store: where it is, what it is of and up to when, and its codes for people.

    `as_at`: an instant in UTC. `first_day`, `last_day`: London dates of the first and the last receipt, None
    without a referral. `codes`: filter, or `risk` → code → name.
    """

    name: str
    title: str
    path: Path
    sha256: str
    as_at: datetime
    first_day: str | None
    last_day: str | None
    codes: dict[str, dict[str, str]]
    successors: dict[str, str]

    @property
    def of_records(self) -> bool:
        """Whether its ids are those of the hub's own records."""
        return self.name == RECORDS


def hold(
    root: Path, name: str, title: str, make: Callable[[Path], Any], as_at: datetime | None = None
) -> Held:
    """Take in a dataset: `make` writes it to the path that it is given. The oldest of the name go.

    `as_at`: an instant with its offset, for a dataset that does not say as at when it was taken. Raises
    DatasetError where neither says it.
    """
    here = root / "datasets" / name
    here.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=here))
    try:
        make(folder / "dataset")
        told = _told(folder / "dataset", title, as_at)
        (folder / _HELD).write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
        to = here / f"{datetime.fromisoformat(told['as_at']):%Y%m%dT%H%M%S%f}-{told['sha256'][:12]}"
        if not to.exists():  # else: the same records at the same moment
            folder.chmod(0o755)
            folder.rename(to)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for old in _stamped(root, name)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return _read(to, name)


def current(root: Path, name: str) -> Held | None:
    """The newest dataset of a name; None where there is none."""
    stamped = _stamped(root, name)
    return _read(stamped[-1], name) if stamped else None


def every_current(root: Path) -> list[Held]:
    """The newest dataset of each name, the records' first."""
    folder = root / "datasets"
    names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    names.sort(key=lambda name: (name != RECORDS, name))
    return [held for name in names if (held := current(root, name))]


def of_sha256(root: Path, sha256: str) -> Held | None:
    """The dataset with this hash, or one that begins with it, as long as it is kept."""
    folder = root / "datasets"
    for name in sorted(folder.iterdir()) if folder.is_dir() else ():
        for place in _stamped(root, name.name):
            held = _read(place, name.name)
            if sha256 and held.sha256.startswith(sha256):
                return held
    return None


def _stamped(root: Path, name: str) -> list[Path]:
    folder = root / "datasets" / name
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if one.name[0] != "." and (one / _HELD).is_file())


def _read(place: Path, name: str) -> Held:
    told = json.loads((place / _HELD).read_text(encoding="utf-8"))
    told["as_at"] = datetime.fromisoformat(told["as_at"])
    return Held(name=name, path=place / "dataset", **told)


def _told(path: Path, title: str, given: datetime | None) -> dict[str, Any]:
    """What `held.json` says of a dataset."""
    manifest = read_manifest(path)
    if manifest is None:
        raise DatasetError(f"it has no {MANIFEST}; build it with mash build or mash import, which write one")
    as_at = given.astimezone(UTC).isoformat() if given else manifest.as_at
    if as_at is None:
        raise DatasetError(f"its {MANIFEST} does not say as at when it was taken; say it with --as-at")

    def table(name: str) -> pl.DataFrame:
        return pl.read_parquet(path / manifest.tables[name].file)

    received = table("referrals")
    days = received["received_at"].dt.convert_time_zone(LONDON.key).dt.date()
    agencies = table("agencies")
    placed = sorted(received["locality"].drop_nulls().unique().to_list())
    first, last = days.min(), days.max()
    return {
        "title": title,
        "sha256": manifest.sha256,
        "as_at": as_at,
        "first_day": str(first) if first else None,
        "last_day": str(last) if last else None,
        "codes": {
            "hub_id": _names(table("hubs"), "hub_id"),
            "agency_id": _names(agencies, "agency_id"),
            "cohort_id": _names(table("cohorts"), "cohort_id"),
            "locality": {place: place for place in placed},
            "risk": _names(table("risks"), "risk"),
        },
        "successors": {
            row["agency_id"]: row["successor_id"]
            for row in agencies.select("agency_id", "successor_id").iter_rows(named=True)
            if row["successor_id"]
        },
    }


def _names(rows: pl.DataFrame, code: str) -> dict[str, str]:
    return dict(rows.select(code, "name").sort("name", code).iter_rows())
