"""Figures of measure four from moments, recorded or lived through again: as in `measures/m04_timeliness.py`.

A test holds those of the record to the measure's own. `*` is every rating, or every agency.
"""

from collections.abc import Iterator

import numpy as np

from mash.whatif.calendar import Bools, Floats
from mash.whatif.durations import Durations
from mash.whatif.replay import Life
from mash.whatif.trace import UNRATED, Trace

#: Table, row and column of a figure.
Key = tuple[str, str, str]
Figures = dict[Key, float | None]

SEGMENTS = ("receipt_to_rating", "rating_to_request", "request_to_last_response", "last_response_to_decision")


def recorded(trace: Trace) -> Life:
    """What is recorded, as a life."""
    begins = trace.asked[trace.of] + trace.lag
    return Life(
        who=np.arange(len(trace.received)),
        received=trace.received,
        rated=trace.rated,
        asked=trace.asked,
        decided=trace.decided,
        due=trace.due,
        request=np.arange(len(trace.of)),
        of=trace.of,
        requested=begins,
        answered=np.where(trace.answered, begins + trace.watched, np.nan),
        withdrawn=trace.withdrawn,
    )


def figures(trace: Trace, life: Life) -> Figures:
    """Every figure, in an order that does not depend on the life; None = not defined."""
    return dict(
        [*_by_risk(trace, life), *_by_month(trace, life), *_segments(trace, life), *_responses(trace, life)]
    )


def _by_risk(trace: Trace, life: Life) -> Iterator[tuple[Key, float | None]]:
    final, timed = trace.final[life.who], _timed(trace, life)
    hours = life.decided - life.received
    stop = np.minimum(trace.as_at, np.nan_to_num(life.decided, nan=np.inf))
    for number, risk in ((None, "*"), *enumerate(trace.risks), (UNRATED, "unrated")):
        rows = timed if number is None else timed & (final == number)
        yield from _on_time("by_risk", risk, life.due[rows], life.decided[rows], trace.as_at)
        ended = life.decided[rows] <= trace.as_at
        waits = np.where(ended, hours[rows], (stop - life.received)[rows])
        yield ("by_risk", risk, "median_hours"), Durations(waits, ended).median()


def _by_month(trace: Trace, life: Life) -> Iterator[tuple[Key, float | None]]:
    timed, month = _timed(trace, life), trace.month[life.who]
    for number in np.unique(trace.month[trace.inside]).tolist():
        rows = timed & (month == number)
        name = f"{number // 12:04d}-{number % 12 + 1:02d}"
        yield from _on_time("by_month", name, life.due[rows], life.decided[rows], trace.as_at)


def _segments(trace: Trace, life: Life) -> Iterator[tuple[Key, float | None]]:
    """Milestones T0 to T4 lie end to end; each is reached, or the wait for it ends at the stop."""
    decided = np.where(life.decided <= trace.as_at, life.decided, np.nan)
    stop = np.where(np.isfinite(decided), decided, trace.as_at)
    counts = ~life.withdrawn & (life.requested <= stop[life.of])
    asked, answered = np.full(len(stop), np.inf), np.full(len(stop), -np.inf)
    np.minimum.at(asked, life.of[counts], life.requested[counts])
    done = np.where(life.answered <= stop[life.of], life.answered, np.inf)
    np.maximum.at(answered, life.of[counts], done[counts])
    rated = np.where(life.rated <= trace.as_at, life.rated, np.nan)
    asked = np.where(np.isfinite(asked), np.maximum(rated, asked), np.nan)
    answered = np.where(np.isfinite(answered), np.maximum(asked, answered), np.nan)
    line = [life.received, rated, asked, answered, decided]
    for name, begin, end in zip(SEGMENTS, line, line[1:], strict=False):
        rows = _timed(trace, life) & np.isfinite(begin)
        ended = np.isfinite(end[rows])
        waits = np.where(ended, end[rows], stop[rows]) - begin[rows]
        yield ("segments", name, "median_hours"), Durations(waits, ended).median()


def _responses(trace: Trace, life: Life) -> Iterator[tuple[Key, float | None]]:
    live = ~life.withdrawn & (life.requested <= trace.as_at)
    inside, timed = trace.inside[life.who][life.of], trace.timed[life.who][life.of]
    agency, due = trace.agency[life.request], life.requested + trace.due_after[life.request]
    for number, name in ((None, "*"), *enumerate(trace.agencies)):
        rows = live & inside if number is None else live & inside & (agency == number)
        yield from _on_time("responses", name, due[rows], life.answered[rows], trace.as_at)
        rows = rows & timed
        ended = life.answered[rows] <= trace.as_at
        waits = np.where(ended, life.answered[rows], trace.as_at) - life.requested[rows]
        yield ("responses", name, "median_hours"), Durations(waits, ended).median()


def _on_time(
    table: str, row: str, due: Floats, done: Floats, as_at: float
) -> Iterator[tuple[Key, float | None]]:
    passed = due < as_at
    count, met = int(passed.sum()), int((passed & (done <= due) & (done <= as_at)).sum())
    yield (table, row, "due"), float(count)
    yield (table, row, "overdue"), float(count - met)
    yield (table, row, "on_time_rate"), met / count if count else None


def _timed(trace: Trace, life: Life) -> Bools:
    return np.asarray(trace.inside[life.who] & trace.timed[life.who])
