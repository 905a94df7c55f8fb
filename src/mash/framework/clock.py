"""The clock: when is something due. The same code serves the measures and the screens of casework.

`elapsed` clocks add absolute hours; a clock change neither gives nor takes time. `working` clocks count
only opening hours, which are London wall-clock time: due is the earliest instant at or after the start
at which that much working time has passed (measures-rules.md, m04).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from mash.framework.instants import HOUR, SECOND, london_wall

#: A working clock that finds no opening in this many days is a mistake in the parameters.
_HORIZON = timedelta(days=3660)


class ClockError(ValueError):
    """The working calendar has no opening hours to count."""


@dataclass(frozen=True)
class Opening:
    """The opening hours of a day, as instants in microseconds; a closed day opens and closes at once."""

    opens: int
    closes: int

    @property
    def length(self) -> int:
        """Working time of the day in microseconds."""
        return self.closes - self.opens


@dataclass(frozen=True)
class Piece:
    """For starts within (`after`, `upto`] of a day's working time, due = `base` + working time so far."""

    after: int
    upto: int
    base: int


@dataclass(frozen=True)
class WorkingCalendar:
    """Opening hours: London wall-clock `hours`, ISO `weekdays`, without the `closed` dates."""

    hours: tuple[time, time]
    weekdays: tuple[int, ...]
    closed: frozenset[date]

    def opening(self, day: date) -> Opening:
        """The opening of a day; of length 0 where the hub is closed, then at its nominal opening time."""
        opens = london_wall(day, self.hours[0])
        if day.isoweekday() not in self.weekdays or day in self.closed:
            return Opening(opens, opens)
        return Opening(opens, london_wall(day, self.hours[1]))

    def due(self, start: int, day: date, target: int) -> int:
        """When `target` microseconds of working time have passed since `start`, on London `day`."""
        if target <= 0:
            return start
        opening = self.opening(day)
        so_far = min(max(start - opening.opens, 0), opening.length)
        piece = next(p for p in self.pieces(day, target) if so_far <= p.upto)
        return piece.base + so_far

    def pieces(self, day: date, target: int) -> list[Piece]:
        """`due` for every start of a day at once: due = base + working time of the day gone at the start.

        The pieces lie end to end from before 0 to the day's length.
        """
        today = self.opening(day)
        found: list[Piece] = []
        gone, after = 0, -1  # working time between the day's opening and the opening looked at
        opening, cursor = today, day
        while after < today.length:
            if opening.length:
                # a start with `so_far` gone is due here when so_far + target <= gone + this opening
                upto = min(gone + opening.length - target, today.length)
                if upto > after and upto >= 0:
                    found.append(Piece(after, upto, opening.opens + target - gone))
                    after = upto
                gone += opening.length
            cursor += timedelta(days=1)
            if cursor - day > _HORIZON:
                raise ClockError(
                    f"no {target / HOUR:g} working hours are found within ten years of {day}; "
                    "look at the working hours, the working days and the closed days"
                )
            opening = self.opening(cursor)
        return found


def target_micros(hours: float) -> int:
    """A target of decimal hours in whole microseconds."""
    return round(hours * 3600 * SECOND)


def days(first: date, last: date) -> Iterable[date]:
    """Every date from first to last, both included."""
    return (first + timedelta(days=i) for i in range((last - first).days + 1))
