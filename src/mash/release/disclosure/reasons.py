"""Why a count is known so well: the fewest relations that pin it, in words."""

import numpy as np

from mash.release.disclosure.model import Contradiction, Model, Row, Whole
from mash.release.disclosure.solver import Program

#: Relations around the count that are looked at; more than these would be no explanation.
_MOST = 300
_TERMS = 8


def because(made: Model, lower: Whole, upper: Whole, variable: int) -> tuple[str, ...]:
    """Relations without any of which the variable would not be pinned; nothing where it takes too many."""
    whole = Program(made.rows, lower, upper)
    chosen = list(whole.rows_of([variable]))
    while not _pins(made, chosen, lower, upper, variable):
        around = {v for row in chosen for v, _ in made.rows[row].factors}
        wider = list(whole.rows_of(sorted(around)))
        if len(wider) == len(chosen) or len(wider) > _MOST:
            return ()
        chosen = wider
    # first many at once: of hundreds a handful is left
    size = len(chosen)
    while size:
        for start in reversed(range(0, len(chosen), size)):
            fewer = chosen[:start] + chosen[start + size :]
            if _pins(made, fewer, lower, upper, variable):
                chosen = fewer
        size //= 2
    return tuple(in_words(made, made.rows[row], lower, upper) for row in chosen)


def _pins(made: Model, rows: list[int], lower: Whole, upper: Whole, variable: int) -> bool:
    some = Program([made.rows[row] for row in rows], lower.copy(), upper.copy())
    try:
        return bool(len(some.pinned(np.array([variable]))))
    except Contradiction:
        return True


def in_words(made: Model, row: Row, lower: Whole, upper: Whole) -> str:
    """A relation with what is known of each of its counts: `a (hidden) + b (8 to 12) = c (8 to 12)`."""
    sides = {
        sign: [_term(made, v, factor, lower, upper) for v, factor in row.factors if factor * sign > 0]
        for sign in (1, -1)
    }
    left, right = (_added(sides[sign]) for sign in (1, -1))
    return f"{left} {'=' if row.equal else '≤'} {right}"


def _term(made: Model, variable: int, factor: float, lower: Whole, upper: Whole) -> str:
    least, most = int(lower[variable]), int(upper[variable])
    known = f"{least}" if least == most else f"{least} to {most}" if most < 10**5 else f"{least} or more"
    times = "" if abs(factor) == 1 else f"{abs(factor):.4g} × "
    return f"{times}{made.cells[variable][0]} ({known})"


def _added(terms: list[str]) -> str:
    more = len(terms) - _TERMS
    return " + ".join(terms[:_TERMS] + ([f"{more} more"] if more > 0 else [])) or "0"
