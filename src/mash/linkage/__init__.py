"""Same person? Identifiers in, person_key out; nothing downstream sees a name."""

from mash.linkage.key import KeyFileError, LinkageKey, linkage_key
from mash.linkage.people import Links, alone, explain, link

__all__ = ["KeyFileError", "LinkageKey", "Links", "alone", "explain", "link", "linkage_key"]
