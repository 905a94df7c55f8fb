"""One simulated hub in memory: its cases, its people as the agencies know them, every table's rows."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from mash.demo import hidden
from mash.demo.arrivals import arrivals
from mash.demo.audits import audits
from mash.demo.baselines import baselines
from mash.demo.cases import Case
from mash.demo.casework import Hub
from mash.demo.complaints import complaints
from mash.demo.escalations import escalations
from mash.demo.families import Registry
from mash.demo.intake_desk import IntakeDesk
from mash.demo.leadership import activities
from mash.demo.learning import evidence, lessons
from mash.demo.london import day_of
from mash.demo.records import Records
from mash.demo.reference import HUB, LOCALITIES, Row, reference_rows
from mash.demo.surveys import surveys


@dataclass(frozen=True)
class World:
    """`rows` are those of the true dataset; `subjects` those of the extracts (person_id in place of key)."""

    cases: list[Case]
    records: Records
    rows: dict[str, list[Row]]
    subjects: list[Row]


def world(referrals: int, seed: int, tell: Callable[[str, int, int], None], hub_id: str = HUB) -> World:
    """Simulate that many referrals; each part draws from a stream of its own, so none stirs another."""

    def stream(part: str) -> Random:
        return Random(f"{seed}/{part}")

    scale = referrals / hidden.USUAL_REFERRALS
    desk = IntakeDesk(stream("intake"), Registry(stream("people"), LOCALITIES))
    hub = Hub(stream("casework"), desk, scale)
    hub.run(arrivals(stream("arrivals"), referrals), tell)
    records = Records(stream("records"))
    rows: dict[str, list[Row]] = {
        **reference_rows(hub_id),
        "referrals": [case.row(hub_id) for case in hub.cases],
        "referral_cohorts": [
            (case.referral_id, cohort)
            for case in hub.cases
            for cohort in (case.cohort.cohort_id, *case.more_cohorts)
        ],
        "ratings": hub.ratings,
        "requests": [row for case in hub.cases for row in case.request_rows()],
        "disposals": hub.disposals,
        **escalations(stream("escalations"), hub.cases),
        **surveys(stream("surveys"), scale),
        **complaints(stream("complaints"), scale),
        **audits(stream("audits"), hub.cases),
        **(library := evidence(stream("evidence"))),
        **lessons(stream("lessons"), library["evidence"]),
        **activities(stream("activities")),
        **baselines(stream("baselines"), hub.cases),
    }
    true, told = _subjects(hub.cases, records, seed)
    return World(hub.cases, records, rows | {"subjects": true}, told)


def person_key(seed: int, true_person: str) -> str:
    """The pseudonym that a person has in the true dataset."""
    return hashlib.sha256(f"{seed}/{true_person}".encode()).hexdigest()[:32]


def _subjects(cases: list[Case], records: Records, seed: int) -> tuple[list[Row], list[Row]]:
    true: list[Row] = []
    told: list[Row] = []
    for case in cases:
        today = day_of(case.received_at)
        for person, role, age in case.named:
            person_id = records.person_id(case.agency_id, person, case.home, today)
            seen: Row = (role, age, None if age is None else person.sex)
            true.append((case.referral_id, person_key(seed, person.true_person), *seen))
            told.append((case.referral_id, person_id, *seen))
    return true, told
