"""Disclosure control: raw results in, published results out, from which nobody can be worked out.

`protect()` is the one door, and `attack()` is what it is measured by: integer programming over every table
of a release, its totals, its rates and earlier releases. A release with a hidden count that can be found, or
pinned to less than three apart, is refused.

What each column is stands in `columns.py`, how counts hang together in `relations.py` and `over_time.py`.
"""

from mash.release.disclosure.attack import Finding, attack
from mash.release.disclosure.protect import made_with, protect
from mash.release.disclosure.remedy import ReleaseRefused

__all__ = ["Finding", "ReleaseRefused", "attack", "made_with", "protect"]
