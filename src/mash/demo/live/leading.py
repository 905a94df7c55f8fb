"""The simulated hub's leadership activities in the records: those of half a year before the stretch as
entered when it begins; then each is planned some weeks ahead, and what came of it is entered ten days after.
Last year's of the coming weeks are planned again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from mash.demo.live import words
from mash.demo.live.people import People
from mash.demo.live.stretch import Stretch
from mash.demo.london import DAY
from mash.demo.reference import HUB, Row
from mash.framework.london import LONDON
from mash.partnership.acting import act_as
from mash.partnership.models import Agency
from mash.records.activities.actions import Said, change, enter
from mash.records.activities.models import Activity

_BEFORE, _AHEAD, _AFTER, _YEAR = 180 * DAY, 28 * DAY, 10 * DAY, 364 * DAY


@dataclass(frozen=True)
class Led:
    """An activity planned, or what came of it entered, at a simulated second; `on` is the day it is held.

    `figures`: attendees, hours, cost, mean feedback, each as far as somebody noted it.
    """

    second: int
    what: str
    activity: str
    on: date
    kind: str
    agencies: tuple[str, ...]
    figures: tuple[Any, Any, Any, Any]


def leading(activities: list[Row], agencies: list[Row], stretch: Stretch) -> list[Led]:
    """What happens to activities up to the end of the stretch, in the order of time."""
    if not stretch.cases:
        return []
    begins = stretch.cases[0].received_at
    took_part: dict[object, list[str]] = defaultdict(list)
    for activity, agency in agencies:
        took_part[activity].append(str(agency))
    found = [step for row in activities for step in _of(row, tuple(took_part[row[0]]), begins, stretch)]
    return sorted(found, key=lambda step: step.second)


def _of(row: Row, agencies: tuple[str, ...], begins: int, stretch: Stretch) -> Iterator[Led]:
    activity, held_on, kind, attendees, hours, cost, feedback = row
    assert isinstance(held_on, date)
    second = int(datetime.combine(held_on, time(9), LONDON).timestamp())
    if stretch.end - _YEAR < second <= stretch.end - _YEAR + _AHEAD:
        second += _YEAR
    if second < begins - _BEFORE:
        return
    on = stretch.instant(second).astimezone(LONDON).date()
    of = (str(activity), on, str(kind), agencies, (attendees, hours, cost, feedback))
    for at, what in ((second - _AHEAD, "plan_activity"), (second + _AFTER, "hold_activity")):
        if at <= stretch.end:
            yield Led(max(at, begins), what, *of)


@dataclass
class Leading:
    """The quality officer, and which activity is which in the records."""

    people: People
    made: dict[str, UUID] = field(default_factory=dict)

    def live(self, step: Led) -> bool:
        """Do a step, as its screen would."""
        by = self.people.who("childrens", "quality_officer")
        act_as(by)
        title, audience = words.LED[step.kind]
        there = Agency.objects.all().on(step.on).filter(pk__in=step.agencies)
        attendees, hours, cost, feedback = step.figures
        agencies = tuple(there.values_list("pk", flat=True))
        planned = Said(step.kind, title, step.on, audience=audience, agencies=agencies)
        if step.what == "plan_activity":
            self.made[step.activity] = enter(by=by, hub=HUB, said=planned).pk
            return True
        found = Activity.objects.seen_by(by).get(pk=self.made[step.activity])
        came = replace(
            planned,
            hours=_number(hours),
            attendees=attendees,
            cost=_number(cost),
            feedback=_number(feedback),
            feedback_from=(attendees + 1) // 2 if feedback else None,
            settled=cost is None,
        )
        change(by=by, activity_id=found.pk, version=found.version, said=came)
        return True


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
