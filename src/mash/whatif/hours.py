"""When a desk is open, inferred from when work leaves it."""

import numpy as np
from scipy.special import xlogy

from mash.whatif.calendar import CLOSED, KINDS, SLOTS, SUNDAY, WORKING, Calendar, Floats, Ints, Shift

#: The day and night through.
ALWAYS: Shift = (0, SLOTS)
#: Outside opening hours work leaves at less than this part of the pace inside them.
_HARDLY = 0.1
#: Opening hours are told from none by this much likelihood (natural logarithm), as many stretches are tried.
_CLEARLY = 10.0
#: A kind of day on which fewer departures are expected has hours as usual; none where nothing left, but of a
#: desk that never closes.
_TOO_FEW = 5.0
#: More work waiting than this makes no desk faster.
_FULL = 5


def days_as_worked(calendar: Calendar, arrived: Floats, left: Floats) -> Ints:
    """The kind of each day, one on which nothing left although a usual day's work waited taken as closed.

    A desk with fewer than seven departures on a usual day shows no such days.
    """
    kinds = calendar.kinds.copy()
    done = np.bincount(calendar.day(left), minlength=calendar.count)
    ends = calendar.midnights[1:]
    waiting = np.searchsorted(np.sort(arrived), ends) - np.searchsorted(np.sort(left), ends)
    for kind in range(CLOSED):
        of_kind = kinds == kind
        usual = np.median(done[of_kind]) if of_kind.any() else 0
        kinds[of_kind & (done == 0) & (usual >= 7) & (waiting >= usual)] = CLOSED
    return kinds


def opening_hours(calendar: Calendar, kinds: Ints, arrived: Floats, left: Floats) -> list[Shift]:
    """Opening hours by kind of day: the stretch of half-hours that best tells the pace at which work leaves
    inside it from that outside (Poisson counts, two rates, most likely stretch).
    """
    counts, exposure = _tables(calendar, kinds, arrived, left)
    usual = _likeliest(counts[WORKING], exposure[WORKING])
    pace = _pace(counts[WORKING], exposure[WORKING], usual)
    found: list[Shift] = [usual]
    for kind in range(1, len(KINDS)):
        shift = _likeliest(counts[kind], exposure[kind])
        if pace * exposure[kind][_half_hours(usual)].sum() >= _TOO_FEW:
            found.append(shift if _pace(counts[kind], exposure[kind], shift) >= _HARDLY * pace else None)
        elif kind == CLOSED and found[SUNDAY] is not None:
            found.append(found[SUNDAY])
        else:
            found.append(usual if counts[kind].sum() or usual == ALWAYS else None)
    return found


def _half_hours(shift: Shift) -> Ints:
    begin, length = shift or (0, SLOTS)
    return np.arange(begin, begin + length) % SLOTS


def _pace(counts: Floats, exposure: Floats, shift: Shift) -> float:
    inside = _half_hours(shift)
    return float(counts[inside].sum() / max(exposure[inside].sum(), 1e-9))


def _tables(calendar: Calendar, kinds: Ints, arrived: Floats, left: Floats) -> tuple[Floats, Floats]:
    """Departures by kind of day and half-hour, and hours in which work waited, times how much, to a limit."""
    starts = calendar.slots[:-1]
    cell = np.repeat(kinds, SLOTS) * SLOTS + np.tile(np.arange(SLOTS), calendar.count)
    place = np.clip(np.searchsorted(starts, left, side="right") - 1, 0, len(cell) - 1)
    size = len(KINDS) * SLOTS
    counts = np.bincount(cell[place], minlength=size).astype(np.float64)
    middle = starts + 0.25
    waiting = np.searchsorted(np.sort(arrived), middle) - np.searchsorted(np.sort(left), middle)
    exposure = np.bincount(cell, np.clip(waiting, 0, _FULL) / 2.0, minlength=size).astype(np.float64)
    return counts.reshape(-1, SLOTS), exposure.reshape(-1, SLOTS)


def _likeliest(counts: Floats, exposure: Floats) -> Shift:
    around = [np.concatenate([[0.0], np.cumsum(np.tile(x, 2))]) for x in (counts, exposure)]
    begin, length = np.meshgrid(np.arange(SLOTS), np.arange(1, SLOTS), indexing="ij")
    inside = [line[begin + length] - line[begin] for line in around]
    outside = [whole.sum() - part for whole, part in zip((counts, exposure), inside, strict=True)]
    paces = [np.divide(c, e, out=np.zeros_like(c), where=e > 0) for c, e in (inside, outside)]
    likelihood = xlogy(inside[0], paces[0]) + xlogy(outside[0], paces[1])
    likelihood[paces[1] >= _HARDLY * paces[0]] = -np.inf
    best = np.unravel_index(np.argmax(likelihood), likelihood.shape)
    throughout = xlogy(counts.sum(), counts.sum() / max(exposure.sum(), 1e-9))
    if likelihood[best] < throughout + _CLEARLY:
        return ALWAYS
    return int(begin[best]), int(length[best])
