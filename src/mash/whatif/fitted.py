"""A desk fitted to its record: the likeliest rota, and how long its work takes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from mash.whatif import queue
from mash.whatif.begun import Record, begun, likelihood
from mash.whatif.calendar import CLOSED, Bools, Calendar, Floats, Ints, Shift
from mash.whatif.durations import Durations
from mash.whatif.hours import ALWAYS, days_as_worked, opening_hours
from mash.whatif.rota import FIRST_COME, ORDERS, URGENT_THEN_DUE, Rota

#: How many people are tried.
_PEOPLE = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)
#: Orders with which they are tried at first.
_TELLING = (FIRST_COME, URGENT_THEN_DUE)
#: From how many of them the likeliest rota is then looked for.
_STARTS = 3
#: How much shorter or longer work may be than it seemed, how closely that is settled, over how many lives.
_SCALES, _HALVINGS, _LIVES = (0.6, 1.5), 6, 3
#: A queue is believed when it makes the record likelier by this much (natural logarithm) than none would.
_CLEARLY = 10.0
#: Fewer departures than these tell nothing of a queue, or of urgent work apart, or of a rating apart.
_FOR_QUEUE, _FOR_URGENT, _FOR_RATING = 100, 20, 12


@dataclass(frozen=True)
class Desk:
    """A desk of the model: its rota, and how long its work takes by rating (`any` = whatever the rating)."""

    rota: Rota
    work: dict[int, Durations]
    any: Durations

    def resampled(self, rng: np.random.Generator) -> "Desk":
        """With durations drawn anew from those seen. Where there is a queue their mean stays: how long work
        stayed in the record settles that better than the durations themselves do.
        """
        work = {risk: self.work[risk].resampled(rng) for risk in sorted(self.work)}
        found = replace(self, work=work, any=self.any.resampled(rng))
        return found.scaled(self._mean() / found._mean()) if self.rota.queues else found

    def _mean(self) -> float:
        """Mean hours of work, over every rating as often as it was seen."""
        parts = [self.work[risk].waits for risk in sorted(self.work)] or [self.any.waits]
        return float(np.concatenate(parts).mean())

    def scaled(self, by: float) -> "Desk":
        """With so many times as long work."""
        work = {risk: replace(one, waits=one.waits * by) for risk, one in self.work.items()}
        return replace(self, work=work, any=replace(self.any, waits=self.any.waits * by))

    def hours(self, risk: Ints, chances: Floats) -> Floats:
        """Hours of work for each piece, by its rating and its chance."""
        found = self.any.at(chances)
        for one, durations in self.work.items():
            found[risk == one] = durations.at(chances[risk == one])
        return found


def fitted(
    calendar: Calendar, record: Record, watched: Record | None = None, start: Rota | None = None
) -> Desk:
    """The desk whose rota makes a record of departures likeliest, and the work that it then was.

    `watched`: work that had not left when it was last looked at (`left` = then); it counts where there is
    no queue, as censored. `start`: a rota near to which the likeliest is looked for.
    """
    rota = _climbed(record, start)[0] if start and start.queues else likeliest(calendar, record)
    found = begun(record, rota)
    work = rota.work(found.at, record.left, record.urgent)
    use = np.isfinite(work) & record.sure
    if not use.any():
        use = np.isfinite(work)
    risks, waits, ended = record.risk[use], np.maximum(work[use], 0.0), np.ones(use.sum(), dtype=bool)
    if rota.queues:
        keep = np.concatenate([_usual(waits[risks == risk]) for risk in np.unique(risks)])
        order = np.argsort(risks, kind="stable")
        risks, waits, ended = risks[order][keep], waits[order][keep], ended[order][keep]
    elif watched is not None:
        open_work = rota.work(begun(watched, rota).at, watched.left, watched.urgent)
        # what was last looked at outside opening hours had been worked on until they ended
        late = np.isnan(open_work)
        clock = rota.open[0]
        open_work[late] = (clock.elapsed(watched.left) - clock.elapsed(watched.arrived))[late]
        risks = np.concatenate([risks, watched.risk])
        waits = np.concatenate([waits, np.maximum(open_work, 0.0)])
        ended = np.concatenate([ended, np.zeros(len(watched), dtype=bool)])
    by_risk = {
        int(risk): Durations(waits[risks == risk], ended[risks == risk])
        for risk in np.unique(risks)
        if ended[risks == risk].sum() >= _FOR_RATING
    }
    desk = Desk(rota, by_risk, Durations(waits, ended))
    return matched(desk, record) if rota.queues else desk


def matched(desk: Desk, record: Record) -> Desk:
    """The desk with work so much longer or shorter that, living through its own record, pieces of work stay
    as long as they did (geometric mean, of those whose arrival is sure).

    A busy desk multiplies a small error in how long work takes; how long work stayed tells it best.
    """
    stayed, ends = _stay(record.left, record), float(desk.rota.calendar.midnights[-1])
    low, high = _SCALES
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        lives = [
            queue.left(desk.rota, record.arrived, record.due, record.urgent, work * middle, ends)
            for work in _works(desk, record)
        ]
        if float(np.mean([_stay(np.minimum(left, ends), record) for left in lives])) < stayed:
            low = middle
        else:
            high = middle
    return desk.scaled((low + high) / 2)


def _works(desk: Desk, record: Record) -> list[Floats]:
    """The same hours of work for every scale, a few times over."""
    rngs = [np.random.default_rng((20130513, life)) for life in range(_LIVES)]
    return [desk.hours(record.risk, rng.random(len(record))) for rng in rngs]


def _stay(left: Floats, record: Record) -> float:
    sure = record.sure if record.sure.any() else np.ones(len(record), dtype=bool)
    return float(np.log(np.maximum(left - record.arrived, 1 / 60))[sure].mean())


def _usual(waits: Floats) -> Bools:
    """Which are no outliers on a logarithmic scale (Tukey's fence): where the order was not the rota's, or
    somebody was away, the record makes work seem longer than it was, and a queue magnifies it.
    """
    logs = np.log(np.maximum(waits, 1 / 60))
    low, high = np.quantile(logs, [0.25, 0.75])
    return np.asarray(logs <= high + 1.5 * (high - low))


def likeliest(calendar: Calendar, record: Record) -> Rota:
    """The rota under which the departures are likeliest; without a queue, unless one is clearly likelier."""
    without = _without_queue(calendar, record)
    if len(record) < _FOR_QUEUE:
        return without
    plain, enough = _better(record, without)
    people = [replace(without, staff=(float(n),) * 4, order=order) for order in _TELLING for n in _PEOPLE]
    tried = sorted((_better(record, rota) for rota in people), key=lambda found: -found[1])
    if tried[0][1] < enough + _CLEARLY:
        return plain
    starts: dict[float, Rota] = {}
    for rota, _ in tried:
        starts.setdefault(rota.staff[0], rota)
    ends = [_climbed(record, rota) for rota in list(starts.values())[:_STARTS]]
    return max(ends, key=lambda end: end[1])[0]


def _better(record: Record, rota: Rota) -> tuple[Rota, float]:
    """The rota with work resting after hours or finished, whichever is likelier, and its likelihood."""
    found = begun(record, rota)
    either = [replace(rota, finishes=how) for how in (False, True)]
    values = [(one, likelihood(record, one, found)) for one in either]
    return max(values, key=lambda value: value[1])


def _climbed(record: Record, rota: Rota) -> tuple[Rota, float]:
    """The likeliest rota that small changes lead to, one after the other, and its likelihood."""
    # what is finished after hours makes them seem longer than they are
    shorter = [_better(record, replace(rota, hours=_shorter(rota, by))) for by in range(4)]
    rota, value = max(shorter, key=lambda found: found[1])
    tried, better = {rota}, True
    while better:
        better = False
        for changed in _neighbours(rota):
            if changed not in tried:
                tried.add(changed)
                found, its = _better(record, changed)
                if its > value:
                    rota, value, better = found, its, True
                    break
    ordered = [(rota, value), *(_better(record, replace(rota, order=order)) for order in ORDERS)]
    return max(ordered, key=lambda found: found[1])


def _without_queue(calendar: Calendar, record: Record) -> Rota:
    rest = ~record.urgent
    if min(rest.sum(), record.urgent.sum()) < _FOR_URGENT:
        parts = [np.ones(len(record), dtype=bool)] * 2
    else:
        parts = [rest, record.urgent]
    kinds = days_as_worked(calendar, record.arrived[parts[0]], record.left[parts[0]])
    hours = [opening_hours(calendar, kinds, record.arrived[part], record.left[part]) for part in parts]
    return Rota(
        calendar, tuple(kinds.tolist()), (tuple(hours[0]), tuple(hours[1])), (math.inf,) * 4, FIRST_COME
    )


def _neighbours(rota: Rota) -> Iterator[Rota]:
    for kind in range(CLOSED + 1):
        for change in (-1.0, 1.0):
            staff = rota.staff[kind] + change
            if staff >= 1 and rota.hours[1][kind] is not None:
                yield replace(rota, staff=(*rota.staff[:kind], staff, *rota.staff[kind + 1 :]))
    for kind, shift in enumerate(rota.hours[0]):
        if shift is None or shift == ALWAYS:
            continue
        for later, longer in ((0, -1), (0, 1), (1, -1), (-1, 1)):
            changed = ((shift[0] + later) % 48, shift[1] + longer)
            if 1 <= changed[1] < 48:
                yield replace(rota, hours=_with(rota.hours, kind, changed))


def _shorter(rota: Rota, by: int) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    hours = rota.hours
    for kind, shift in enumerate(rota.hours[0]):
        if shift is not None and shift != ALWAYS and shift[1] > by:
            hours = _with(hours, kind, (shift[0], shift[1] - by))
    return hours


def _with(
    hours: tuple[tuple[Shift, ...], tuple[Shift, ...]], kind: int, shift: Shift
) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    rest, urgent = ((*part[:kind], shift, *part[kind + 1 :]) for part in hours)
    return rest, (urgent if hours[0] == hours[1] else hours[1])
