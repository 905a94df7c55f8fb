"""The anchor: number and seal of the last entry, kept outside the database.

Seals find what was changed, put in or moved; only the anchor finds that entries were taken from the end,
or that the whole database was put back to an older day. It lies in the file that settings name; keep
copies of it where a database administrator cannot write.
"""

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Anchor:
    """How many entries there were, and the seal of the last."""

    number: int
    seal: bytes


def drop(number: int, seal: bytes) -> None:
    """Anchor an entry; an older one never replaces a newer one. Called after commit, by any process."""
    file = Path(settings.TRAIL_ANCHOR)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("w", encoding="ascii") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        now = read()
        if now is not None and now.number >= number:
            return
        aside = file.with_suffix(".new")
        aside.write_text(json.dumps({"number": number, "seal": seal.hex()}), encoding="ascii")
        aside.replace(file)


def read(file: Path | None = None) -> Anchor | None:
    """The anchor that the settings name, or of another file; None where none was ever dropped."""
    try:
        found = json.loads(Path(file or settings.TRAIL_ANCHOR).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    return Anchor(int(found["number"]), bytes.fromhex(found["seal"]))
