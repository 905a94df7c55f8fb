"""Complaints, internal and external, about agencies or the hub; many about delay after the backlog."""

from datetime import timedelta
from random import Random

from mash.demo import hidden
from mash.demo.london import HOUR, after_office_hours, happened, midnight
from mash.demo.reference import Row

_THEMES = ("communication", "delay", "decision", "confidentiality", "conduct")
_STAGES, _STAGE_WEIGHTS = (1, 2, 3, 4), (72, 20, 6, 2)
_OFFICE_DAYS = {1: 10, 2: 25, 3: 30, 4: 30}
_FINDINGS, _FINDING_WEIGHTS = ("upheld", "partly_upheld", "not_upheld", "withdrawn"), (25, 30, 38, 7)
_AGENCIES, _AGENCY_WEIGHTS = (
    ("childrens", "police", "adults", "hospitals", "education", "housing"),
    (30, 22, 18, 14, 8, 8),
)
_A_MONTH = 6.0


def complaints(rng: Random, scale: float) -> dict[str, list[Row]]:
    """Complaints and the agencies that they are about."""
    rows: dict[str, list[Row]] = {"complaints": [], "complaint_agencies": []}
    rate = max(1.5, _A_MONTH * scale) / 30.4
    day = hidden.FIRST_DAY
    while day <= hidden.LAST_DAY:
        since = (day - hidden.BACKLOG_FIRST).days
        delayed = 0 <= since < hidden.DELAY_COMPLAINTS_DAYS
        for theme in _THEMES:
            factor = hidden.DELAY_COMPLAINTS_FACTOR if delayed and theme == "delay" else 1
            if rng.random() < rate / len(_THEMES) * factor:
                _complain(rng, rows, midnight(day) + rng.randrange(8 * HOUR, 20 * HOUR), theme)
        day += timedelta(days=1)
    return rows


def _complain(rng: Random, rows: dict[str, list[Row]], received_at: int, theme: str) -> None:
    complaint_id = f"C{len(rows['complaints']) + 1:05d}"
    stage = rng.choices(_STAGES, _STAGE_WEIGHTS)[0]
    due_at = after_office_hours(received_at, _OFFICE_DAYS[stage] * 8 * HOUR)
    closed_at = happened(received_at + (due_at - received_at) * rng.lognormvariate(-0.25, 0.5))
    if rng.random() < 0.03:
        closed_at = None  # forgotten
    finding = rng.choices(_FINDINGS, _FINDING_WEIGHTS)[0] if closed_at else None
    source = "external" if rng.random() < 0.6 else "internal"
    due = due_at if rng.random() < 0.97 else None
    rows["complaints"].append((complaint_id, received_at, source, stage, due, closed_at, finding, theme))
    luck = rng.random()
    for agency in _about(rng, 0 if luck < 0.25 else 1 if luck < 0.85 else 2):
        rows["complaint_agencies"].append((complaint_id, agency))


def _about(rng: Random, how_many: int) -> list[str]:
    agencies: dict[str, None] = {}
    while len(agencies) < how_many:
        agencies[rng.choices(_AGENCIES, _AGENCY_WEIGHTS)[0]] = None
    return list(agencies)
