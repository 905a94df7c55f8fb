"""Names of sheets, files and headers, compared as people read them."""

from collections.abc import Iterable
from fnmatch import fnmatchcase


def plain(text: str) -> str:
    """A header or sheet name without regard to case, spaces, `_` and non-breaking spaces."""
    return "_".join(text.replace("_", " ").split()).casefold()


def named_like(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name fits one of the patterns, in which `*` stands for anything."""
    return any(fnmatchcase(plain(name), plain(pattern)) for pattern in patterns)
