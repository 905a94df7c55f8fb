"""Disagreements between agencies: two of them quarrel, most stay with the front-line managers."""

from random import Random

from mash.demo import hidden
from mash.demo.cases import Case
from mash.demo.london import AS_AT, DAY, HOUR, happened
from mash.demo.reference import Row

_REASONS = ("threshold", "information", "timeliness", "response", "other")
_STAGES = (1, 2, 3, 4, 5)
_STAGE_WEIGHTS = [60 if stage == hidden.STICKING_STAGE else 24 / stage for stage in _STAGES]
_RESOLUTIONS, _RESOLUTION_WEIGHTS = ("changed", "upheld", "compromise", "withdrawn"), (35, 35, 20, 10)


def escalations(rng: Random, cases: list[Case]) -> dict[str, list[Row]]:
    """Escalations about decided referrals; likelier where the rating had changed."""
    rows: list[Row] = []
    for case in cases:
        if case.decided_at is None:
            continue
        rerated = len(case.ratings) > 1
        if rng.random() < (0.03 if rerated else 0.01):
            raised_at = case.decided_at + int(rng.expovariate(1 / 20) * HOUR)
            if raised_at <= AS_AT:
                rows.append(_row(rng, f"X{len(rows) + 1:06d}", case, raised_at))
    return {"escalations": rows}


def _row(rng: Random, escalation_id: str, case: Case, raised_at: int) -> Row:
    raised_by, about, reason = _who(rng, case)
    stage = rng.choices(_STAGES, _STAGE_WEIGHTS)[0]
    days = rng.lognormvariate(1.2, 0.8) * stage
    resolved_at = happened(raised_at + days * DAY) if rng.random() < 0.97 else None
    resolution = rng.choices(_RESOLUTIONS, _RESOLUTION_WEIGHTS)[0] if resolved_at else None
    about_referral = case.referral_id if rng.random() < 0.92 else None
    return escalation_id, about_referral, raised_at, raised_by, about, reason, stage, resolved_at, resolution


def _who(rng: Random, case: Case) -> tuple[str, str, str]:
    if rng.random() < hidden.QUARREL_SHARE:
        one, other = hidden.QUARREL
        return (one, other, "threshold") if rng.random() < 0.6 else (other, one, "information")
    involved = {case.agency_id, case.cohort.lead, *(request.agency_id for request in case.requests)}
    involved |= {"police", "adults"}
    raised_by, about = rng.sample(sorted(involved), 2)
    return raised_by, about, rng.choice(_REASONS)
