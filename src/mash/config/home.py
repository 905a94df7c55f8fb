"""The data folder: what the system keeps on this machine beside a served database.

Named by MASH_HOME, else `mash-data` where the command is run. Keys lie outside the database on
purpose: who can change the records cannot forge what is signed with a key (trust.md, promise five).
"""

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The data folder; made if it is not there."""
    folder = Path(os.environ.get("MASH_HOME") or "mash-data").expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def figures() -> Path:
    """The folder of datasets and answers that pages read: MASH_FIGURES, else in the data folder.

    Where each job has an account of its own, one folder is shared: the publisher and the worker write it, the
    pages read it.
    """
    return Path(os.environ.get("MASH_FIGURES") or home() / "figures").expanduser().resolve()


def key(name: str) -> str:
    """The secret called `name`: 64 hexadecimal digits.

    From the file that MASH_<NAME>_KEY_FILE names, as a service manager hands over credentials, else from
    `keys/<name>` in the data folder, where it is made at first use, readable by its owner only.
    """
    given = os.environ.get(f"MASH_{name.upper()}_KEY_FILE")
    if given:
        return Path(given).read_text(encoding="ascii").strip()
    file = home() / "keys" / name
    file.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        made = secrets.token_hex(32)
        out.write(made + "\n")
    return made
