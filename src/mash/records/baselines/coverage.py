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
    """A cohort of which an agency entered something, and the days of the window without it."""

    cohort: Cohort
    gaps: list[Period]

    @property
    def in_words(self) -> list[str]:
        """The gaps, as somebody reads them."""
        return [in_words(*one) for one in self.gaps]


@dataclass(frozen=True)
class OfAgency:
    """What an agency entered in a window, cohort by cohort, and the cohorts of which it entered nothing."""

    agency: Agency
    covered: list[Covered]
    without: list[Cohort]

    @property
    def broken(self) -> bool:
        """Whether a cohort is entered, and not of every day."""
        return any(one.gaps for one in self.covered)


def window(by: Principal) -> Period | None:
    """From the first day of what is entered to its last; None where nothing is."""
    rows = Baseline.objects.seen_by(by).filter(withdrawn_on=None).order_by()
    found = rows.aggregate(first=Min("start"), last=Max("end"))
    return None if found["first"] is None else (found["first"], found["last"])


def coverage(by: Principal, first: date, last: date) -> list[OfAgency]:
    """Every agency of the baseline with the cohorts in use, on the days of a window on which both are there:
    those with gaps first, then those that entered nothing, then the others.
    """
    periods: dict[tuple[str, str], list[Period]] = defaultdict(list)
    rows = Baseline.objects.seen_by(by).filter(withdrawn_on=None, start__lte=last, end__gte=first)
    for agency, cohort, start, end in rows.order_by("start").values_list("agency", "cohort", "start", "end"):
        periods[agency, cohort].append((start, end))
    cohorts = list(Cohort.objects.all().overlapping(first, last))
    found = []
    for agency in Agency.objects.filter(in_baseline=True).overlapping(first, last):
        of = OfAgency(agency, [], [])
        for cohort in cohorts:
            entered = periods[agency.pk, cohort.pk]
            if not entered:
                of.without.append(cohort)
                continue
            begins = max(first, agency.valid_from or first, cohort.valid_from or first)
            ends = min(last, agency.valid_to or last, cohort.valid_to or last)
            of.covered.append(Covered(cohort, gaps(entered, begins, ends)))
        found.append(of)
    return sorted(found, key=lambda one: (not one.broken, bool(one.covered)))


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
