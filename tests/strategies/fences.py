"""Where rules change their answer: instants, days and codes at which a slip of a microsecond shows."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")
LONDON = ZoneInfo("Europe/London")
MICROSECOND = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def london_midnight(day: date) -> datetime:
    """The first instant of a London day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)


def london_day(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()


# Instants at which something turns; two years, so that 365 days fit between them.
ANCHORS = [
    utc(2023, 3, 26, 1),  # clocks go forward: 01:00–02:00 does not exist
    utc(2023, 3, 31, 23),  # London midnight and month end in summer time
    utc(2024, 1, 1),  # London midnight, month and year end in winter time
    utc(2024, 1, 3, 8, 30),  # opening time in winter time
    utc(2024, 2, 29, 12),  # 366 days in the year
    utc(2024, 3, 28, 16, 59, 59),  # a second before closing, four closed days ahead
    utc(2024, 3, 30, 12),  # Saturday, outside working hours, the day before clocks go forward
    utc(2024, 3, 31, 1),  # clocks go forward again
    utc(2024, 3, 31, 23),  # London midnight and month end in summer time
    utc(2024, 4, 2, 7, 30),  # opening time in summer time
    utc(2024, 10, 25, 15, 30),  # half an hour before closing on the Friday before clocks go back
    utc(2024, 10, 27, 0, 30),  # 01:30, the first time
    utc(2024, 10, 27, 1, 30),  # 01:30 again
    utc(2024, 10, 31, 0),  # the last day of a month
    utc(2024, 11, 1, 0),
]

JITTERS = [timedelta(0), timedelta(0), timedelta(0), MICROSECOND, -MICROSECOND, SECOND, -SECOND]
# spans that a rule names: targets, days of the return curve, repeat windows
SPANS = [timedelta(0), HOUR / 2, 2 * HOUR, 8.5 * HOUR, 24 * HOUR, 72 * HOUR]
YEARS = [DAY, 30 * DAY, 90 * DAY, 180 * DAY, 365 * DAY]

# Days beside the anchors, and month ends
DAYS = sorted({london_day(at) + k * DAY for at in ANCHORS for k in (-1, 0, 1)})

# Order by code point is not the order of a dictionary, nor of numbers; '!' and ' ' sort before '*'.
CODES = ["!x", " y", "A b", "a b", "Zeta", "zeta", "élan", "10", "9", "police", "Ωmega"]


class Dice(random.Random):
    """Choices at the fences from one seed.

    Hypothesis draws a seed a row, not every cell: drawing cells gives it thousands of choices, which it
    then varies a few at a time, so that a hundred examples are hardly ten different ones. A failure still
    shrinks, as rows are lists of seeds and any of them can go.
    """

    def one_of(self, values: Iterable[T]) -> T:
        return self.choice(list(values))

    def maybe(self, value: T, often: int = 2) -> T | None:
        """Mostly the value, sometimes (1 in often + 1) None."""
        return self.one_of([value] * often + [None])

    def some(self, values: Iterable[T], counts: list[int]) -> list[T]:
        """As many different ones as one of `counts` says."""
        values = list(values)
        return self.sample(values, min(len(values), self.one_of(counts)))

    def instant(self) -> datetime:
        """At an anchor or a span after it, or a hair to either side."""
        return self.one_of(ANCHORS) + self.one_of([timedelta(0)] * 4 + SPANS) + self.one_of(JITTERS)

    def day(self) -> date:
        return self.one_of(DAYS)

    def not_before(self, first: datetime, fences: Iterable[datetime | None] = ()) -> datetime:
        """At one of the fences or a span after `first`, or a hair to either side, but never before it."""
        known = [at for at in fences if at is not None]
        at = self.one_of(known if known and self.random() < 0.7 else [first + span for span in SPANS])
        return max(first, at + self.one_of(JITTERS))

    def codes(self, least: int, most: int) -> list[str]:
        return self.sample(CODES, self.randint(least, most))


def identifier(n: int) -> str:
    """Ids whose code order is not the order in which they were made."""
    return f"{'Zb9é!'[n % 5]}{n}"
