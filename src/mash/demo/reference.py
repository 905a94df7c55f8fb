"""The simulated hub's reference tables: agencies, cohorts, outcomes, risks, localities."""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from mash.demo import hidden
from mash.framework.codes import DEFAULT_RISKS

Row = tuple[object, ...]
HUB = "exampleshire"
_EAST_LOCALITIES = ("north_east", "central", "south_east", "riverside")
_WEST_LOCALITIES = ("north_west", "south_west", "moorland")
LOCALITIES = (*_EAST_LOCALITIES, *_WEST_LOCALITIES)


@dataclass(frozen=True)
class Agency:
    """An agency: its share of referrals, when it works, how much of its own demand it refers."""

    agency_id: str
    name: str
    kind: str
    weight: float
    night_desk: bool = False
    refers: float = 0.05  # referrals ÷ own recorded demand
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None


_BEFORE = hidden.MERGER_DAY - timedelta(days=1)
_EAST, _WEST = hidden.MERGED_AGENCIES
_NEW = hidden.SUCCESSOR
AGENCIES = (
    Agency("police", "Exampleshire Constabulary", "police", 0.34, night_desk=True, refers=0.08),
    Agency("childrens", "Exampleshire Children's Social Care", "childrens_social_care", 0.09, refers=0.2),
    Agency("adults", "Exampleshire Adult Social Care", "adult_social_care", 0.08, refers=0.15),
    Agency("hospitals", "Exampleshire Hospitals Trust", "health", 0.1, night_desk=True, refers=0.015),
    Agency(_NEW, "Exampleshire Community Health Trust", "health", 0.07, valid_from=hidden.MERGER_DAY),
    Agency(_EAST, "East Example Community Trust", "health", 0.04, valid_to=_BEFORE, successor_id=_NEW),
    Agency(_WEST, "West Example Community Trust", "health", 0.03, valid_to=_BEFORE, successor_id=_NEW),
    Agency(hidden.SLOW_AGENCY, "Exampleshire Mental Health Trust", "mental_health", 0.05, refers=0.03),
    Agency("education", "Exampleshire Schools and Colleges", "education", 0.14, refers=0.1),
    Agency(hidden.EXEMPT_AGENCY, "Exampleshire Probation", "probation", 0.02),
    Agency(hidden.NOTHING_KNOWN_AGENCY, "Exampleshire Homes", "housing", 0.035, refers=0.02),
    Agency("fire", "Exampleshire Fire and Rescue", "fire", 0.015, night_desk=True, refers=0.01),
    Agency("ambulance", "Example Ambulance Service", "ambulance", 0.06, night_desk=True, refers=0.012),
    Agency("refuge", "Lantern House (voluntary)", "voluntary", 0.03, refers=0.25),
)  # fmt: skip
BY_ID = {agency.agency_id: agency for agency in AGENCIES}


@dataclass(frozen=True)
class Cohort:
    """A cohort: who leads on it, how often, how severe on average, who refers and who is asked."""

    cohort_id: str
    name: str
    age_group: str
    lead: str
    weight: float
    severity: float
    asked: tuple[str, ...]
    not_referred_by: tuple[str, ...] = ()


_ADULT_ONLY = ("education", "childrens")
_CHILD_ONLY = ("adults",)
COHORTS = (
    Cohort("neglect", "Neglect of a child", "child", "childrens", 0.22, 0.0,
           ("childrens", "education", "community", "police", "housing"), _CHILD_ONLY),
    Cohort("child_harm", "Physical or sexual harm of a child", "child", "childrens", 0.17, 0.35,
           ("childrens", "police", "hospitals", "education", "community"), _CHILD_ONLY),
    Cohort(hidden.RISING_COHORT, "Exploitation of a child", "child", "childrens", 0.07, -0.3,
           ("childrens", "police", "education", "mental_health"), _CHILD_ONLY),
    Cohort("missing", "Missing child", "child", "childrens", 0.06, -0.2,
           ("childrens", "police", "education"), _CHILD_ONLY),
    Cohort("domestic", "Domestic abuse", "any", "police", 0.24, 0.25,
           ("police", "refuge", "childrens", "housing", "mental_health", "probation")),
    Cohort("adult_harm", "Harm of an adult at risk", "adult", "adults", 0.11, 0.0,
           ("adults", "hospitals", "community", "police"), _ADULT_ONLY),
    Cohort("self_neglect", "Self-neglect", "adult", "adults", 0.06, -0.3,
           ("adults", "housing", "community", "fire", "mental_health", "ambulance"), _ADULT_ONLY),
    Cohort("mental_ill_health", "Mental ill-health", "adult", "adults", 0.06, -0.1,
           ("mental_health", "adults", "ambulance", "police", "housing"), _ADULT_ONLY),
    Cohort("radicalisation", "Radicalisation", "any", "police", 0.01, 0.2,
           ("police", "education", "probation")),
    Cohort(hidden.EMPTY_COHORT, "Trafficking and modern slavery", "any", "police", 0.0, 0.0, ("police",)),
)  # fmt: skip

OUTCOMES: tuple[tuple[str, str, int, bool], ...] = (
    ("nfa", "No further action", 0, False),
    ("advice", "Advice or signposting", 1, False),
    ("open_case", "Passed to the open case", 1, False),
    ("early_help", "Early help", 2, False),
    ("channel", "Channel panel", 2, True),
    ("assessment", "Single assessment (section 17)", 3, False),
    ("care_act", "Care Act assessment", 3, False),
    ("marac", "MARAC", 3, True),
    ("mappa", "MAPPA", 3, True),
    ("s47", "Strategy discussion or section 47 enquiry", 4, False),
    ("s42", "Section 42 enquiry", 4, False),
    ("emergency", "Emergency protection", 5, False),
)


def community_trust(locality: str) -> str:
    """The trust that served a locality before the merger."""
    return _EAST if locality in _EAST_LOCALITIES else _WEST


def bank_holidays() -> dict[date, str]:
    """England's bank holidays from the first to the last simulated year."""
    years = range(hidden.FIRST_DAY.year, hidden.LAST_DAY.year + 1)
    return dict(sorted(holidays.country_holidays("GB", subdiv="ENG", years=years).items()))


def reference_rows(hub: str = HUB) -> dict[str, list[Row]]:
    """Rows of the six reference tables, columns in the contract's order; agencies are named after the hub."""
    here, there = HUB.title(), hub.replace("_", " ").title()
    return {
        "hubs": [(hub, f"{there} hub (simulated)")],
        "agencies": [
            (
                a.agency_id,
                a.name.replace(here, there),
                a.kind,
                a.agency_id != hidden.EXEMPT_AGENCY,
                a.valid_from,
                a.valid_to,
                a.successor_id,
            )
            for a in AGENCIES
        ],
        "cohorts": [(c.cohort_id, c.name, c.age_group) for c in COHORTS],
        "risks": [
            (r.risk, r.name, r.rank, r.target_hours, r.clock, date(2013, 5, 13), None) for r in DEFAULT_RISKS
        ],
        "outcomes": list(OUTCOMES),
        "closed_days": list(bank_holidays().items()),
    }
