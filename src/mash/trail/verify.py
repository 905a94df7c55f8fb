"""Verifying the trail: every number there, every seal right, and the end where the anchor says it is."""

import hmac
from dataclasses import dataclass

from mash.trail.anchor import Anchor
from mash.trail.models import Entry
from mash.trail.seal import BEGINNING, sealed


@dataclass(frozen=True)
class Verdict:
    """How many entries are in order and, where something is not, the first bad one and what is wrong."""

    entries: int
    bad: int | None = None
    fault: str = ""


def verify(anchor: Anchor | None) -> Verdict:
    """Read the trail from its beginning to the first entry that is not as it was written.

    Entries after the anchor are in order where their seals are: the anchor is dropped after a commit, and
    a process may be killed in between. Memory does not grow with the trail.
    """
    number, before = 0, BEGINNING
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2_000):
        number += 1
        if entry.number != number:
            return Verdict(number - 1, number, "it is missing")
        if not hmac.compare_digest(bytes(entry.seal), sealed(entry, before)):
            return Verdict(number - 1, number, "it is not as it was written, or was put in")
        before = bytes(entry.seal)
        if anchor is not None and anchor.number == number and anchor.seal != before:
            return Verdict(number - 1, number, "it is not the one that was anchored")
    if anchor is not None and anchor.number > number:
        return Verdict(number, number + 1, f"it is missing: {anchor.number} entries were anchored")
    return Verdict(number)
