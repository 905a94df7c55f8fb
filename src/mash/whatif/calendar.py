"""The days that a model lives through, and open time: hours on a clock that stops while a desk is closed.

Inside this room a moment is decimal hours since the London midnight that begins the calendar.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from mash.framework.instants import HOUR, london_midnight, london_wall

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: Kinds of day, each with opening hours of its own.
WORKING, SATURDAY, SUNDAY, CLOSED = range(4)
KINDS = ("working days", "Saturdays", "Sundays", "closed days")
#: A day is looked at in half-hours.
SLOTS = 48
#: Opening hours of a day: the half-hour of London's clock at which they begin, and how many; None = closed.
Shift = tuple[int, int] | None


@dataclass(frozen=True)
class Calendar:
    """London days from `first` on, `count` of them; `closed` are the hub's closed days."""

    first: date
    count: int
    closed: frozenset[date]

    @cached_property
    def days(self) -> list[date]:
        """The days."""
        return [self.first + timedelta(days=n) for n in range(self.count)]

    @cached_property
    def kinds(self) -> Ints:
        """The kind of each day."""
        weekend = {5: SATURDAY, 6: SUNDAY}
        kinds = [CLOSED if day in self.closed else weekend.get(day.weekday(), WORKING) for day in self.days]
        return np.array(kinds, dtype=np.int64)

    @cached_property
    def slots(self) -> Floats:
        """When each half-hour of each day begins by London's clock (days × 48), and the last one ends."""
        walls = [time(slot // 2, 30 * (slot % 2)) for slot in range(SLOTS)]
        ends = london_midnight(self.days[-1] + timedelta(days=1))
        line = [*(london_wall(day, wall) for day in self.days for wall in walls), ends]
        return np.array([self.hour(instant) for instant in line])

    @cached_property
    def midnights(self) -> Floats:
        """When each day begins, and when the last one ends."""
        return self.slots[::SLOTS]

    def hour(self, instant: int) -> float:
        """An instant in microseconds as hours."""
        return (instant - self._zero) / HOUR

    def instant(self, hour: float) -> int:
        """Hours as an instant in microseconds."""
        return self._zero + round(hour * HOUR)

    @cached_property
    def _zero(self) -> int:
        return london_midnight(self.first)

    def day(self, moments: Floats) -> Ints:
        """The number of the day in which each moment falls."""
        found = np.searchsorted(self.midnights, moments, side="right") - 1
        return np.clip(found, 0, self.count - 1).astype(np.int64)


class Open:
    """Stretches in which a desk works, laid end to end on a clock of their own."""

    def __init__(self, begins: Floats, ends: Floats) -> None:
        self.begins, self.ends = begins, ends
        self.gone = np.concatenate([[0.0], np.cumsum(ends - begins)])
        self._lists = begins.tolist(), ends.tolist(), self.gone.tolist()

    def at(self, moments: Floats) -> Bools:
        """Whether each moment lies in a stretch; its end does not."""
        place = np.searchsorted(self.begins, moments, side="right")
        return (place > 0) & (moments < np.append(-np.inf, self.ends)[place])

    def elapsed(self, moments: Floats) -> Floats:
        """Open time gone by each moment."""
        place = np.searchsorted(self.begins, moments, side="right")
        begins, ends = np.append(0.0, self.begins)[place], np.append(0.0, self.ends)[place]
        gone = np.append(0.0, self.gone)[place]
        return np.where(place == 0, 0.0, gone + np.minimum(moments, ends) - begins)

    def after(self, moments: Floats, work: Floats) -> Floats:
        """When that much open time has passed since each moment; infinite where it never does."""
        found = [
            self.finish(moment, piece) for moment, piece in zip(moments.tolist(), work.tolist(), strict=True)
        ]
        return np.array(found, dtype=np.float64)

    def finish(self, moment: float, work: float) -> float:
        """The same of one moment; with no work left, the next moment at which the desk is open."""
        begins, ends, gone = self._lists
        place = bisect_right(begins, moment) - 1
        if place >= 0 and moment + work <= ends[place] and moment < ends[place]:
            return moment + work
        upto = work + (gone[place] + min(moment, ends[place]) - begins[place] if place >= 0 else 0.0)
        place = max(bisect_left(gone, upto) - 1, place + 1 if work <= 0 else 0)
        return max(moment, begins[place] + upto - gone[place]) if place < len(begins) else math.inf


def opened(calendar: Calendar, kinds: Ints, shifts: Sequence[Shift]) -> Open:
    """The open time of a desk with these opening hours by kind of day; they may run past midnight.

    `kinds`: the kind of each day, as this desk takes it.
    """
    last = len(calendar.slots) - 1
    stretches = [
        (day * SLOTS + shift[0], min(day * SLOTS + sum(shift), last))
        for day, kind in enumerate(kinds.tolist())
        if (shift := shifts[kind]) is not None
    ]
    begins, ends = np.array(stretches, dtype=np.int64).reshape(-1, 2).T
    # hours that run past midnight may meet the next day's
    ends = np.minimum(ends, np.append(begins[1:], last))
    return Open(calendar.slots[begins], calendar.slots[ends])
