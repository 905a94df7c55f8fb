"""When a referral is due: the measures' own rule, for times that a model makes and changed targets."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mash.framework.clock import WorkingCalendar, target_micros
from mash.framework.instants import HOUR
from mash.whatif.calendar import Bools, Floats, Ints
from mash.whatif.trace import Trace


@dataclass(frozen=True)
class Targets:
    """Hours allowed to each referral under each rating, by the day of receipt (NaN = no target), whether
    they are working hours, and what a re-rating does (`target_policy` of measures.md, m04). `known`: due
    times by working clocks that were found already.
    """

    trace: Trace
    hours: Floats
    working: Bools
    policy: str
    known: dict[tuple[float, float], float] = field(default_factory=dict)

    def of(self, who: Ints) -> "Targets":
        """Those of these referrals."""
        return replace(self, hours=self.hours[who], working=self.working[who])

    def due(self, received: Floats, reviewed: Floats, first: Ints, final: Ints) -> Floats:
        """When each is due; NaN = never. A second rating is taken to be given when the case is `reviewed`.

        Ratings between the first and the final one are left out.
        """
        rows = np.arange(len(received))
        initial, current = (self._after(received, rows, risk) for risk in (first, final))
        if self.policy == "initial":
            return initial
        if self.policy == "current":
            return current
        again = np.where(first == final, np.nan, self._after(reviewed, rows, final))
        return np.fmin(initial, again)

    def _after(self, start: Floats, rows: Ints, risk: Ints) -> Floats:
        allowed = np.where(risk < 0, np.nan, self.hours[rows, risk])
        due = start + allowed
        for row in np.flatnonzero(
            (risk >= 0) & self.working[rows, risk] & (allowed > 0) & np.isfinite(start)
        ):
            due[row] = self._on_working_clock(float(start[row]), float(allowed[row]))
        return due

    def _on_working_clock(self, start: float, hours: float) -> float:
        if (start, hours) not in self.known:
            calendar, chosen = self.trace.calendar, self.trace.question.parameters
            clock = WorkingCalendar(chosen.working_hours, chosen.working_days, calendar.closed)
            day = calendar.days[int(calendar.day(np.array([start]))[0])]
            due = clock.due(calendar.instant(start), day, target_micros(hours))
            self.known[start, hours] = calendar.hour(due)
        return self.known[start, hours]


def targets_of(trace: Trace, changed: Mapping[int, float] | None = None) -> Targets:
    """The targets of a trace's referrals; `changed`: hours that a rating (by number) allows instead."""
    day = trace.calendar.day(trace.received)
    dates = [trace.calendar.days[number] for number in day.tolist()]
    hours = np.full((len(dates), len(trace.risks)), np.nan)
    working = np.zeros(hours.shape, dtype=bool)
    for period in trace.periods:
        risk = trace.risks.index(period.risk)
        inside = np.array([period.first <= date <= period.last for date in dates], dtype=bool)
        hours[inside, risk] = np.nan if period.target is None else period.target / HOUR
        working[inside, risk] = period.working
    for risk, allowed in (changed or {}).items():
        hours[:, risk] = allowed
    return Targets(trace, hours, working, trace.question.parameters.target_policy)
