"""What happened, as the model replays it: the referrals and requests of a dataset as arrays.

A referral keeps its receipt, its ratings and the agencies asked; what the model makes anew are the waits.
Referrals of four weeks before the window and after it are read as well, as they stood in the same queues.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from ibis import _

from mash.dataset.contract import TABLES
from mash.engine.answer import names
from mash.engine.backend import Backend
from mash.engine.compute import prepare
from mash.engine.question import Question
from mash.engine.tables import raw_tables
from mash.framework.instants import micros
from mash.framework.risks import RiskPeriod, risk_periods
from mash.whatif.calendar import Bools, Calendar, Floats, Ints

#: Days before and after the window whose referrals stood in the same queues.
AROUND = timedelta(days=28)
#: The number of `unrated`, which stands for no rating.
UNRATED = -1


class WhatIfError(ValueError):
    """The question cannot be answered; the message says why and how to mend it."""


@dataclass(frozen=True)
class Trace:
    """Referrals in order of receipt and requests in order of their referral. Moments and waits are hours,
    NaN = did not happen by as-at. Risks are numbers into `risks`, lowest rank first.

    `timed`: whether the time of receipt is known; `inside`: whether that is in the window. `due`: under the
    question's target policy, whatever is known of the time. `asked`: when the first request was made. Of
    each request: `of`, its referral; `lag`, from the first request of that referral; `due_after`, from
    request to due; `watched`, from request to the answer, else to where it was withdrawn, or as-at;
    `answered`, `withdrawn`.
    """

    question: Question
    calendar: Calendar
    periods: tuple[RiskPeriod, ...]
    names: Mapping[str, Mapping[str, str]]
    risks: tuple[str, ...]
    agencies: tuple[str, ...]
    as_at: float
    received: Floats
    timed: Bools
    inside: Bools
    month: Ints
    first: Ints
    final: Ints
    rated: Floats
    asked: Floats
    decided: Floats
    due: Floats
    of: Ints
    agency: Ints
    lag: Floats
    due_after: Floats
    watched: Floats
    answered: Bools
    withdrawn: Bools

    @property
    def urgent(self) -> int:
        """The highest risk: what is called urgent."""
        return len(self.risks) - 1

    @property
    def left_rating(self) -> Floats:
        """When each referral left the desk that rates: when first rated; unrated, when others were asked."""
        return np.where(np.isfinite(self.rated), self.rated, self.asked)


def read(files: Mapping[str, Sequence[Path]], question: Question, backend: Backend) -> Trace:
    """The trace of a question's window. `files`: the dataset's Parquet files by table."""
    for table in TABLES:
        backend.load(table, files.get(table, ()))
    wide = Question(question.as_at, question.start - AROUND, question.end + AROUND, question.parameters)
    t = prepare(backend, wide)
    cases, asked = backend.run(t.cases.filter(_.in_window)), backend.run(t.asked)
    raw = raw_tables()
    closed = frozenset(row["date"] for row in backend.run(raw.closed_days))
    count = max((question.as_at_date - wide.start).days + 1, 1)
    periods = risk_periods(backend.run(raw.risks))
    return _trace(question, Calendar(wide.start, count, closed), periods, names(backend), cases, asked)


def _trace(
    question: Question,
    calendar: Calendar,
    periods: list[RiskPeriod],
    named: Mapping[str, Mapping[str, str]],
    cases: list[dict[str, Any]],
    asked: list[dict[str, Any]],
) -> Trace:
    ranks = {period.risk: period.rank for period in periods}
    risks = tuple(sorted(ranks, key=lambda risk: (ranks[risk], risk)))
    requests: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(asked, key=_in_order):
        requests.setdefault(row["referral_id"], []).append(row)
    # a day without anything that followed says that somebody came, and not that anybody took it up
    cases = [case for case in cases if case["time_known"] or _followed(case, requests)]
    cases.sort(key=lambda case: (case["received_at"], case["referral_id"]))

    def hours(column: str) -> Floats:
        return np.array([_hour(calendar, case[column]) for case in cases], dtype=np.float64)

    rows = [
        (number, row, row["requested_at"])
        for number, case in enumerate(cases)
        for row in requests.get(case["referral_id"], ())
        if row["requested_at"] <= case["stop_at"]
    ]
    stops = [cases[number]["stop_at"] for number, _, _ in rows]
    begins = np.array([calendar.hour(at) for _, _, at in rows], dtype=np.float64)
    of = np.array([number for number, _, _ in rows], dtype=np.int64)
    first_asked = np.full(len(cases), np.inf)
    np.minimum.at(first_asked, of, begins)
    ends = [
        _watched(row, stop, micros(question.as_at)) for (_, row, _), stop in zip(rows, stops, strict=True)
    ]
    agencies = tuple(sorted({row["agency_id"] for _, row, _ in rows}))
    numbers = {agency: number for number, agency in enumerate(agencies)}
    risk_of = {risk: number for number, risk in enumerate(risks)}
    months = [case["received_on"].year * 12 + case["received_on"].month - 1 for case in cases]
    trace = Trace(
        question=question,
        calendar=calendar,
        periods=tuple(periods),
        names=named,
        risks=risks,
        agencies=agencies,
        as_at=calendar.hour(micros(question.as_at)),
        received=hours("received_at"),
        timed=np.array([case["time_known"] for case in cases], dtype=bool),
        inside=np.array([_inside(case, question) for case in cases], dtype=bool),
        month=np.array(months, dtype=np.int64),
        first=np.array([risk_of.get(case["first_risk"], UNRATED) for case in cases], dtype=np.int64),
        final=np.array([risk_of.get(case["final_risk"], UNRATED) for case in cases], dtype=np.int64),
        rated=hours("first_rated_at"),
        asked=np.where(np.isfinite(first_asked), first_asked, np.nan),
        decided=hours("decided_at"),
        due=hours("due_at"),
        of=of,
        agency=np.array([numbers[row["agency_id"]] for _, row, _ in rows], dtype=np.int64),
        lag=begins - first_asked[of],
        due_after=np.array([_hour(calendar, row["due_at"]) for _, row, _ in rows], dtype=np.float64) - begins,
        watched=np.array([calendar.hour(end) for end in ends], dtype=np.float64) - begins,
        answered=np.array(
            [row["responded_at"] is not None and not row["cancelled"] for _, row, _ in rows], dtype=bool
        ),
        withdrawn=np.array([row["cancelled"] for _, row, _ in rows], dtype=bool),
    )
    return replace(trace, received=_received(trace))


def _received(trace: Trace) -> Floats:
    """When referrals were received: where only the day is known, between those of like urgency that were
    rated just before and just after, in proportion; else at noon.
    """
    found, left = trace.received.copy(), trace.left_rating
    left = np.where(np.isfinite(left), left, trace.decided)
    seen, urgent = np.isfinite(left), trace.first == trace.urgent
    for part in (urgent, ~urgent):
        known, missing = seen & trace.timed & part, seen & ~trace.timed & part
        known = known if known.any() else seen & trace.timed
        if known.any():
            order = np.argsort(left[known], kind="stable")
            between = np.interp(left[missing], left[known][order], found[known][order])
            latest = np.minimum(found[missing] + 24.0, left[missing])
            found[missing] = np.clip(between, found[missing], latest)
    found[~trace.timed & ~seen] += 12.0
    return found


def _in_order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    times = (-1 if row[column] is None else row[column] for column in ("due_at", "responded_at"))
    return (row["referral_id"], row["requested_at"], row["agency_id"], *times, row["cancelled"])


def _followed(case: Mapping[str, Any], requests: Mapping[str, Any]) -> bool:
    moments = case["first_rated_at"], case["decided_at"]
    return any(moment is not None for moment in moments) or case["referral_id"] in requests


def _inside(case: Mapping[str, Any], question: Question) -> bool:
    return bool(question.start <= case["received_on"] < question.window_end)


def _hour(calendar: Calendar, instant: int | None) -> float:
    return float("nan") if instant is None else calendar.hour(instant)


def _watched(row: Mapping[str, Any], stop: int, as_at: int) -> int:
    """Until when a request was seen: its answer; where it was withdrawn, at the latest the stop; as-at."""
    answered: int | None = row["responded_at"]
    if row["cancelled"]:
        return stop if answered is None else min(answered, stop)
    return as_at if answered is None else answered
