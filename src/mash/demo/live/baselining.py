"""The simulated hub's baselines in the records: its last quarters, entered when the stretch begins."""

from dataclasses import dataclass
from datetime import date, timedelta

from mash.demo.live.people import People
from mash.demo.live.stretch import Stretch
from mash.demo.reference import HUB, Row
from mash.framework.london import LONDON
from mash.partnership.acting import act_as
from mash.partnership.models import Agency
from mash.records.baselines.actions import enter

#: How many quarters are entered: with the sixth from the end comes the gap that one agency has.
_QUARTERS = 6


@dataclass(frozen=True)
class Counted:
    """An agency's demand in a cohort over a quarter, as it is entered at a simulated second."""

    second: int
    agency: str
    cohort: str
    start: date
    end: date
    volume: int
    what: str = "enter_baseline"


def counted(rows: list[Row], stretch: Stretch) -> list[Counted]:
    """The last quarters of the simulated years as the last that are over when the stretch begins."""
    if not stretch.cases or not rows:
        return []
    second = stretch.cases[0].received_at
    over = _quarter(stretch.instant(second).astimezone(LONDON).date()) - 1
    last = max(_quarter(_day(row[2])) for row in rows)
    found = []
    for agency, cohort, start, _, volume in rows:
        quarter = _quarter(_day(start)) - last + over
        if quarter > over - _QUARTERS:
            first, after = _first_day(quarter), _first_day(quarter + 1)
            days = (first, after - timedelta(days=1))
            found.append(Counted(second, str(agency), str(cohort), *days, int(str(volume))))
    return found


def live(people: People, step: Counted) -> bool:
    """Enter one, as its screen would; False where the agency was not there."""
    by = people.who("childrens", "quality_officer")
    act_as(by)
    there = Agency.objects.filter(pk=step.agency).overlapping(step.start, step.end)
    if not there.exists():
        return False
    enter(
        by=by,
        hub=HUB,
        agency=step.agency,
        cohort=step.cohort,
        start=step.start,
        end=step.end,
        volume=step.volume,
    )
    return True


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


def _quarter(day: date) -> int:
    """Quarters since the year 0."""
    return day.year * 4 + (day.month - 1) // 3


def _first_day(quarter: int) -> date:
    return date(quarter // 4, quarter % 4 * 3 + 1, 1)
