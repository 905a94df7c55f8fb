"""When referrals arrive and from whom: by hour, weekday, season, school term and the agency's own days."""

from bisect import bisect_right
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from mash.demo import hidden
from mash.demo.london import AS_AT, HOUR, is_working, midnight
from mash.demo.reference import AGENCIES, Agency

_OFFICE_HOURS = {9: 1.0, 10: 1.2, 11: 1.2, 12: 0.9, 13: 0.9, 14: 1.1, 15: 1.5, 16: 1.4, 17: 0.6, 18: 0.2}
_NIGHT_DESK_HOURS = (0.7, 0.6, 0.5, 0.3, 0.2, 0.2, 0.3, 0.5, 0.8, 1.0, 1.1, 1.1,
                     1.0, 1.0, 1.1, 1.3, 1.4, 1.4, 1.3, 1.2, 1.1, 1.1, 1.0, 0.9)  # fmt: skip
_MONTHS = (1.0, 1.0, 1.08, 0.98, 1.05, 1.08, 1.0, 0.82, 1.05, 1.1, 1.12, 0.9)
_YEARLY_GROWTH = 0.04


def arrivals(rng: Random, count: int) -> list[tuple[int, str]]:
    """(second received, agency that submits) in order of time."""
    slots: list[tuple[int, str]] = []
    weights: list[float] = []
    for agency in AGENCIES:
        day = hidden.FIRST_DAY
        while day <= hidden.LAST_DAY:
            in_force = (agency.valid_from or day) <= day <= (agency.valid_to or day)
            weight = agency.weight * _day_weight(agency, day) if in_force else 0.0
            if weight:
                start = midnight(day)
                for hour, share in _hours(agency, day):
                    slots.append((start + hour * HOUR, agency.agency_id))
                    weights.append(weight * share)
            day += timedelta(days=1)
    upto = list(accumulate(weights))
    found = []
    for _ in range(count):
        hour, agency_id = slots[bisect_right(upto, rng.random() * upto[-1])]
        found.append((min(hour + rng.randrange(HOUR), AS_AT), agency_id))
    return sorted(found)


def _hours(agency: Agency, day: date) -> list[tuple[int, float]]:
    if not agency.night_desk:
        total = sum(_OFFICE_HOURS.values())
        return [(hour, share / total) for hour, share in _OFFICE_HOURS.items()]
    total = sum(_NIGHT_DESK_HOURS)
    return [(hour, share / total) for hour, share in enumerate(_NIGHT_DESK_HOURS)]


def _day_weight(agency: Agency, day: date) -> float:
    if agency.night_desk:
        weekday = 1.15 if day.weekday() in (4, 5, 6) else 0.9
    else:
        weekday = (1.15 if day.weekday() == 0 else 1.0) if is_working(day) else 0.05
    if agency.kind == "education" and _school_holiday(day):
        weekday *= 0.08
    return weekday * _MONTHS[day.month - 1] * (1 + _YEARLY_GROWTH * (day - hidden.FIRST_DAY).days / 365)


def _school_holiday(day: date) -> bool:
    return (
        day.month == 8
        or (day.month == 7 and day.day > 22)
        or (day.month == 12 and day.day > 20)
        or (day.month == 1 and day.day < 5)
        or (day.month == 4 and day.day < 13)
    )
