"""The queue: work that arrives at a desk, waits for one of the people there, and leaves. Runs on SimPy."""

import heapq
import math
from collections.abc import Generator

import numpy as np
import simpy

from mash.whatif.calendar import Bools, Floats
from mash.whatif.rota import Rota


def left(rota: Rota, arrived: Floats, due: Floats, urgent: Bools, work: Floats, until: float) -> Floats:
    """When each piece of work leaves the desk; infinite = not by `until`.

    `work`: hours each takes. `due` matters only where the rota takes work by due time. Who is at work takes
    the next piece that may be worked on at that hour; nobody interrupts a piece for another.
    """
    if not rota.queues:
        return _at_once(rota, arrived, urgent, work, until)
    return np.array(_Desk(rota, arrived, due, urgent, work, until).run())


def _at_once(rota: Rota, arrived: Floats, urgent: Bools, work: Floats, until: float) -> Floats:
    found = np.full(len(arrived), np.inf)
    coming = (arrived <= until) & np.isfinite(work)
    for part, clock in zip((coming & ~urgent, coming & urgent), rota.open, strict=True):
        if rota.finishes:
            found[part] = clock.after(arrived[part], np.zeros(part.sum())) + work[part]
        else:
            found[part] = clock.after(arrived[part], work[part])
    return np.where(found <= until, found, np.inf)


class _Desk:
    """One life of a desk: people, a queue for all work and one for urgent work."""

    def __init__(
        self, rota: Rota, arrived: Floats, due: Floats, urgent: Bools, work: Floats, until: float
    ) -> None:
        self.env = simpy.Environment()
        self.rota, self.until = rota, until
        first, second = rota.rank(arrived, due, urgent)
        coming = [job for job in np.argsort(arrived, kind="stable").tolist() if arrived[job] <= until]
        self.coming = [(arrived[job], (first[job], second[job], job)) for job in coming]
        self.urgent: list[bool] = urgent.tolist()
        self.work: list[float] = work.tolist()
        self.left = [math.inf] * len(arrived)
        self.waiting: tuple[list[tuple[float, float, int]], ...] = ([], [])
        self.open = (False, False)
        self.staff, self.busy = 0.0, 0
        self.idle: list[simpy.Event] = []

    def run(self) -> list[float]:
        """Live up to the end; when each piece of work left."""
        self.env.process(self._opening())
        self.env.process(self._arrivals())
        for _ in range(int(max(staff for _, staff, _, _ in self.rota.changes))):
            self.env.process(self._person())
        self.env.run(until=self.until)
        return self.left

    def _opening(self) -> Generator[simpy.Event, None, None]:
        for moment, staff, rest, urgent in self.rota.changes:
            if moment > self.env.now:
                yield self.env.timeout(moment - self.env.now)
            self.staff, self.open = staff, (rest, urgent)
            self._call(len(self.idle))

    def _arrivals(self) -> Generator[simpy.Event, None, None]:
        for moment, entry in self.coming:
            if moment > self.env.now:
                yield self.env.timeout(moment - self.env.now)
            heapq.heappush(self.waiting[self.urgent[entry[2]]], entry)
            self._call(1)

    def _call(self, people: int) -> None:
        for _ in range(min(people, len(self.idle))):
            self.idle.pop().succeed()

    def _person(self) -> Generator[simpy.Event, None, None]:
        while True:
            job = self._next() if self.busy < self.staff else None
            if job is None:
                called = self.env.event()
                self.idle.append(called)
                yield called
                continue
            self.busy += 1
            ends = self._ends(job)
            if ends > self.until:
                return
            yield self.env.timeout(ends - self.env.now)
            self.left[job] = ends
            self.busy -= 1

    def _next(self) -> int | None:
        lines = [line for line, is_open in zip(self.waiting, self.open, strict=True) if is_open and line]
        return heapq.heappop(min(lines))[2] if lines else None

    def _ends(self, job: int) -> float:
        if self.rota.finishes:
            return float(self.env.now + self.work[job])
        return self.rota.open[self.urgent[job]].finish(self.env.now, self.work[job])
