"""The rule of publication for one count, and what a published count gives away about the number behind it.

Source: measures.md, Published figures; the national rule for children's and adults' statistics: 1 to 4 are
hidden, all else is rounded to the nearest 5, and 0 stays 0.
"""

import math

from mash.release.figures import HIDDEN_TEXT

#: The largest count that is hidden for being small.
SMALL = 4
ROUNDED_TO = 5
#: A hidden count is safe while its possible values lie this far apart: as 1 and 4 do.
WIDTH = 3
#: Stands for "no upper end": above every count of a hub.
MANY = 1_000_000


Span = tuple[int, int]

#: What `published.hidden_means` can say in results.json, and the numbers that a hidden one then can be.
SMALL_ONLY = "1 to 4"
SMALL_OR_MORE = "1 to 4, or another number without which such a one could be worked out"
MEANINGS: dict[str | None, Span] = {SMALL_ONLY: (1, SMALL), SMALL_OR_MORE: (0, MANY)}


def rounded(number: float) -> int:
    """The nearest multiple of 5 (no whole number lies midway)."""
    return ROUNDED_TO * round(number / ROUNDED_TO)


def published(count: int) -> str:
    """A count as the rule has it."""
    return HIDDEN_TEXT if 0 < count <= SMALL else str(rounded(count))


def span(text: str, hidden: Span) -> Span:
    """The least and greatest number behind a published count; `hidden` is what a hidden one can be."""
    if text == HIDDEN_TEXT:
        return hidden
    shown = int(text)
    if shown == 0:
        return 0, 0
    return max(SMALL + 1, shown - ROUNDED_TO // 2), shown + ROUNDED_TO // 2


def two_digits(value: float) -> str:
    """A figure to two significant digits."""
    return repr(float(f"{value:.2g}"))


def half_of_last_digit(share: float) -> float:
    """How far a share that is printed can be from what it was: of two digits, or of all."""
    if share == 0 or repr(share) != two_digits(share):
        return 0
    return 0.5 * 10.0 ** (min(-1, math.floor(math.log10(share))) - 1)
