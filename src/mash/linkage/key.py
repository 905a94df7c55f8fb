"""The linkage key: a secret kept outside every dataset, and the pseudonyms made with it.

Whoever holds the key and the identities can make the pseudonyms again; whoever holds only a dataset
cannot. So the key never lies inside a dataset's folder, and only its owner may read the file.
"""

import hashlib
import hmac
import os
import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

KEY_FILE_VARIABLE = "MASH_LINKAGE_KEY_FILE"
KEY_BYTES = 32
_FEWEST_BYTES = 8  # different ones; in a random key there are fewer once in 10^36
PSEUDONYM_BYTES = 16  # 128 bit: among 10 M people the chance of one clash is about 1 in 10^25


class KeyFileError(ValueError):
    """The key file cannot be used; the message says which file, why, and how to mend it."""


@dataclass(frozen=True)
class LinkageKey:
    """The secret, the file it lies in, and whether that file was made just now."""

    secret: bytes = field(repr=False)
    path: Path
    made: bool


def linkage_key(key_file: Path | None = None, *, outside: Iterable[Path] = ()) -> LinkageKey:
    """Read the linkage key, making it where its file is absent (readable by its owner only).

    The file is `key_file`, else the one named by MASH_LINKAGE_KEY_FILE, else `mash/linkage.key` in the
    user's data folder. `outside` are folders that must not hold it (the new dataset, its rejects); no dataset
    that is there already may hold it either.
    Raises KeyFileError where the file lies inside one of them, others may read it, or it holds no key.
    """
    path = key_file or _named_by_environment() or user_data_folder() / "mash" / "linkage.key"
    datasets = [folder for folder in path.resolve().parents if (folder / "dataset.json").exists()]
    for folder in (*outside, *datasets):
        if path.resolve().is_relative_to(folder.resolve()):
            raise KeyFileError(
                f"{path}: the linkage key must not lie inside {folder}, or whoever gets the folder "
                "gets the key with it; name a file elsewhere with --key-file"
            )
    try:
        made = not path.exists() and _make(path)
        return LinkageKey(_read(path), path, made)
    except OSError as error:
        raise KeyFileError(f"{path}: the linkage key cannot be read or made ({error.strerror})") from error


def user_data_folder() -> Path:
    """The folder in which this system keeps a user's application data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def pseudonym(agency_id: str, person_id: str, key: bytes) -> str:
    """HMAC-SHA256 of an agency's person id, its first 128 bits as 32 hexadecimal digits."""
    # the length in front keeps ("a", "bc") and ("ab", "c") apart, whatever the ids hold
    message = f"{len(agency_id)}:{agency_id}{person_id}".encode()
    return hmac.digest(key, message, hashlib.sha256)[:PSEUDONYM_BYTES].hex()


def _named_by_environment() -> Path | None:
    named = os.environ.get(KEY_FILE_VARIABLE)
    return Path(named) if named else None


def _make(path: Path) -> bool:
    """Write a new key; False where another process made one meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
    return True


def _read(path: Path) -> bytes:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyFileError(f"{path}: others may read the linkage key; say: chmod 600 {path}")
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) < KEY_BYTES or len(set(secret)) < _FEWEST_BYTES:
        raise KeyFileError(
            f"{path}: this is not a linkage key (64 or more hexadecimal digits, drawn at random); "
            "name the right file, or one that does not exist yet and will be made"
        )
    return secret
