"""Build a folder aside and rename it: readers see the whole of it or nothing."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def aside(out: Path, *, private: bool = False) -> Iterator[Path]:
    """A temporary folder beside `out` that becomes `out` when the block ends well, and goes when it fails.

    `private`: nobody but its owner may ever open it. `out` must not exist then. A process killed midway
    leaves only the temporary folder, whose name begins with a dot.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield folder
        if not private:
            folder.chmod(0o755)
        os.rename(folder, out)  # noqa: PTH104  # fails where `out` has come into being meanwhile
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
