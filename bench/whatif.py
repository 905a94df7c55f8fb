"""The what-if model held against simulated hubs in which the change is really made.

`python -m bench.whatif` prints JSON. For each hub a model is calibrated from one life of it. Then the hub lives
again, several times with other luck, as it is and with each change made in the simulator itself; the difference
of their means is the truth that the model should have foretold. `missed` and `effect` are percentage points of
all referrals decided in time; `covered`: within the model's interval, widened by what the truth itself is
uncertain by. `lives_covered`: other lives of the hub as it is, within the interval of the past. `months`:
months foretold by a model of the nine before them. CPU seconds are compared with those
of the dataset's own measures in the same run.
"""

import argparse
import json
import math
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from statistics import mean, stdev
from typing import Any
from unittest.mock import patch

import polars as pl

from mash.dataset.store import open_dataset, write
from mash.demo import casework, sharing, staff
from mash.demo import world as worlds
from mash.demo.casework import Hub
from mash.demo.london import AS_AT
from mash.demo.tables import frames
from mash.engine.compute import compute
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.measures import all_statistics
from mash.whatif.answer import ask
from mash.whatif.changed import Changed
from mash.whatif.changes import Arrivals, Change, MeetsDue, Target, extra
from mash.whatif.estimate import estimate
from mash.whatif.figures import figures, recorded
from mash.whatif.model import Model, calibrated
from mash.whatif.replay import lived
from mash.whatif.targets import targets_of
from mash.whatif.trace import Trace, read

SLOW = "mental_health"
MOMENT = datetime.fromtimestamp(AS_AT, UTC)
QUESTION = Question(MOMENT, date(2025, 1, 6), date(2026, 1, 5))
IN_TIME = ("by_risk", "*", "on_time_rate")
_answer, _day = sharing.answer, staff.Desk._day


def punctual(agencies: set[str] | None) -> Any:
    """Answers of these agencies (None: of all) by their due time."""

    def answer(rng: Random, request: Any, risk: str) -> tuple[int, str] | None:
        found = _answer(rng, request, risk)
        if request.due_at is None or (agencies is not None and request.agency_id not in agencies):
            return found
        when, what = found or (request.due_at, "shared")
        return min(when, request.due_at), what

    return patch.object(sharing, "answer", answer)


def more_on_mondays() -> Any:
    """One more person who decides, on working Mondays."""

    def day(desk: Any, today: date) -> None:
        usual = desk.shifts
        if usual is staff.DECISION and today.weekday() == 0:
            desk.shifts = replace(usual, people=usual.people + 1 / desk.scale)
        _day(desk, today)
        desk.shifts = usual

    return patch.object(staff.Desk, "_day", day)


CHANGES: dict[str, tuple[Change | None, Any]] = {
    "as it is": (None, None),
    "the slow agency meets its due times": (MeetsDue(SLOW), lambda: punctual({SLOW})),
    "a school answers in time": (MeetsDue("education"), lambda: punctual({"education"})),
    "one more decides on Mondays": (extra("decision-desk:mon:1"), more_on_mondays),
    "blue becomes 48 hours": (
        Target("blue", 48.0),
        lambda: patch.dict(casework._TARGET, {"blue": 48 * 3600}),
    ),
    "a tenth fewer come": (Arrivals(0.9), None),
}


@contextmanager
def dataset(referrals: int, seed: int, name: str, luck: int) -> Iterator[dict[str, list[Path]]]:
    """A hub's dataset, lived with some luck, a change made in the simulator."""
    change, made = CHANGES[name]
    count = round(referrals * change.factor) if isinstance(change, Arrivals) else referrals
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mash-bench-")))
        if made is not None:
            stack.enter_context(made())
        own = lambda rng, desk, scale: Hub(Random(f"{seed}/casework/{luck}"), desk, scale)  # noqa: E731
        with patch.object(worlds, "Hub", own):
            hub = worlds.world(count, seed, lambda step, done, of: None)
        tables = frames(hub.rows)
        if isinstance(change, Target):
            hours = (
                pl.when(pl.col("risk") == change.risk).then(change.hours).otherwise(pl.col("target_hours"))
            )
            tables["risks"] = tables["risks"].with_columns(target_hours=hours)
        write(folder / "dataset", tables, as_at=MOMENT, source=name)
        yield dict(open_dataset(folder / "dataset").files)


def in_time(trace: Trace) -> float:
    return 100 * float(figures(trace, recorded(trace))[IN_TIME] or 0.0)


def traced(files: dict[str, list[Path]], question: Question = QUESTION) -> Trace:
    backend = DuckDB()
    try:
        return read(files, question, backend)
    finally:
        backend.close()


def truth(referrals: int, seed: int, name: str, lives: int) -> list[float]:
    """Percent decided in time in several lives."""
    found = []
    for luck in range(1, lives + 1):
        with dataset(referrals, seed, name, luck) as files:
            found.append(in_time(traced(files)))
    return found


