"""A monthly series with its control limits: each month's figure and the rules that it breaks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mash.engine.control import XmR, xmr
from mash.release.figures import Row, known


@dataclass(frozen=True)
class Break:
    """The first month of a changed definition (`YYYY-MM`), and in a word or two what changed."""

    month: str
    what: str


@dataclass(frozen=True)
class Stretch:
    """Months of one definition, from place `start` to `end` inclusive; `limits` are None below 12 figures."""

    start: int
    end: int
    limits: XmR | None


@dataclass(frozen=True)
class Course:
    """Months in order with their figures. A month that is hidden, not defined or only in part inside the
    window bears no limits and breaks no rule.
    """

    months: tuple[str, ...]
    values: tuple[Any, ...]
    stretches: tuple[Stretch, ...]
    signals: tuple[tuple[str, ...], ...]
    partial: frozenset[str]
    breaks: tuple[Break, ...]

    @property
    def limits(self) -> XmR | None:
        """The limits that the last month is held against."""
        return self.stretches[-1].limits if self.stretches else None

    def of(self, place: int) -> XmR | None:
        """The limits that the month at a place is held against."""
        return next(s.limits for s in self.stretches if s.start <= place <= s.end)

    def side(self, place: int) -> int:
        """1 where the month lies above the mean of its stretch, −1 below, 0 where that cannot be said."""
        limits, value = self.of(place), self.values[place]
        if limits is None or not known(value) or value == limits.mean:
            return 0
        return 1 if value > limits.mean else -1

    def run(self, place: int) -> int:
        """How many months in a row until this one lie on its side of the mean; months without a figure are
        passed over, as the rules do.
        """
        side, count = self.side(place), 0
        start = next(s.start for s in self.stretches if s.start <= place <= s.end)
        for i in range(place, start - 1, -1):
            if not self.counts(i):
                continue
            if self.side(i) != side:
                break
            count += 1
        return count

    def counts(self, place: int) -> bool:
        """Whether the month at a place has a figure that counts."""
        return known(self.values[place]) and self.months[place] not in self.partial


def course(
    rows: Sequence[Row],
    value: str,
    *,
    breaks: Iterable[Break] = (),
    partial: Iterable[str] = (),
    ceiling: float | None = None,
) -> Course:
    """The course of a column over rows with a `month` each, in order. Each break begins limits anew;
    `partial`: months of which the window holds only a part, for figures that are counts; `ceiling`: what the
    figures cannot exceed.
    """
    months = tuple(str(row["month"]) for row in rows)
    values = tuple(row[value] for row in rows)
    left_out = frozenset(partial) & set(months)
    inside = tuple(sorted((b for b in breaks if b.month in months[1:]), key=lambda b: b.month))
    starts = [0, *(months.index(b.month) for b in inside)] if months else []
    stretches = []
    signals: list[tuple[str, ...]] = []
    for start, following in zip(starts, [*starts[1:], len(months)], strict=True):
        counted = [
            figure if known(figure) and month not in left_out else None
            for month, figure in zip(months[start:following], values[start:following], strict=True)
        ]
        limits = xmr(counted, ceiling=ceiling)
        stretches.append(Stretch(start, following - 1, limits))
        signals += limits.signals if limits else [()] * len(counted)
    return Course(months, values, tuple(stretches), tuple(signals), left_out, inside)
