"""The seal of an entry: HMAC-SHA-256 over the entry and the seal before it, with a key outside the database.

Who can write to the database but has no key can neither change an entry nor put one in; who takes entries
from the end away is found by the anchor (anchor.py).
"""

import hashlib
import hmac
import json
from datetime import UTC

from django.conf import settings

from mash.trail.models import Entry

#: What stands before the first entry.
BEGINNING = bytes(32)


def sealed(entry: Entry, before: bytes) -> bytes:
    """The seal of an entry that follows one sealed with `before`."""
    words = json.dumps(
        [
            entry.number,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.account,
            entry.agency,
            entry.verb,
            entry.kind,
            entry.record,
            entry.detail,
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hmac.new(settings.TRAIL_KEY, before + words.encode(), hashlib.sha256).digest()
