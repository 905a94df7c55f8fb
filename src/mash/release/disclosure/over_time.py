"""How figures of one release hang together with those of another.

What came in during a stretch of time stays as it was, whatever the as-at: the same month or window in two
releases is the same number, and a longer window is the sum of its stretches (STEADY). What has once become
of a record stays too (GROWING): decided in time, found, answered. A record that was corrected between two
releases breaks this; the caller drops a link that does not fit (model.py).
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mash.framework.london import LONDON
from mash.release.disclosure.columns import DIMENSIONS
from mash.release.disclosure.grammar import Relation
from mash.release.disclosure.release import Cell, Codes, Release

#: Counts that the stretch of time alone decides. Statistics on one line count the same, by month or not.
STEADY = (
    "m01/by_agency.referrals m01/by_month.referrals",
    "m02/by_cohort.referrals m02/by_month.referrals",
    "m02/any_cohort.referrals",
    "m02/agency_cohort.referrals",
    "m00/share.referrals",
    "m06/repeat_rate.referrals",
    "m06/repeat_rate.with_history",
    "m06/repeat_rate.repeats",
    "m06/by_month.referrals",
    "m06/by_month.with_history",
    "m06/by_month.repeats",
    "m07/by_pair.escalations",
    "m07/by_reason.escalations",
    "m07/rate.escalations",
    "m09/by_agency.complaints",
    "m09/by_theme.complaints",
    "m10/coverage.sampled",
    "m11/uses.requested",
    "m13/by_kind.activities",
    "m13/by_kind.attendees",
    "m13/reach.activities",
    "m13/by_month.activities",
    "m13/by_month.attendees",
)
#: Counts that never fall as the window grows and time goes on.
GROWING = tuple(
    f"{statistic}.{column}"
    for statistic, columns in (
        ("m02/by_cohort", "people"),
        ("m04/by_risk", "in_time late met"),
        ("m04/by_agency", "in_time late met"),
        ("m04/by_month", "in_time late met"),
        ("m04/feedback", "decided fed_back"),
        ("m04/responses", "in_time late met"),
        ("m05/by_outcome", "disposals referrals"),
        ("m05/by_cohort", "referrals"),
        ("m05/by_risk", "referrals"),
        ("m05/utilisation", "contributed led supported utilised"),
        ("m05/forums", "referrals"),
        ("m05/earliest_intervention", "decided with_intervention"),
        ("m07/by_reason", "resolved changed"),
        ("m08/response_rate", "invited answered"),
        ("m08/scores", "answers"),
        ("m08/summary", "answers"),
        ("m09/by_agency", "upheld partly_upheld"),
        ("m10/coverage", "completed"),
        ("m10/actions", "completed completed_late"),
        ("m11/library", "items"),
        ("m11/uses", "supplied"),
        ("m12/by_source", "lessons recommendations implemented policies_changed"),
        ("m12/progress", "rejected implemented"),
        ("m12/impact", "implemented with_evidence"),
    )
    for column in columns.split()
)
#: Counts whose window has no beginning: everything up to its end.
STOCKS = ("m10/actions", "m11/library", "m12/")
#: Statistics that depend on how repeats are counted, and on which target policy was chosen.
BY_PARAMETER = {
    "m06/": ("repeat_days", "include_known_open"),
    "m04/": ("target_policy", "working_hours", "working_days"),
}

_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
BETWEEN = "between releases"
STAYS = "what came in during a stretch of time stays the same number"
GROWS = "what has once become of a record stays so"


@dataclass(frozen=True)
class Stretch:
    """From an instant until just before another."""

    start: datetime
    end: datetime

    def within(self, other: "Stretch") -> bool:
        """Whether it is part of the other."""
        return other.start <= self.start and self.end <= other.end


def across(releases: Sequence[Release]) -> Iterator[Relation]:
    """Every relation between counts of different releases."""
    if len(releases) > 1:
        yield from _same_question(releases)
        for line in STEADY:
            yield from _steady(line.split(), releases)
        for column in GROWING:
            yield from _growing(column, releases)


def _same_question(releases: Sequence[Release]) -> Iterator[Relation]:
    """Figures of one question are the same in every release of it."""
    asked: dict[str, Release] = {}
    for release in releases:
        question = str([release.about[part] for part in ("as_at", "window", "parameters")])
        first = asked.setdefault(question, release)
        if first is not release:
            for cell, _ in release.cells():
                if first.has(cell.statistic, cell.row):
                    other = cell._replace(release=first.number)
                    yield Relation("the same question", ((cell, 1), (other, -1)), True, False)


def _steady(columns: list[str], releases: Sequence[Release]) -> Iterator[Relation]:
    """Cells as sums of the shortest stretches that windows and months cut time into."""
    found: dict[Codes, list[tuple[Stretch, Cell | None]]] = defaultdict(list)
    for column in columns:
        statistic, _, name = column.partition(".")
        monthly = "month" in DIMENSIONS[statistic]
        # of a statistic that a release leaves out nothing is compared
        shown = [release for release in releases if statistic in release.rows]
        rows = {row for release in shown for row in release.keys(statistic)}
        for release in shown:
            about = _parameters(statistic, release)
            for row in rows:
                codes = tuple(c for c, d in zip(row, DIMENSIONS[statistic], strict=True) if d != "month")
                if release.has(statistic, row):
                    cell = Cell(release.number, statistic, row, name)
                    found[(*about, *codes)].append((_stretch(release, statistic, row), cell))
                elif not monthly:  # a row that is not printed counts as 0
                    found[(*about, *codes)].append((_stretch(release, statistic, row), None))
    for codes, cells in found.items():
        if len({cell.release if cell else -1 for _, cell in cells}) > 1:
            yield from _pieced(f"{columns[0]}[{', '.join(codes)}]", cells)


def _pieced(name: str, cells: list[tuple[Stretch, Cell | None]]) -> Iterator[Relation]:
    moments = sorted({moment for stretch, _ in cells for moment in (stretch.start, stretch.end)})
    for stretch, cell in cells:
        inside = [moment for moment in moments if stretch.start <= moment <= stretch.end]
        pieces = [
            Cell(-1, BETWEEN, (name, start.isoformat(), end.isoformat()), "count")
            for start, end in itertools.pairwise(inside)
        ]
        if pieces:
            whole = ((cell, 1),) if cell else ()
            yield Relation(STAYS, (*whole, *((piece, -1) for piece in pieces)), True, False)


def _growing(column: str, releases: Sequence[Release]) -> Iterator[Relation]:
    statistic, _, name = column.partition(".")
    for earlier in releases:
        for later in releases:
            if earlier is later or not all(statistic in release.rows for release in (earlier, later)):
                continue
            if _parameters(statistic, earlier) != _parameters(statistic, later):
                continue
            # of two releases as at the same instant the one of the longer window is the later
            one, other = (_asked(statistic, release) for release in (earlier, later))
            if not (one.within(other) and earlier.as_at <= later.as_at) or (
                one == other and earlier.as_at == later.as_at
            ):
                continue
            for row in earlier.keys(statistic):
                cells = [Cell(release.number, statistic, row, name) for release in (later, earlier)]
                more = Cell(-1, BETWEEN, (str(cells[1]), str(earlier.number), str(later.number)), "count")
                # which agencies are few enough to be merged is not the same in every release
                if later.has(statistic, row) and "other" not in row:
                    yield Relation(GROWS, ((cells[0], 1), (cells[1], -1), (more, -1)), True, False)


def _parameters(statistic: str, release: Release) -> Codes:
    return tuple(
        f"{name} {release.about['parameters'][name]}"
        for start, names in BY_PARAMETER.items()
        if statistic.startswith(start)
        for name in names
    )


def _asked(statistic: str, release: Release) -> Stretch:
    """The window as asked for, of stocks from the beginning of time."""
    start, end = (date.fromisoformat(release.about["window"][name]) for name in ("start", "end"))
    return Stretch(_midnight(date(1900, 1, 1) if statistic.startswith(STOCKS) else start), _midnight(end))


def _stretch(release: Release, statistic: str, row: Codes) -> Stretch:
    """The stretch that a row counts: the window until as-at, or the part of it in the row's month."""
    asked = _asked(statistic, release)
    start, end = asked.start, min(asked.end, release.as_at + timedelta(microseconds=1))
    if "month" in DIMENSIONS[statistic]:
        first, last = _month(row[DIMENSIONS[statistic].index("month")])
        start, end = max(start, _midnight(first)), min(end, _midnight(last))
    return Stretch(start, max(start, end))


def _month(code: str) -> tuple[date, date]:
    """First day of a month (`2025-04`) or quarter (`2025-Q2`), and the day after its last."""
    if found := _QUARTER.fullmatch(code):
        year, month, length = int(found[1]), 3 * int(found[2]) - 2, 3
    else:
        year, month, length = int(code[:4]), int(code[5:]), 1
    after = month - 1 + length
    return date(year, month, 1), date(year + after // 12, after % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)
