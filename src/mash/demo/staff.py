"""Desks with finite staff: urgent cases first, the rest by due time; waits are what is left over."""

import heapq
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Generic, TypeVar

from mash.demo import hidden
from mash.demo.london import AS_AT, HOUR, in_backlog, is_working, midnight

Case = TypeVar("Case")


@dataclass(frozen=True)
class Shifts:
    """People on a desk by hour, for the usual volume: working days, evenings, weekends; else urgent only."""

    opens: float
    closes: float
    people: float
    weekend: tuple[float, float, float]  # opens, closes, people
    minutes: float  # mean time a case takes


TRIAGE = Shifts(8, 20, 2, (9, 17, 1), 22)
DECISION = Shifts(8.5, 17.5, 2, (10, 16, 1), 44)


@dataclass
class Desk(Generic[Case]):
    """A queue and the people who work on it. Outside opening hours one person takes urgent cases only."""

    shifts: Shifts
    scale: float  # referrals ÷ the usual number
    waiting: list[tuple[bool, int, int, Case]] = field(default_factory=list)
    busy: int = 0

    def __post_init__(self) -> None:
        self._order = count()
        self.changes: list[int] = []
        self._people: list[tuple[int, bool]] = []
        day = hidden.FIRST_DAY
        while midnight(day) < AS_AT:
            self._day(day)
            day += timedelta(days=1)

    def _day(self, day: date) -> None:
        urgent_only = (self._staff(1), True)
        start = midnight(day)
        self._change(start, urgent_only)
        opens, closes, people = self.shifts.opens, self.shifts.closes, self.shifts.people
        if not is_working(day):
            opens, closes, people = self.shifts.weekend
        if (is_working(day) or day.weekday() >= 5) and not in_backlog(day):
            self._change(start + int(opens * HOUR), (self._staff(people), False))
            self._change(start + int(closes * HOUR), urgent_only)

    def _staff(self, people: float) -> int:
        return max(1, round(people * self.scale))

    def _change(self, second: int, people: tuple[int, bool]) -> None:
        self.changes.append(second)
        self._people.append(people)

    def join(self, case: Case, *, urgent: bool, due: int) -> None:
        """Put a case into the queue."""
        heapq.heappush(self.waiting, (not urgent, due, next(self._order), case))

    def take(self, now: int) -> Case | None:
        """The next case if somebody is free for it; `leave` frees them again."""
        staff, urgent_only = self._people[bisect_right(self.changes, now) - 1]
        if not self.waiting or self.busy >= staff or (urgent_only and self.waiting[0][0]):
            return None
        self.busy += 1
        return heapq.heappop(self.waiting)[3]

    def leave(self) -> None:
        """One person is free again."""
        self.busy -= 1
