"""A what-if question answered: the past as recorded, as the model gives it, and as it would have been."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mash.engine.backend import Backend
from mash.engine.question import Question
from mash.engine.tables import raw_tables
from mash.whatif.changed import assumed, changed, refused
from mash.whatif.changes import DECISION_DESK, RATING_DESK, Change, named
from mash.whatif.estimate import FEWEST, Estimate, difference, estimate
from mash.whatif.figures import Figures, figures, recorded
from mash.whatif.fit import Fit, fit
from mash.whatif.model import Model, calibrated
from mash.whatif.replay import lived
from mash.whatif.trace import Trace, WhatIfError, read

Progress = Callable[[str, int, int], None]

#: Decided referrals of the window, with a known time of receipt, without which no model is made.
FEWEST_DECIDED = 200

#: What the intervals cover, for whoever reads them.
COVERED = (
    "Intervals hold 95 of 100 lives of the hub with the referrals that came: the chance in how long work, "
    "answers and patience take, and that their durations are known from a sample. They do not cover that "
    "other referrals would come, that a desk's hours, people or order are other than found, nor that the "
    "model is wrong where it does not fit."
)


@dataclass(frozen=True)
class Compared:
    """A figure as recorded, as the model gives the past, with the change, and the difference of the two."""

    table: str
    row: str
    column: str
    recorded: float | None
    past: Estimate
    changed: Estimate
    difference: Estimate


@dataclass(frozen=True)
class Answer:
    """What a change would have done. `finding`: in one sentence. `desks`: each desk's hours, people and order
    as inferred, in words. `assumptions`: what is taken for granted. Rates are fractions, durations hours.
    """

    question: str
    finding: str
    fit: Fit
    figures: tuple[Compared, ...]
    desks: Mapping[str, str]
    assumptions: tuple[str, ...]
    replications: int
    seed: int

    def figure(self, table: str, row: str, column: str) -> Compared:
        """One of the figures. Raises KeyError."""
        for one in self.figures:
            if (one.table, one.row, one.column) == (table, row, column):
                return one
        raise KeyError((table, row, column))


def ask(
    files: Mapping[str, Sequence[Path]],
    question: Question,
    changes: Sequence[Change],
    backend: Backend,
    replications: int = 40,
    seed: int = 20130513,
    progress: Progress | None = None,
) -> Answer:
    """What measure four would have been in a window, had `changes` been so. The backend is closed.

    `files`: the dataset's Parquet files by table. The same arguments give the same answer. `progress` is
    told the step, its number and how many there are. Raises WhatIfError where it cannot be answered.
    """
    if replications < FEWEST:
        raise WhatIfError(f"{replications} replications give no interval; use {FEWEST} or more")
    if seed < 0:
        raise WhatIfError(f"a seed is 0 or more, not {seed}")
    if not changes:
        raise WhatIfError("nothing is changed; name a change, such as --meets-due AGENCY")
    say = progress or (lambda step, done, of: None)
    say("reading", 0, replications + 2)
    try:
        trace = read(files, question, backend)
        hubs = len(backend.run(raw_tables().hubs))
    finally:
        backend.close()
    if hubs > 1:
        raise WhatIfError(f"the dataset holds {hubs} hubs; a model is of one: give the dataset of one hub")
    enough(trace)
    refused(trace, changes)
    say("calibrating", 1, replications + 2)
    model = calibrated(trace)
    either = changed(model, trace, ()), changed(model, trace, changes)
    past, after = list[Figures](), list[Figures]()
    for life in range(replications):
        say("replications", life + 2, replications + 2)
        for lives, one in zip((past, after), either, strict=True):
            drawn = replace(one, model=one.model.resampled((seed, life)))
            lives.append(figures(trace, lived(trace, drawn, (seed, life))))
    return _answer(trace, model, changes, past, after, seed)


def enough(trace: Trace) -> None:
    """Raise WhatIfError where a trace has too little to make a model from."""
    decided = int((trace.inside & trace.timed & np.isfinite(trace.decided)).sum())
    if decided < FEWEST_DECIDED:
        raise WhatIfError(
            f"{decided} referrals with a time of day were received in the window and decided; a model needs "
            f"{FEWEST_DECIDED}: choose a longer window"
        )
    rated = int((trace.inside & np.isfinite(trace.rated)).sum())
    if not rated or not len(trace.of):
        missing = "is rated" if not rated else "has a request to an agency"
        raise WhatIfError(f"no referral of the window {missing}; measure four has nothing to model there")


def _answer(
    trace: Trace,
    model: Model,
    changes: Sequence[Change],
    past: list[Figures],
    after: list[Figures],
    seed: int,
) -> Answer:
    seen = figures(trace, recorded(trace))
    compared = tuple(
        Compared(*key, seen[key], estimate(past, key), estimate(after, key), difference(past, after, key))
        for key in seen
    )
    condition = " and ".join(named(change, trace) for change in changes)
    found = fit(trace, seen, past)
    by_key = {(one.table, one.row, one.column): one for one in compared}
    desks = {RATING_DESK: model.rating.rota.said(), DECISION_DESK: model.decision.rota.said()}
    agencies = zip(trace.agencies, model.agencies, strict=True)
    return Answer(
        question=f"What if {condition}?",
        finding=finding(condition, by_key["by_risk", "*", "on_time_rate"], found),
        fit=found,
        figures=compared,
        desks=desks | {agency: desk.rota.said() for agency, desk in agencies},
        assumptions=(*dict.fromkeys(assumed(change, model, trace) for change in changes), COVERED),
        replications=len(past),
        seed=seed,
    )


def finding(condition: str, on_time: Compared, found: Fit) -> str:
    """The answer in a sentence or three."""
    if on_time.past.value is None or on_time.changed.value is None:
        return f"If {condition}: no referral of the window fell due, so nothing can be said of time."
    points = on_time.difference
    change = (points.value or 0.0) * 100
    low, high = (points.lower or 0.0) * 100, (points.upper or 0.0) * 100
    said = (
        f"If {condition}, {_percent(on_time.changed.value)} "
        f"({_percent(on_time.changed.lower)} to {_percent(on_time.changed.upper)}) instead of "
        f"{_percent(on_time.past.value)} would have been decided in time"
    )
    if low <= 0 <= high:
        said += f"; no difference can be told ({low:+.1f} to {high:+.1f} points)."
    else:
        more = "more" if change > 0 else "fewer"
        between = sorted((abs(low), abs(high)))
        said += f": {abs(change):.1f} points {more} ({between[0]:.1f} to {between[1]:.1f})."
    return f"{said} {found.verdict}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.0f} %"
