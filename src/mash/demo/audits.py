"""Quarterly file audits: a stratified draw with known chances, two graders a file, a panel, actions."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from mash.demo import hidden
from mash.demo.cases import Case
from mash.demo.london import day_of, happened_on
from mash.demo.reference import Row

_CRITERIA = {"information_shared": 0.2, "quality_of_decision": 0.0, hidden.DISPUTED_CRITERION: -0.5}
_DRAWN = {"red": 10, "amber": 10, "blue": 8, "no_action": 8}
_GRADER_SPREAD = {False: 0.3, True: 1.4}  # disputed criterion or not


def audits(rng: Random, cases: list[Case]) -> dict[str, list[Row]]:
    """Audits, grades and actions; a round audits referrals decided in the quarter before it."""
    rows: dict[str, list[Row]] = {"audits": [], "audit_grades": [], "audit_actions": []}
    by_quarter: dict[str, dict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        if case.decided_at is not None:
            by_quarter[_quarter(day_of(case.decided_at))][_stratum(case)].append(case)
    for quarter in sorted(by_quarter):
        sampled_on = _after(quarter)
        if sampled_on <= hidden.LAST_DAY:
            for stratum, wanted in _DRAWN.items():
                _draw(rng, rows, quarter, sampled_on, stratum, by_quarter[quarter][stratum], wanted)
    return rows


def _draw(
    rng: Random,
    rows: dict[str, list[Row]],
    quarter: str,
    on: date,
    stratum: str,
    frame: list[Case],
    wanted: int,
) -> None:
    drawn = rng.sample(frame, min(wanted, len(frame)))
    for case in drawn:
        audit_id = f"A{len(rows['audits']) + 1:05d}"
        completed_on = happened_on(on + timedelta(days=rng.randrange(7, 45))) if rng.random() < 0.95 else None
        chance = len(drawn) / len(frame)
        rows["audits"].append(
            (audit_id, f"round-{quarter}", case.referral_id, on, completed_on, stratum, chance)
        )
        if completed_on is not None:
            _grade(rng, rows, audit_id, case, completed_on)


def _grade(rng: Random, rows: dict[str, list[Row]], audit_id: str, case: Case, completed_on: date) -> None:
    quality = rng.gauss(2.75, 0.7)
    grades: list[tuple[str | None, str, str, int, bool]] = []
    for criterion, offset in _CRITERIA.items():
        spread = _GRADER_SPREAD[criterion == hidden.DISPUTED_CRITERION]
        for auditor in rng.sample(sorted(hidden.LENIENCY), 2):
            seen = quality + offset + hidden.LENIENCY[auditor] + rng.gauss(0, spread)
            grades.append((None, criterion, auditor, _of_four(seen), False))
        grades.append((None, criterion, "panel", _of_four(quality + offset), True))
    involved = sorted({case.agency_id, case.cohort.lead, *(request.agency_id for request in case.requests)})
    for agency in involved:
        grade = _of_four(quality + rng.gauss(0, 0.5) - (0.6 if agency == hidden.SLOW_AGENCY else 0))
        grades.append((agency, "contribution", "panel", grade, True))
        if grade <= 2:
            _act(rng, rows, audit_id, agency, completed_on)
    for number, (agency_id, criterion, auditor, grade, moderated) in enumerate(grades, 1):
        rows["audit_grades"].append(
            (f"{audit_id}-{number}", audit_id, agency_id, criterion, auditor, grade, moderated)
        )


def _act(rng: Random, rows: dict[str, list[Row]], audit_id: str, agency: str, completed_on: date) -> None:
    due_on = completed_on + timedelta(days=42)
    tardy = agency == hidden.TARDY_ACTIONS_AGENCY
    never = rng.random() < (hidden.TARDY_ACTIONS_SHARE if tardy else hidden.USUAL_ACTIONS_SHARE)
    done_on = None if never else happened_on(completed_on + timedelta(days=int(rng.lognormvariate(3.3, 0.5))))
    action_id = f"{audit_id}-act-{agency}"
    rows["audit_actions"].append((action_id, audit_id, agency, due_on, done_on))


def _of_four(grade: float) -> int:
    return min(4, max(1, round(grade)))


def _stratum(case: Case) -> str:
    if case.severity == 0 or not case.ratings:
        return "no_action"
    return case.ratings[-1][1]


def _quarter(day: date) -> str:
    return f"{day.year}-q{(day.month + 2) // 3}"


def _after(quarter: str) -> date:
    """The tenth day of the quarter that follows."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return date(year + number // 4, number % 4 * 3 + 1, 10)
