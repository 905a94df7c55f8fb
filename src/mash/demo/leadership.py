"""Activities of leadership (training, conferences, media) and the agencies that took part."""

from datetime import timedelta
from random import Random

from mash.demo import hidden
from mash.demo.reference import AGENCIES, Row

#: kind: (how many in the three years, usual attendees, hours, cost in pounds or None where nobody noted it)
_KINDS: dict[str, tuple[int, int, float, float | None]] = {
    "training": (48, 22, 6.0, 900.0),
    "marketing": (14, 0, 10.0, 400.0),
    "conference": (6, 120, 8.0, 6500.0),
    "visit": (16, 6, 4.0, 60.0),
    "media": (10, 0, 2.0, None),
    "consultation": (12, 30, 3.0, 250.0),
    "innovation": (5, 12, 20.0, 2500.0),
}


def activities(rng: Random) -> dict[str, list[Row]]:
    """Activities on working days over the three years."""
    found: list[tuple[object, ...]] = []
    for kind, (how_many, attendees, hours, cost) in _KINDS.items():
        for _ in range(how_many):
            day = hidden.FIRST_DAY + timedelta(weeks=rng.randrange(156), days=rng.randrange(2, 7))
            people = max(1, round(attendees * rng.lognormvariate(0, 0.4))) if attendees else None
            paid = round(cost * rng.lognormvariate(0, 0.5), 2) if cost and rng.random() < 0.9 else None
            liked = (
                round(min(5.0, max(1.0, rng.gauss(4.1, 0.4))), 1) if people and rng.random() < 0.8 else None
            )
            found.append((day, kind, people, round(hours * rng.uniform(0.5, 1.5), 1), paid, liked))
    found.sort(key=str)
    rows: dict[str, list[Row]] = {"activities": [], "activity_agencies": []}
    for number, activity in enumerate(found, 1):
        activity_id = f"V{number:03d}"
        rows["activities"].append((activity_id, *activity))
        for agency in AGENCIES:
            lasting = agency.valid_from is None and agency.valid_to is None
            if (
                lasting
                and agency.agency_id != hidden.UNREACHED_AGENCY
                and rng.random() < 0.25 + agency.weight
            ):
                rows["activity_agencies"].append((activity_id, agency.agency_id))
    return rows
