"""Where extracts are worked on: a folder that only its user may open, and that goes even after a kill."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such lock: a folder left behind stays
    fcntl = None  # type: ignore[assignment]

_PREFIX, _LOCK = "mash-work-", "in-use"


@contextmanager
def workplace() -> Iterator[Path]:
    """A working folder for the rows of extracts, names included; removed at the end.

    A killed process cannot remove its own: what dead ones of this user left behind goes first. A live one
    is known by the lock that it holds.
    """
    _remove_left_behind()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder, (Path(folder) / _LOCK).open("w") as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(folder)


def _remove_left_behind() -> None:
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with contextlib.suppress(OSError):  # another user's, in use, or gone meanwhile
            if fcntl and lock.stat().st_uid == os.getuid() and not lock.parent.is_symlink():
                with lock.open("r+") as held:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(lock.parent, ignore_errors=True)
