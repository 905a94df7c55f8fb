"""A small hub whose every part is known, lived by a plain loop of its own: what calibration must find.

Working days only. Two people rate from 8 to 18, first come, first served, 30 minutes a case on average. One
agency answers from 9 to 17 and never keeps anything waiting for other work; the other has two people, 9 to
17, who take an hour and a half a request, first come, first served. One person decides, day and night, in a
minute. The hub waits for every answer.
"""

import heapq
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

import numpy as np

from mash.engine.question import Question
from mash.framework.risks import FIRST_DAY, LAST_DAY, RiskPeriod
from mash.whatif.calendar import Calendar
from mash.whatif.trace import Trace

FIRST = date(2024, 11, 4)  # a Monday in winter: London's clock is UTC
DAYS = 140
QUICK, BUSY = 0, 1
HOUR = 3_600_000_000


def opens(at, begins, ends):
    """The first moment at or after `at` at which a desk is open that is so on working days only."""
    while True:
        day, hour = divmod(at, 24.0)
        if day % 7 < 5 and hour < ends:
            return max(at, day * 24.0 + begins)
        at = (day + 1) * 24.0


def worked(at, work, begins, ends):
    """When so many open hours have passed since `at`."""
    at = opens(at, begins, ends)
    left = at // 24.0 * 24.0 + ends - at
    return at + work if work <= left else worked(at + left, work - left, begins, ends)


def queue(arrivals, works, people, begins, ends):
    """When each leaves a desk that serves first come, first served, and rests after hours."""
    free = [0.0] * people
    left = [0.0] * len(arrivals)
    for job in sorted(range(len(arrivals)), key=lambda job: arrivals[job]):
        start = opens(max(arrivals[job], heapq.heappop(free)), begins, ends)
        left[job] = worked(start, works[job], begins, ends)
        heapq.heappush(free, left[job])
    return left


@dataclass
class Toy:
    received: list[float]
    rated: list[float]
    quick: list[float]
    busy: list[float]
    decided: list[float]


def toy(seed, per_day=14):
    rng = Random(seed)
    received = sorted(
        day * 24.0 + rng.uniform(7, 19) for day in range(DAYS - 14) if day % 7 < 5 for _ in range(per_day)
    )
    size = len(received)
    # the busy agency can do about ten a day, and is asked that often
    rated = queue(received, [rng.gammavariate(2, 0.25) for _ in range(size)], 2, 8, 18)
    quick = [worked(at, rng.lognormvariate(0.5, 0.7), 9, 17) for at in rated]
    asked = [number % 3 < 2 for number in range(size)]
    works = [rng.gammavariate(2, 0.75) for _ in range(size)]
    left = iter(queue([at for at, is_asked in zip(rated, asked, strict=True) if is_asked], works, 2, 9, 17))
    busy = [next(left) if is_asked else float("nan") for is_asked in asked]
    decided = [max(a, b) + 1 / 60 if b == b else a + 1 / 60 for a, b in zip(quick, busy, strict=True)]
    return Toy(received, rated, quick, busy, decided)


def trace(life, target=24.0, due_after=8.0, names=None):
    """The record of a toy hub as a trace: one rating, both agencies asked (the busy one of two in three)."""
    size = len(life.received)
    of, agency, answered = [], [], []
    for number, (quick, busy) in enumerate(zip(life.quick, life.busy, strict=True)):
        for which, at in ((QUICK, quick), (BUSY, busy)):
            if at == at:
                of.append(number)
                agency.append(which)
                answered.append(at)
    rated = np.array(life.rated)
    as_at = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) + timedelta(days=DAYS)
    question = Question(as_at, FIRST, FIRST + timedelta(days=DAYS))
    period = RiskPeriod("amber", 1, round(target * HOUR), False, FIRST_DAY, LAST_DAY)
    received = np.array(life.received)
    yes = np.ones(size, dtype=bool)
    return Trace(
        question=question,
        calendar=Calendar(FIRST, DAYS + 1, frozenset()),
        periods=(period,),
        names=names
        or {"agencies": {"quick": "Quick Trust", "busy": "Busy Council"}, "risks": {"amber": "Amber"}},
        risks=("amber",),
        agencies=("quick", "busy"),
        as_at=DAYS * 24.0,
        received=received,
        timed=yes,
        inside=yes,
        month=np.full(size, 24000, dtype=np.int64),
        first=np.zeros(size, dtype=np.int64),
        final=np.zeros(size, dtype=np.int64),
        rated=rated,
        asked=rated.copy(),
        decided=np.array(life.decided),
        due=received + target,
        of=np.array(of),
        agency=np.array(agency),
        lag=np.zeros(len(of)),
        due_after=np.full(len(of), due_after),
        watched=np.array(answered) - rated[of],
        answered=np.ones(len(of), dtype=bool),
        withdrawn=np.zeros(len(of), dtype=bool),
    )
