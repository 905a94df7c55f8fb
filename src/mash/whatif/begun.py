"""When work was begun: a desk's record says when it came and when it left, the rota who was next."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from mash.whatif.calendar import Bools, Floats, Ints
from mash.whatif.rota import Rota

#: Work of less than this many hours is taken as that much: nobody enters times more finely.
_MINUTE = 1 / 60


@dataclass(frozen=True)
class Record:
    """What passed a desk: when it came and left, its due time, its rating; `sure`: whether when it came is
    known and not estimated.
    """

    arrived: Floats
    left: Floats
    due: Floats
    urgent: Bools
    risk: Ints
    sure: Bools

    def __len__(self) -> int:
        return len(self.arrived)


@dataclass(frozen=True)
class Begun:
    """When work on each began (NaN: while nobody was at work), and how often somebody was served out of
    turn: how many times, and the logarithm of the number waiting, summed.
    """

    at: Floats
    out_of_turn: int
    among: float


def begun(record: Record, rota: Rota) -> Begun:
    """Live through the record with the rota's people, each taking the next piece when the one before leaves.

    A piece that leaves while another was thought to be worked on was begun in that one's place.
    """
    if not rota.queues:
        starts = np.empty(len(record))
        for part, clock in zip((~record.urgent, record.urgent), rota.open, strict=True):
            starts[part] = clock.after(record.arrived[part], np.zeros(part.sum()))
        return Begun(np.where(starts <= record.left, starts, np.nan), 0, 0.0)
    return _lived(record, rota)


def _lived(record: Record, rota: Rota) -> Begun:
    first, second = (x.tolist() for x in rota.rank(record.arrived, record.due, record.urgent))
    urgent, sure = record.urgent.tolist(), record.sure.tolist()
    size = len(urgent)
    starts = [math.nan] * size
    waits, gone = [False] * size, [False] * size
    lines: tuple[list[tuple[float, float, int]], ...] = ([], [])
    at_work: list[int] = []
    staff, is_open, waiting, out_of_turn, among = 0.0, (False, False), 0, 0, 0.0
    for moment, number in _events(record, rota):
        if number < size:  # it comes
            if not gone[number]:
                waits[number] = True
                waiting += 1
                heappush(lines[urgent[number]], (first[number], second[number], number))
        elif number < 2 * size:  # it leaves
            number -= size
            gone[number] = True
            if waits[number]:
                waits[number] = False
                waiting -= 1
                if at_work:
                    other = at_work.pop()
                    starts[number], starts[other] = starts[other], math.nan
                    if sure[number] and sure[other]:
                        out_of_turn += 1
                        among += math.log(waiting + 1)
                    waits[other] = True
                    waiting += 1
                    heappush(lines[urgent[other]], (first[other], second[other], other))
            elif number in at_work:
                at_work.remove(number)
        else:
            _, staff, *opening = rota.changes[number - 2 * size]
            is_open = (opening[0], opening[1])
        while waiting and len(at_work) < staff:
            chosen = None
            for line, allowed in zip(lines, is_open, strict=True):
                if allowed:
                    while line and not waits[line[0][2]]:
                        heappop(line)
                    if line and (chosen is None or line[0] < chosen[0]):
                        chosen = line
            if chosen is None:
                break
            job = heappop(chosen)[2]
            waits[job] = False
            waiting -= 1
            starts[job] = moment
            at_work.append(job)
    return Begun(np.array(starts), out_of_turn, among)


def _events(record: Record, rota: Rota) -> Iterator[tuple[float, int]]:
    """What happens, in order: at one moment what leaves, then what comes, then who is at work. The number is
    that of the piece that comes, or above these of the piece that leaves, or above these of the change.
    """
    changes = np.array([change[0] for change in rota.changes])
    moments = np.concatenate([record.arrived, record.left, changes])
    turn = np.repeat([1, 0, 2], [len(record), len(record), len(changes)])
    order = np.lexsort((turn, moments))
    return zip(moments[order].tolist(), order.tolist(), strict=True)


def likelihood(record: Record, rota: Rota, found: Begun) -> float:
    """The logarithm of how likely the departures are under a rota, whose people take lognormal times.

    Given who came when, a departure follows from the time that the work took, one for one; so the density
    of the departures is that of these times. Out of turn somebody is served at random, which has a chance
    of its own; so has work that left when nobody can have worked on it, at any hour. These chances and
    each rating's spread are the likeliest ones.
    """
    size = len(record)
    work = rota.work(found.at, record.left, record.urgent)
    told = np.isfinite(work)
    value = -found.among + _share(found.out_of_turn, size) + _share(int((~told).sum()), size)
    value -= (~told).sum() * math.log(rota.calendar.midnights[-1])
    for risk in np.unique(record.risk):
        logs = np.log(np.maximum(work[told & (record.risk == risk)], _MINUTE))
        if len(logs) > 1:
            spread = max(float(logs.std()), 0.05)
            value -= len(logs) * (math.log(spread) + 0.5 * math.log(2 * math.pi) + 0.5) + float(logs.sum())
    return float(value)


def _share(some: int, of: int) -> float:
    """The logarithm of the likelihood of a share at its likeliest."""
    rest = of - some
    return (some * math.log(some / of) if some else 0.0) + (rest * math.log(rest / of) if rest else 0.0)
