"""Data folders: made once for all who run tests at the same time, and copied wherever one is needed."""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

# the process that begins a run says where, to all that it starts, and takes it away when it ends
if "MASH_TESTS_MADE" not in os.environ:
    os.environ["MASH_TESTS_MADE"] = tempfile.mkdtemp(prefix="mash-made-")
    atexit.register(shutil.rmtree, os.environ["MASH_TESTS_MADE"], ignore_errors=True)
MADE = Path(os.environ["MASH_TESTS_MADE"])


def own_home(home):
    """The environment of commands that have a data folder of their own."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own["MASH_HOME"] = str(home)
    own["MASH_EMAIL_BACKEND"] = "django.core.mail.backends.dummy.EmailBackend"
    return own


def made(cast=""):
    """A data folder with all tables, and who and what `cast` (Python) makes; without a cast, nobody."""
    folder = MADE / hashlib.sha256(cast.encode()).hexdigest()[:12]
    with _alone(folder):
        if not (folder / "done").exists():
            own = own_home(folder / "h")
            if cast:
                copied(made(), folder / "h")
                subprocess.run([sys.executable, "-c", cast], env=own, check=True)
            else:
                command = [sys.executable, "-m", "mash.cli", "migrate"]
                subprocess.run(command, env=own, check=True, stdout=subprocess.DEVNULL)
                # what a test kills is a process, never the machine: nothing waits for the disk
                with (folder / "h" / "postgres" / "postgresql.auto.conf").open("a") as settings:
                    settings.write("fsync = off\nfull_page_writes = off\n")
            (folder / "done").touch()
    return folder / "h"


def copied(folder, home):
    """A copy of a data folder that no process has open."""
    subprocess.run(["cp", "-a", folder, home], check=True)  # with who owns the database's files
    shutil.rmtree(home / "run", ignore_errors=True)  # the locks of the one that made it
    return home


@contextmanager
def _alone(folder):
    """One process at a time: whoever comes second waits, and finds it made."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(home, *words, program=None):
    """What a command of ours, or a Python program, prints about a data folder."""
    own = own_home(home)
    command = (
        [sys.executable, "-c", program] if program else [sys.executable, "-m", "mash.cli", *map(str, words)]
    )
    return subprocess.run(command, env=own, check=True, capture_output=True, text=True).stdout
