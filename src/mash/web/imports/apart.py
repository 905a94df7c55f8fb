"""An import goes on in a process of its own: no file can take the worker down with it."""

import subprocess
import sys

#: What one step of an import may take, in seconds.
MOST_SECONDS = 1800


def apart(import_id: str, account: int) -> bool:
    """Do the next step of an import (`mash import_step`); whether that ended well."""
    try:
        run = subprocess.run(
            [sys.executable, "-m", "mash.cli", "import_step", import_id, str(account)],
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0
