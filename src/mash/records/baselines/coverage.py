"""Which days of a window an agency's baseline covers in each cohort, and which it does not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from mash.partnership.models import Agency, Cohort
from mash.partnership.principal import Principal
from mash.records.baselines.models import Baseline, in_words

_DAY = timedelta(days=1)
Period = tuple[date, date]


@dataclass(frozen=True)
class Covered:
    """An agency and a cohort: whether anything is entered, and the days of the window without it."""

    agency: Agency
    cohort: Cohort
    entered: bool
    gaps: list[Period]

    @property
    def broken(self) -> bool:
        """Whether something is entered, and not of every day."""
        return self.entered and bool(self.gaps)

    @property
    def in_words(self) -> list[str]:
        """The gaps, as somebody reads them."""
        return [in_words(*one) for one in self.gaps]


def window(by: Principal) -> Period | None:
    """From the first day of what is entered to its last; None where nothing is."""
    rows = Baseline.objects.seen_by(by).filter(withdrawn_on=None).order_by()
    found = rows.aggregate(first=Min("start"), last=Max("end"))
    return None if found["first"] is None else (found["first"], found["last"])


def coverage(by: Principal, first: date, last: date) -> dict[Agency, list[Covered]]:
    """Every agency of the baseline with the cohorts in use, by name, on the days of a window on which both
    are there. An agency's cohorts of which nothing is entered come last.
    """
    periods: dict[tuple[str, str], list[Period]] = defaultdict(list)
    rows = Baseline.objects.seen_by(by).filter(withdrawn_on=None, start__lte=last, end__gte=first)
    for agency, cohort, start, end in rows.order_by("start").values_list("agency", "cohort", "start", "end"):
        periods[agency, cohort].append((start, end))
    cohorts = list(Cohort.objects.all().overlapping(first, last))
    found: dict[Agency, list[Covered]] = {}
    for one in Agency.objects.filter(in_baseline=True).overlapping(first, last):
        cells = []
        for cohort in cohorts:
            begins = max(first, one.valid_from or first, cohort.valid_from or first)
            ends = min(last, one.valid_to or last, cohort.valid_to or last)
            entered = periods[one.pk, cohort.pk]
            cells.append(Covered(one, cohort, bool(entered), gaps(entered, begins, ends)))
        found[one] = sorted(cells, key=lambda cell: not cell.entered)
    return found


def gaps(periods: Iterable[Period], first: date, last: date) -> list[Period]:
    """The days from `first` to `last` that no period holds; periods do not overlap and come in order."""
    found, day = [], first
    for start, end in periods:
        if start > last:
            break
        if day < start:
            found.append((day, start - _DAY))
        day = max(day, end + _DAY)
    return [*found, (day, last)] if day <= last else found


def exempt(first: date, last: date) -> list[Agency]:
    """Agencies that have no baseline, each with why, that were there on a day of a window."""
    return list(Agency.objects.filter(in_baseline=False).overlapping(first, last))
