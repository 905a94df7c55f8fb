"""Fill an empty database with the latest weeks of the simulated hub, up to this minute."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.db import connection

from mash.demo.live import baselining
from mash.demo.live.agreeing import agree
from mash.demo.live.asking import ask_for_a_record
from mash.demo.live.auditing import Audited, Auditing, auditing
from mash.demo.live.complaining import Complained, Complaining, complaining
from mash.demo.live.leading import Leading, Led, leading
from mash.demo.live.learning import Learning, Learnt, learning
from mash.demo.live.lived import Lived
from mash.demo.live.people import People, open_hub
from mash.demo.live.retaining import retain
from mash.demo.live.steps import Step, steps
from mash.demo.live.stretch import Stretch, latest
from mash.demo.live.surveying import ALONE, Surveyed, Surveying, letters_kept, surveying
from mash.demo.world import World
from mash.framework.london import clock_at
from mash.trail.record import recorded

Lives = Step | Complained | Led | baselining.Counted | Learnt | Audited | Surveyed
#: Steps that are committed together: each alone would wait for the disk.
_TOGETHER = 25
#: What the worker would have told before that is as good as told.
_TOLD_BEFORE = timedelta(hours=6)


@dataclass(frozen=True)
class Filled:
    """What was lived: the stretch, who can sign in, and how many steps of each kind were done."""

    stretch: Stretch
    people: People
    done: Counter[str]


def fill(
    world: World,
    count: int,
    seed: int,
    password: str,
    secret: str,
    tell: Callable[[str, int, int], None] = lambda step, done, of: None,
) -> Filled:
    """Live the last `count` referrals of the simulated hub again, in the order of time.

    Django must be connected as the app, to a database with tables and nothing in them. The same world and
    seed give the same records, ids and the instant they end at aside.
    """
    stretch = latest(world, count, datetime.now(UTC))
    complained = complaining(world.rows["complaints"], world.rows["complaint_agencies"], stretch)
    led = leading(world.rows["activities"], world.rows["activity_agencies"], stretch)
    counted = baselining.counted(world.rows["baselines"], stretch)
    learnt, survey = learning(world.rows, stretch), surveying(world.rows, stretch)
    every: list[Lives] = [*counted, *steps(stretch), *complained, *led, *learnt, *survey.steps]
    every += auditing(stretch)
    every.sort(key=lambda step: step.second)
    began = stretch.instant(every[0].second) - timedelta(days=1) if every else datetime.now(UTC)
    with clock_at(began):
        people = open_hub(stretch.weeks, password, secret)
    lived, done = Lived(people, Random(f"{seed}/live")), Counter[str]()
    lives: dict[type[Lives], Callable[[Any], bool]] = {
        Step: lived.live,
        Complained: Complaining(people).live,
        Led: Leading(people).live,
        baselining.Counted: lambda step: baselining.live(people, step),
        Learnt: Learning(people, stretch).live,
        Audited: Auditing(people, stretch, Random(f"{seed}/audits")).live,
        Surveyed: Surveying(people, survey, Random(f"{seed}/survey")).live,
    }
    so_far = 0
    with letters_kept():
        for batch in _batches(every):
            with nullcontext() if batch[0].what in ALONE else recorded():
                for step in batch:
                    with clock_at(stretch.instant(step.second)):
                        done[step.what] += lives[type(step)](step)
            so_far += len(batch)
            tell("live again", so_far, len(every))
    if every:
        with clock_at(stretch.instant(stretch.end)):
            lived.restrict_some()
            agree(people)
            retain(people)
            ask_for_a_record(people)
    _settle(stretch)
    return Filled(stretch, people, done)


def _batches(every: list[Lives]) -> Iterator[list[Lives]]:
    """Steps that are committed together; what opens transactions of its own stands alone."""
    batch: list[Lives] = []
    for step in every:
        if batch and (step.what in ALONE or len(batch) == _TOGETHER):
            yield batch
            batch = []
        if step.what in ALONE:
            yield [step]
        else:
            batch.append(step)
    if batch:
        yield batch


def _settle(stretch: Stretch) -> None:
    """Take from the worker's queue what everybody has long been told."""
    before = stretch.instant(stretch.end) - _TOLD_BEFORE
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'tell'"
            " AND (args -> 'event' ->> 'of')::timestamptz < %s",
            [before],
        )
