"""`dataset.json`: what a dataset is, where it comes from, and the hash of each of its tables."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MANIFEST = "dataset.json"


class ManifestError(ValueError):
    """`dataset.json` cannot be read; the message says why."""


@dataclass(frozen=True)
class TableEntry:
    """A table of the dataset: its file (or folder) within the dataset, rows, SHA-256 in hex."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Contract version, as-at (ISO 8601, UTC; None = not said), hub ids, source in words, tables."""

    contract_version: str
    as_at: str | None
    hubs: list[str]
    source: str
    tables: dict[str, TableEntry]

    @property
    def sha256(self) -> str:
        """The dataset's hash (see `combined`)."""
        return combined({name: entry.sha256 for name, entry in self.tables.items()})


def combined(hashes: Mapping[str, str]) -> str:
    """One SHA-256 of many: over the lines `name hash` in code order of the names."""
    lines = "".join(f"{name} {hashes[name]}\n" for name in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `dataset.json` into the dataset's folder."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """The folder's `dataset.json`; None where it has none. Raises ManifestError where it makes no sense."""
    file = folder / MANIFEST
    if not file.exists():
        return None
    try:
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        tables = {
            name: TableEntry(str(entry["file"]), int(entry["rows"]), str(entry["sha256"]))
            for name, entry in told["tables"].items()
        }
        version, as_at, source = str(told["contract_version"]), told.get("as_at"), str(told.get("source", ""))
        return Manifest(version, as_at, list(told.get("hubs", [])), source, tables)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError(
            f"{file} is not a dataset's description ({error}); write the dataset anew"
        ) from None
