"""How long the hub waits for answers before it decides without them.

A decision waits for the last answer, or for the hub's patience, whichever ends first, and then for
somebody who decides. Only the decision itself is on record. How long cases wait for it is seen where they
were certainly ready (nobody was asked, or all answered before anybody lost patience); so how likely a
decision is after each possible patience is known, and the likeliest spread of patience is found by
expectation and maximisation (Dempster, Laird and Rubin, 1977), for each first rating.
"""

from dataclasses import dataclass

import numpy as np

from mash.whatif.calendar import Bools, Floats, Ints, Open, opened
from mash.whatif.durations import Spread
from mash.whatif.hours import days_as_worked, opening_hours
from mash.whatif.trace import Trace

#: Decisions without all answers, in a rating, below which the hub is taken to wait for every answer.
_TOO_FEW = 20
#: Cases that were decided nearest in time and certainly ready: how long those wait, a case may wait.
_NEAR = 25
#: How wide, on a logarithmic scale, each of them is spread.
_WIDE = 0.5
_STEPS, _POINTS = 200, 60
_NEVER = 1e6


@dataclass(frozen=True)
class Patience:
    """`by_risk`: hours from the first request until the hub goes on without the answers that are missing, by
    first rating. `ready`: when each referral could be decided (estimated, but where `sure`).
    """

    by_risk: dict[int, Spread]
    ready: Floats
    sure: Bools

    def hours(self, first: Ints, chances: Floats) -> Floats:
        """The patience with each referral, by first rating and chance; infinite = waits for every answer."""
        found = np.full(len(chances), np.inf)
        for risk, spread in self.by_risk.items():
            found[first == risk] = spread.at(chances[first == risk])
        return found


def last_answers(trace: Trace) -> Floats:
    """When nothing was outstanding any more of what each referral's agencies were asked; infinite where that
    was not so by the decision, minus infinity where nobody was asked.
    """
    closes = trace.asked[trace.of] + trace.lag + trace.watched
    decided = trace.decided[trace.of]
    closed = trace.answered | (trace.withdrawn & (closes < decided))
    found = np.full(len(trace.received), -np.inf)
    np.maximum.at(found, trace.of, np.where(closed & ~(closes > decided), closes, np.inf))
    return found


def patience(trace: Trace, clocks: tuple[Open, Open] | None = None) -> Patience:
    """The hub's patience, and when each decided referral was ready for decision.

    `clocks`: when the desk that decides is open for all and for urgent cases, where that is known.
    """
    asked, last = np.isfinite(trace.asked), last_answers(trace)
    decided = np.isfinite(trace.decided)
    ready = np.where(asked, last, trace.left_rating)
    ready = np.where(np.isfinite(ready), ready, np.nan)
    without = asked & decided & np.isinf(last)
    waited = trace.decided - trace.asked
    surely = np.full(len(last), np.inf)
    impatient = []
    for risk in np.unique(trace.first).tolist():
        of_risk = trace.first == risk
        if (without & of_risk).sum() >= _TOO_FEW:
            impatient.append(risk)
            surely[of_risk] = np.quantile(waited[without & of_risk], 0.05)
    sure = decided & np.isfinite(ready) & (~asked | (last - trace.asked <= surely))
    clocks = clocks or _decision_hours(trace, ready)
    by_risk = {}
    if sure.sum() >= _NEAR:
        for risk in impatient:
            rows = np.flatnonzero((trace.first == risk) & asked & decided)
            points = _points(waited[rows][without[rows]])
            moments = np.minimum(trace.asked[rows, None] + np.append(points, _NEVER), last[rows, None])
            chance = _chances(trace, clocks, ready, sure, rows, moments)
            told = chance.sum(axis=1) > 0
            share = _likeliest(chance[told])
            by_risk[risk] = Spread(points, share[:-1])
            mean = (chance * share * moments).sum(axis=1) / np.maximum((chance * share).sum(axis=1), 1e-300)
            estimated = told & ~sure[rows]
            ready[rows[estimated]] = mean[estimated]
    ready = np.where(np.isnan(ready) & decided & asked, trace.decided, ready)
    return Patience(by_risk, np.minimum(ready, trace.decided), sure)


def _points(waited: Floats) -> Floats:
    """Hours that are tried."""
    low, high = max(float(np.quantile(waited, 0.01)) / 4, 0.05), float(np.quantile(waited, 0.99))
    seen = np.quantile(waited, np.linspace(0.0, 0.99, _POINTS))
    return np.unique(np.concatenate([seen[seen > 0], np.geomspace(low, max(high, low * 2), _POINTS)]))


def _decision_hours(trace: Trace, ready: Floats) -> tuple[Open, Open]:
    """When the desk that decides is open for all and for urgent cases, as far as decisions alone tell."""
    urgent = trace.final == trace.urgent
    came = np.where(np.isfinite(ready), ready, trace.asked)
    seen = np.isfinite(came) & np.isfinite(trace.decided)
    parts = [seen & ~urgent, seen & urgent]
    if min(part.sum() for part in parts) < _TOO_FEW:
        parts = [seen, seen]
    kinds = days_as_worked(trace.calendar, came[parts[0]], trace.decided[parts[0]])
    clocks = [
        opened(trace.calendar, kinds, opening_hours(trace.calendar, kinds, came[part], trace.decided[part]))
        for part in parts
    ]
    return clocks[0], clocks[1]


def _chances(
    trace: Trace, clocks: tuple[Open, Open], ready: Floats, sure: Bools, rows: Ints, moments: Floats
) -> Floats:
    """How likely the decision of each of `rows` is, had it been ready at each of its `moments`: the density
    of the open time since then, among the cases that were surely ready and decided nearest to it.
    """
    found = np.zeros(moments.shape)
    for risk in np.unique(trace.final[rows]):
        clock = clocks[int(risk == trace.urgent)]
        near = sure & (trace.final == risk)
        near = np.flatnonzero(near if near.sum() >= _NEAR else sure)
        near = near[np.argsort(trace.decided[near], kind="stable")]
        waits = np.log(np.maximum(clock.elapsed(trace.decided[near]) - clock.elapsed(ready[near]), 1 / 60))
        of_risk = np.flatnonzero(trace.final[rows] == risk)
        decided = trace.decided[rows[of_risk]]
        place = np.searchsorted(trace.decided[near], decided) - _NEAR // 2
        place = np.clip(place, 0, len(near) - _NEAR)
        gone = clock.elapsed(decided)[:, None] - clock.elapsed(moments[of_risk])
        gone = np.log(np.maximum(gone, 1 / 60))
        density = np.zeros(gone.shape)
        for number in range(_NEAR):
            density += np.exp(-0.5 * ((gone - waits[place + number][:, None]) / _WIDE) ** 2)
        found[of_risk] = np.where(moments[of_risk] <= decided[:, None], density / np.exp(gone), 0.0)
    return found


def _likeliest(chance: Floats) -> Floats:
    """The shares of the columns under which the rows are likeliest."""
    chance = chance / chance.max(axis=1, keepdims=True)
    share = np.full(chance.shape[1], 1 / chance.shape[1])
    for _ in range(_STEPS):
        share = share * (chance / (chance @ share)[:, None]).mean(axis=0)
    return share
