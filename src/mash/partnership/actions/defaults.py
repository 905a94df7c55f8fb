"""Reference data to start from: ratings, cohorts, outcomes and stages as the framework ships them."""

from collections.abc import Iterable
from datetime import date

from mash.framework.codes import DEFAULT_RISKS
from mash.framework.reference import (
    DEFAULT_COHORTS,
    DEFAULT_OUTCOMES,
    DEFAULT_STAGES,
    CohortDefault,
    OutcomeDefault,
)
from mash.partnership.models import Cohort, EscalationStage, Outcome, Risk
from mash.trail.record import note

#: From when the default ratings are in force: before any referral that a hub would enter.
FROM = date(2000, 1, 1)


def start_from_defaults(
    cohorts: Iterable[CohortDefault] = DEFAULT_COHORTS, outcomes: Iterable[OutcomeDefault] = DEFAULT_OUTCOMES
) -> bool:
    """Put in the default reference data where there is none yet; whether it did. Settings change it later.

    `cohorts`, `outcomes`: others to start from.
    """
    if Risk.objects.exists() or Cohort.objects.exists() or Outcome.objects.exists():
        return False
    Risk.objects.bulk_create(
        Risk(
            risk=one.risk,
            name=one.name,
            rank=one.rank,
            target_hours=one.target_hours,
            clock=one.clock,
            valid_from=FROM,
        )
        for one in DEFAULT_RISKS
    )
    Cohort.objects.bulk_create(
        Cohort(cohort_id=one.cohort_id, name=one.name, age_group=one.age_group) for one in cohorts
    )
    Outcome.objects.bulk_create(
        Outcome(outcome_id=one.outcome_id, name=one.name, severity=one.severity, forum=one.forum)
        for one in outcomes
    )
    EscalationStage.objects.bulk_create(
        EscalationStage(stage=one.stage, name=one.name, answer_hours=one.answer_hours, clock=one.clock)
        for one in DEFAULT_STAGES
    )
    note("started from the defaults", "reference data", "all")
    return True
