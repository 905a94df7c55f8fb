"""The evidence library and its uses; lessons from reviews and what became of their recommendations."""

from datetime import date, timedelta
from random import Random

from mash.demo import hidden
from mash.demo.london import happened_on
from mash.demo.reference import AGENCIES, COHORTS, Row
from mash.framework.codes import EVIDENCE_KINDS, LESSON_SOURCES

_ITEMS, _USES, _LESSONS = 60, 140, 28
_THEMES = ("early sharing", "joint visits", "hidden harm", "transition to adulthood", "information recording")
_PURPOSES = ("training", "policy", "inspection", "case work")
#: Agencies that exist throughout, so that what they own or ask for never falls outside their time.
_LASTING = [a.agency_id for a in AGENCIES if a.valid_from is None and a.valid_to is None]


def _day(rng: Random) -> date:
    return hidden.FIRST_DAY + timedelta(days=rng.randrange((hidden.LAST_DAY - hidden.FIRST_DAY).days + 1))


def evidence(rng: Random) -> dict[str, list[Row]]:
    """Items, and what agencies asked for; one agency was never served."""
    cohorts = [cohort.cohort_id for cohort in COHORTS]
    published = sorted(_day(rng) for _ in range(_ITEMS))
    items: list[Row] = [
        (f"E{number:03d}", rng.choice(EVIDENCE_KINDS), rng.choice([*cohorts, None]), rng.choice(_THEMES), day)
        for number, day in enumerate(published, 1)
    ]
    uses: list[Row] = []
    for number in range(1, _USES + 1):
        at = int(rng.random() ** 2 * _ITEMS)
        asked_on = published[at] + timedelta(days=int(rng.expovariate(1 / 90)))
        agency = rng.choice(_LASTING)
        if asked_on > hidden.LAST_DAY:
            continue
        supplied_on = happened_on(asked_on + timedelta(days=int(rng.lognormvariate(1.8, 0.7))))
        if agency == hidden.UNSERVED_AGENCY or rng.random() < 0.08:
            supplied_on = None
        uses.append(
            (f"U{number:03d}", f"E{at + 1:03d}", agency, asked_on, supplied_on, rng.choice(_PURPOSES))
        )
    return {"evidence": items, "evidence_uses": uses}


def lessons(rng: Random, evidence: list[Row]) -> dict[str, list[Row]]:
    """Lessons and recommendations; proof of effect is an item of the library."""
    rows: dict[str, list[Row]] = {"lessons": [], "recommendations": []}
    for number, published in enumerate(sorted(_day(rng) for _ in range(_LESSONS)), 1):
        lesson_id = f"L{number:02d}"
        rows["lessons"].append((lesson_id, rng.choice(LESSON_SOURCES), published))
        for at in range(rng.randrange(1, 6)):
            rows["recommendations"].append(
                _recommendation(rng, f"{lesson_id}-{at + 1}", lesson_id, published, evidence)
            )
    return rows


def _recommendation(
    rng: Random, recommendation_id: str, lesson_id: str, published: date, evidence: list[Row]
) -> Row:
    agency = rng.choice([*_LASTING, None])
    decided_on = happened_on(published + timedelta(days=rng.randrange(14, 90)))
    accepted = rng.random() < 0.85
    if decided_on is None or not accepted:
        status = "proposed" if decided_on is None else "rejected"
        return recommendation_id, lesson_id, agency, status, decided_on, None, None, False, None
    due_on = decided_on + timedelta(days=180)
    slow = agency == hidden.TARDY_ACTIONS_AGENCY or rng.random() < 0.15
    done_on = None if slow else happened_on(decided_on + timedelta(days=int(rng.lognormvariate(4.7, 0.6))))
    status = "implemented" if done_on else "accepted"
    changed = done_on is not None and rng.random() < 0.5
    proof = rng.choice(evidence)[0] if done_on and rng.random() < 0.4 else None
    return recommendation_id, lesson_id, agency, status, decided_on, due_on, done_on, changed, proof
