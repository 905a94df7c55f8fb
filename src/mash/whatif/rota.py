"""A rota: when a desk is open and for what, and how many people work there."""

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from mash.whatif.calendar import CLOSED, KINDS, Bools, Calendar, Floats, Ints, Open, Shift, opened
from mash.whatif.hours import ALWAYS

#: In which order work is taken. Urgent = of the highest rating.
FIRST_COME, URGENT_FIRST, URGENT_THEN_DUE, BY_DUE = (
    "first come, first served",
    "the highest rating first, the rest as it came",
    "the highest rating first, the rest by due time",
    "by due time",
)
ORDERS = (FIRST_COME, URGENT_FIRST, URGENT_THEN_DUE, BY_DUE)


@dataclass(frozen=True)
class Rota:
    """`hours`: opening hours by kind of day, for all work and for urgent work. `staff`: people by kind of
    day; infinite = all work is taken up at once, none waits for another. `more`: people added, by day.

    `finishes`: whether work begun is finished after hours, else it rests until the desk opens again.
    """

    calendar: Calendar
    kinds: tuple[int, ...]
    hours: tuple[tuple[Shift, ...], tuple[Shift, ...]]
    staff: tuple[float, ...]
    order: str = FIRST_COME
    finishes: bool = False
    more: tuple[int, ...] = ()

    @property
    def queues(self) -> bool:
        """Whether work can wait for other work."""
        return math.isfinite(max(self.staff))

    @cached_property
    def open(self) -> tuple[Open, Open]:
        """Open time for all work and for urgent work."""
        return _clocks(self.calendar, self.kinds, self.hours)

    @cached_property
    def changes(self) -> list[tuple[float, float, bool, bool]]:
        """Each moment of change: how many are at work from then on, whether on all work, on urgent work."""
        moments, day, rest, urgent = _openings(self.calendar, self.kinds, self.hours)
        staff = np.array([self.staff[kind] for kind in self.kinds])[day]
        if self.more:
            staff = staff + np.array(self.more)[day]
        state = np.stack([staff, rest, urgent])
        new = np.append(True, (state[:, 1:] != state[:, :-1]).any(axis=0))
        columns = (moments, staff, rest, urgent)
        return list(zip(*(column[new].tolist() for column in columns), strict=True))

    def with_more(self, weekdays: frozenset[int], extra: int) -> "Rota":
        """With so many people more on these weekdays (0 = Monday), but for closed days."""
        more = [
            extra if day.weekday() in weekdays and kind != CLOSED else 0
            for day, kind in zip(self.calendar.days, self.kinds, strict=True)
        ]
        already = self.more or (0,) * len(more)
        return replace(self, more=tuple(a + b for a, b in zip(already, more, strict=True)))

    def rank(self, arrived: Floats, due: Floats, urgent: Bools) -> tuple[Floats, Floats]:
        """What work is sorted by: two numbers, the smaller first."""
        first = np.where(urgent, 0.0, 1.0) if self.order in (URGENT_FIRST, URGENT_THEN_DUE) else 0.0 * arrived
        return first, due if self.order in (URGENT_THEN_DUE, BY_DUE) else arrived

    def work(self, begun: Floats, left: Floats, urgent: Bools) -> Floats:
        """Hours of work between beginning and end; NaN for what ended when it cannot have been worked on."""
        if self.finishes:
            return left - begun
        found = np.full(len(begun), np.nan)
        for part, clock in zip((~urgent, urgent), self.open, strict=True):
            done = clock.elapsed(left[part]) - clock.elapsed(begun[part])
            # an end at closing time was worked on
            found[part] = np.where(clock.at(np.nextafter(left[part], -np.inf)), done, np.nan)
        return found

    def said(self) -> str:
        """In words, such as: `working days 09:00-17:00, 2 people; the highest rating first, …`."""
        days = [
            f"{name} {_clock(shift)}" + (f", {staff:g} at work" if self.queues else "")
            for name, shift, staff in zip(KINDS, self.hours[0], self.staff, strict=True)
            if shift is not None
        ]
        urgent = "" if self.hours[0] == self.hours[1] else "; urgent work also at other hours"
        if not self.queues:
            return "; ".join(days) + urgent + "; no queue shows"
        return "; ".join(days) + f"{urgent}; {self.order}"


@lru_cache(maxsize=64)
def _clocks(
    calendar: Calendar, kinds: tuple[int, ...], hours: tuple[tuple[Shift, ...], tuple[Shift, ...]]
) -> tuple[Open, Open]:
    rest, urgent = (opened(calendar, np.array(kinds, dtype=np.int64), shifts) for shifts in hours)
    return rest, urgent


@lru_cache(maxsize=64)
def _openings(
    calendar: Calendar, kinds: tuple[int, ...], hours: tuple[tuple[Shift, ...], tuple[Shift, ...]]
) -> tuple[Floats, Ints, Bools, Bools]:
    """Every midnight, opening and closing: when, on which day, open from then on for all, for urgent work."""
    clocks = _clocks(calendar, kinds, hours)
    edges = [calendar.midnights, *(line for clock in clocks for line in (clock.begins, clock.ends))]
    moments = np.unique(np.concatenate(edges))
    rest, urgent = (clock.at(moments) for clock in clocks)
    return moments, calendar.day(moments), rest, urgent


def _clock(shift: Shift) -> str:
    begin, length = shift or (0, 0)
    if shift == ALWAYS:
        return "day and night"
    ends = (begin + length) % 48
    return f"{begin // 2:02d}:{begin % 2 * 30:02d}-{ends // 2:02d}:{ends % 2 * 30:02d}"