def moved(model: Model, of: Trace, to: Trace) -> Model:
    """A model of one window in the days of another."""
    kinds = tuple(to.calendar.kinds.tolist())

    def desk(one: Any) -> Any:
        return replace(one, rota=replace(one.rota, calendar=to.calendar, kinds=kinds))

    by_name = dict(zip(of.agencies, model.agencies, strict=True))
    busiest = by_name[max(by_name, key=lambda name: len(by_name[name].any))]
    agencies = tuple(desk(by_name.get(name, busiest)) for name in to.agencies)
    return replace(model, rating=desk(model.rating), decision=desk(model.decision), agencies=agencies)


def foretold(files: dict[str, list[Path]], lives: int) -> list[dict[str, Any]]:
    """Each month of a quarter foretold by a model of the nine months before it."""
    before = traced(files, replace(QUESTION, start=date(2025, 1, 6), end=date(2025, 10, 1)))
    after = traced(files, replace(QUESTION, start=date(2025, 10, 1), end=date(2026, 1, 1)))
    model = moved(calibrated(before), before, after)
    targets = targets_of(after)
    made = [
        figures(after, lived(after, Changed(model.resampled((1, n)), targets), (1, n))) for n in range(lives)
    ]
    seen, months = figures(after, recorded(after)), []
    for key in seen:
        if key[0] == "by_month" and key[2] == "on_time_rate":
            found = estimate(made, key)
            assert None not in (found.value, found.lower, found.upper)
            value = float(seen[key] or 0.0)
            months.append(
                {
                    "month": key[1],
                    "seen": 100 * value,
                    "foretold": 100 * found.value,
                    "covered": found.lower <= value <= found.upper,
                }
            )
    return months


def hub(referrals: int, seed: int, lives: int, replications: int) -> dict[str, Any]:
    """One hub: fit, effects against the truth, months foretold, and CPU."""
    base = truth(referrals, seed, "as it is", lives)
    effects: list[dict[str, Any]] = []
    with dataset(referrals, seed, "as it is", 0) as files:
        began = time.process_time()
        compute(files, QUESTION, all_statistics(), DuckDB())
        measures = time.process_time() - began
        for name, (change, _) in CHANGES.items():
            if change is None:
                continue
            began = time.process_time()
            answer = ask(files, QUESTION, [change], DuckDB(), replications)
            seconds = time.process_time() - began
            found, past = answer.figure(*IN_TIME).difference, answer.figure(*IN_TIME).past
            assert None not in (past.lower, past.upper)
            assert None not in (found.value, found.lower, found.upper)
            real = truth(referrals, seed, name, lives)
            effect = mean(real) - mean(base)
            unsure = 1.96 * math.sqrt((stdev(real) ** 2 + stdev(base) ** 2) / lives)
            covered = 100 * found.lower - unsure <= effect <= 100 * found.upper + unsure
            effects.append(
                {
                    "change": name,
                    "effect": effect,
                    "effect_unsure_by": unsure,
                    "foretold": 100 * found.value,
                    "interval": [100 * found.lower, 100 * found.upper],
                    "covered": covered,
                }
            )
            print(json.dumps(effects[-1]), file=sys.stderr, flush=True)
        within = [100 * past.lower <= life <= 100 * past.upper for life in base]
        fit = answer.fit
        judged = [one for one in fit.checked if one.fits is not None]
        return {
            "seed": seed,
            "missed": fit.points,
            "figures": len(judged),
            "figures_that_do_not_fit": len(fit.doubts),
            "lives": len(within),
            "lives_covered": sum(within),
            "effects": effects,
            "months": foretold(files, replications),
            "cpu_seconds": seconds,
            "cpu_to_all_measures": seconds / measures,
        }


def main() -> None:
    """Print what each hub shows, and all of them summed up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, default=20_000)
    parser.add_argument("--hubs", type=int, default=4)
    parser.add_argument("--lives", type=int, default=5)
    parser.add_argument("--replications", type=int, default=40)
    chosen = parser.parse_args()
    hubs = [
        hub(chosen.referrals, seed, chosen.lives, chosen.replications) for seed in range(1, chosen.hubs + 1)
    ]
    effects = [effect for one in hubs for effect in one["effects"]]
    months = [month for one in hubs for month in one["months"]]
    summary = {
        "missed": mean(one["missed"] for one in hubs),
        "lives": sum(one["lives"] for one in hubs),
        "lives_covered": sum(one["lives_covered"] for one in hubs),
        "effects": len(effects),
        "effects_covered": sum(effect["covered"] for effect in effects),
        "effects_missed_by": mean(abs(effect["foretold"] - effect["effect"]) for effect in effects),
        "months": len(months),
        "months_covered": sum(month["covered"] for month in months),
        "months_missed_by": mean(abs(month["foretold"] - month["seen"]) for month in months),
    }
    print(json.dumps({"summary": summary, "hubs": hubs}, indent=2))


if __name__ == "__main__":
    main()
