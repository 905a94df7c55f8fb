"""Each agency's own recorded demand a quarter, of which its referrals are about the share set for it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from mash.demo import hidden
from mash.demo.cases import Case
from mash.demo.london import day_of
from mash.demo.reference import AGENCIES, COHORTS, Row


def baselines(rng: Random, cases: list[Case]) -> dict[str, list[Row]]:
    """A row for each agency of the baseline, cohort and quarter of its existence; one agency has a gap."""
    referred = Counter(
        (case.agency_id, case.cohort.cohort_id, _first_of_quarter(day_of(case.received_at))) for case in cases
    )
    rows: list[Row] = []
    for agency in AGENCIES:
        if agency.agency_id == hidden.EXEMPT_AGENCY:
            continue
        for start, end in _quarters():
            if not (agency.valid_from or start) <= start <= (agency.valid_to or start):
                continue
            if agency.agency_id == hidden.BASELINE_GAP_AGENCY and start == hidden.BASELINE_GAP_FIRST:
                continue
            for cohort in COHORTS:
                if not cohort.weight:
                    continue  # demand that no agency records: no row, which is not the same as 0
                count = referred[agency.agency_id, cohort.cohort_id, start]
                volume = round((count + 0.2) / agency.refers * rng.uniform(0.85, 1.15))
                rows.append((agency.agency_id, cohort.cohort_id, start, end, volume))
    return {"baselines": rows}


def _quarters() -> Iterator[tuple[date, date]]:
    start = hidden.FIRST_DAY
    while start <= hidden.LAST_DAY:
        after = _first_of_quarter(start + timedelta(days=100))
        yield start, after - timedelta(days=1)
        start = after


def _first_of_quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
