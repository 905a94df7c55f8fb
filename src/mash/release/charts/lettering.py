"""Words in a picture: how much room they take, how they are broken, and where they stand without touching.

Nothing here can ask a browser, so the widths of letters are written down; a test asks one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SIZE = 14
SMALL = 13
#: Height of a line of text by its size.
LINE = 1.2
#: Widths of letters by the size of the font, as Arial, Helvetica and Liberation Sans have them.
_WIDTHS = {
    letter: share
    for letters, share in (
        ("ijl'’|", 0.23), ("tfI.,:;![]/ ", 0.28), ("r()-", 0.34), ("ckszJvxy", 0.5), ("FTZ", 0.612),
        ("ABEKPSVXY&", 0.667), ("CDHNRUw", 0.723), ("GOQ", 0.778), ("Mm", 0.834), ("%", 0.89), ("W", 0.945),
        ("…", 1.0), ("@", 1.02),
    )
    for letter in letters
}  # fmt: skip
_OTHERS = 0.557

Box = tuple[float, float, float, float]


def width(text: str, size: float = SIZE) -> float:
    """Pixels of the longest line."""
    return max(sum(_WIDTHS.get(letter, _OTHERS) for letter in line) for line in text.split("\n")) * size


def wrap(text: str, pixels: float, size: float = SIZE, lines: int = 2) -> str:
    """Text in at most so many lines of so many pixels; what has no room is cut, with a mark that it is."""
    found: list[str] = []
    for word in text.split():
        if found and width(f"{found[-1]} {word}", size) <= pixels:
            found[-1] += f" {word}"
        else:
            found.append(word)
    cut = len(found) > lines
    found = found[:lines]
    for i, line in enumerate(found):
        last = cut and i == lines - 1
        while width(line + ("…" if last else ""), size) > pixels and len(line) > 1:
            line, last = line[:-1].rstrip(), True
        found[i] = line + "…" if last else line
    return "\n".join(found)


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions moved apart to a gap, inside low and high as long as there is room, in their order."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    found = [0.0] * len(positions)
    at = low - gap
    for i in order:
        at = found[i] = max(positions[i], at + gap)
    at = high + gap
    for i in reversed(order):
        at = found[i] = min(found[i], at - gap)
    return found


@dataclass(frozen=True)
class Placed:
    """Where words stand: pixels of their middle line, and to which side of `px` they lie."""

    px: float
    py: float
    anchor: str


def place(
    text: str, px: float, py: float, taken: Iterable[Box], inside: Box, size: float = SMALL
) -> Placed | None:
    """A place beside a point for its words, inside a box and clear of what is taken, if there is one."""
    taken = list(taken)
    for away in (1.0, 1.5):
        for across, down in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
            high = size * LINE * (text.count("\n") + 1)
            anchor = {1: "start", -1: "end", 0: "middle"}[across]
            one = Placed(px + across * 12 * away, py + down * (high / 2 + 7) * away, anchor)
            box = occupied(text, one, size)
            if _within(box, inside) and not any(_overlap(box, other) for other in taken):
                return one
    return None


def occupied(text: str, placed: Placed, size: float = SMALL) -> Box:
    """The box that placed words take."""
    wide, high = width(text, size), size * LINE * (text.count("\n") + 1)
    left = {"start": placed.px, "end": placed.px - wide, "middle": placed.px - wide / 2}[placed.anchor]
    return left, placed.py - high / 2, left + wide, placed.py + high / 2


def _within(box: Box, inside: Box) -> bool:
    return box[0] >= inside[0] and box[1] >= inside[1] and box[2] <= inside[2] and box[3] <= inside[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
