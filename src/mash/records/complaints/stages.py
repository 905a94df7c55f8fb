"""How long each stage of a complaint takes, in working days of the hub."""

from dataclasses import dataclass
from datetime import date, datetime

from mash.framework.due import working_day_after
from mash.framework.london import LONDON, now
from mash.partnership.clock import calendar_of
from mash.partnership.models import Hub


@dataclass(frozen=True)
class Days:
    """Working days until an answer is due, and the most to which that may be extended."""

    usual: int
    most: int


#: The statutory stages: field.md, "10, exceptionally 20 working days; 25 to 65; panel), then the Ombudsman".
#: Of the panel and the Ombudsman nobody can say the day beforehand: it is entered.
DAYS = {1: Days(10, 20), 2: Days(25, 65)}
NAMES = {
    1: "Stage 1: answered locally",
    2: "Stage 2: investigated",
    3: "Stage 3: a panel",
    4: "Stage 4: the Ombudsman",
}


def due_day(hub: Hub, stage: int, began_on: date) -> date | None:
    """The day on which an answer at a stage is due; None where that day is entered by hand."""
    days = DAYS.get(stage)
    return working_day_after(began_on, days.usual, calendar_of(hub)) if days else None


def last_day(hub: Hub, stage: int, began_on: date) -> date | None:
    """The last day to which a stage may be extended; None where nothing says how long it may take."""
    days = DAYS.get(stage)
    return working_day_after(began_on, days.most, calendar_of(hub)) if days else None


def opening(hub: Hub, day: date) -> datetime:
    """The instant of what is known to the day: when the hub opens, by London's clock, and now before it has.

    What somebody enters at seven in the morning has happened, and is in figures as at ten past.
    """
    return min(datetime.combine(day, hub.opens, tzinfo=LONDON), now())


def closing(hub: Hub, day: date) -> datetime:
    """When the hub closes on a day, by London's clock: the last instant that is in time."""
    return datetime.combine(day, hub.closes, tzinfo=LONDON)
