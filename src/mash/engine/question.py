"""What is asked of a dataset: as-at instant, reporting window and parameters.

A result is a pure function of the dataset and a Question (spec: measures.md, Common rules).
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from mash.framework.codes import AGE_GROUPS
from mash.framework.due import TARGET_POLICIES
from mash.framework.london import LONDON


class QuestionError(ValueError):
    """The question cannot be asked as put; the message says why and how to mend it."""


@dataclass(frozen=True)
class Parameters:
    """The choices that the seed leaves open, each with the default of measures.md.

    `working_hours` are London wall-clock times, `working_days` ISO weekdays (1 = Monday); both are
    used by `working` clocks only. `resamples` and `seed` belong to the bootstrap of m03.added_value.
    """

    target_policy: str = "strictest"
    repeat_days: int = 365
    include_known_open: bool = False
    working_hours: tuple[time, time] = (time(8, 30), time(17, 0))
    working_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    resamples: int = 1000
    seed: int = 20130513

    def __post_init__(self) -> None:
        if self.target_policy not in TARGET_POLICIES:
            raise QuestionError(
                f"target policy {self.target_policy!r} is not known; use one of {', '.join(TARGET_POLICIES)}"
            )
        if self.repeat_days < 1:
            raise QuestionError(f"repeat days must be 1 or more, not {self.repeat_days}")
        if self.working_hours[0] >= self.working_hours[1]:
            raise QuestionError("working hours must end after they begin, like 08:30-17:00")
        if not self.working_days or not set(self.working_days) <= set(range(1, 8)):
            raise QuestionError("working days are numbers from 1 (Monday) to 7 (Sunday), like 1-5")


@dataclass(frozen=True)
class Scope:
    """Which part is asked about (engine/scope.py): codes to keep to, None = all; `rolled_up`: agencies as
    what they have become, instead of those of the time. `age_group` is that of a cohort: child, adult or any.
    """

    hub_id: str | None = None
    agency_id: str | None = None
    cohort_id: str | None = None
    locality: str | None = None
    age_group: str | None = None
    rolled_up: bool = False

    def __post_init__(self) -> None:
        if self.age_group and self.age_group not in AGE_GROUPS:
            raise QuestionError(f"the age group is one of {', '.join(AGE_GROUPS)}, not {self.age_group!r}")


@dataclass(frozen=True)
class Question:
    """As-at (an instant with an offset), window [start, end) in London dates, parameters, and scope."""

    as_at: datetime
    start: date
    end: date
    parameters: Parameters = field(default_factory=Parameters)
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        if self.as_at.tzinfo is None:
            raise QuestionError("as-at needs an offset, like 2026-03-31T23:59:59+01:00")
        object.__setattr__(self, "as_at", self.as_at.astimezone(UTC))
        if self.start >= self.end:
            raise QuestionError(f"the window must end after it starts: {self.start} to {self.end}")

    @property
    def as_at_date(self) -> date:
        """The London calendar date of as-at."""
        return self.as_at.astimezone(LONDON).date()

    @property
    def window_end(self) -> date:
        """First day after the window: `end`, or the day after as-at where that is earlier."""
        return min(self.end, self.as_at_date + timedelta(days=1))

    @property
    def last_day(self) -> date:
        """Last day of the window."""
        return self.window_end - timedelta(days=1)

    @property
    def is_empty(self) -> bool:
        """True where as-at lies before the window: then no day of it is shown."""
        return self.window_end <= self.start

    @property
    def days(self) -> int:
        """Days in the window."""
        return max(0, (self.window_end - self.start).days)

    @property
    def months(self) -> list[str]:
        """Every London calendar month (`YYYY-MM`) with a day in the window."""
        if self.is_empty:
            return []
        first, last = self.start, self.last_day
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        return [
            f"{first.year + (first.month - 1 + i) // 12:04d}-{(first.month - 1 + i) % 12 + 1:02d}"
            for i in range(count)
        ]
