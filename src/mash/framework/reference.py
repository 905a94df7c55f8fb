"""Default reference data for a hub to start from and change: cohorts, outcomes, stages (risks: codes.py).

The spec ships risks only (dataset.md); cohorts and outcomes here are the words most hubs use for their
business and their disposals, with the severity ladder of dataset.md. None is ever named in a measure.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class CohortDefault:
    """A default cohort: code, name, whom it concerns (codes.AGE_GROUPS)."""

    cohort_id: str
    name: str
    age_group: str


@dataclass(frozen=True)
class OutcomeDefault:
    """A default outcome: code, name, severity 0–5, whether it routes to another problem-solving forum."""

    outcome_id: str
    name: str
    severity: int
    forum: bool = False


@dataclass(frozen=True)
class StageDefault:
    """A default stage of disagreement: who settles it there, and in how many hours of which clock."""

    stage: int
    name: str
    answer_hours: float
    clock: str = "working"


DEFAULT_COHORTS = (
    CohortDefault("neglect", "Neglect of a child", "child"),
    CohortDefault("physical_abuse", "Physical abuse of a child", "child"),
    CohortDefault("sexual_abuse", "Sexual abuse of a child", "child"),
    CohortDefault("emotional_abuse", "Emotional abuse of a child", "child"),
    CohortDefault("exploitation", "Exploitation of a child, criminal or sexual", "child"),
    CohortDefault("missing", "Missing child", "child"),
    CohortDefault("domestic_abuse", "Domestic abuse", "any"),
    CohortDefault("adult_abuse", "Abuse or neglect of an adult with care and support needs", "adult"),
    CohortDefault("self_neglect", "Self-neglect", "adult"),
    CohortDefault("mental_health", "Mental ill-health", "any"),
    CohortDefault("modern_slavery", "Modern slavery and trafficking", "any"),
    CohortDefault("radicalisation", "Radicalisation", "any"),
)

DEFAULT_OUTCOMES = (
    OutcomeDefault("no_further_action", "No further action", 0),
    OutcomeDefault("advice", "Advice or signposting", 1),
    OutcomeDefault("returned_to_referrer", "Returned to the referrer", 1),
    OutcomeDefault("open_case", "Passed to the team of an open case", 1),
    OutcomeDefault("early_help", "Early help", 2),
    OutcomeDefault("family_support", "Family support", 2),
    OutcomeDefault("domestic_abuse_service", "Domestic abuse service", 2),
    OutcomeDefault("channel", "Channel panel", 2, forum=True),
    OutcomeDefault("single_assessment", "Single assessment (section 17)", 3),
    OutcomeDefault("care_act_assessment", "Care Act assessment", 3),
    OutcomeDefault("marac", "MARAC", 3, forum=True),
    OutcomeDefault("mappa", "MAPPA", 3, forum=True),
    OutcomeDefault("strategy_discussion", "Strategy discussion", 4),
    OutcomeDefault("section_47", "Section 47 enquiry", 4),
    OutcomeDefault("section_42", "Section 42 enquiry", 4),
    OutcomeDefault("emergency_protection", "Emergency protection", 5),
)

# A working day has 8.5 hours. Real policies have four or five stages, each with a time (field.md).
DEFAULT_STAGES = (
    StageDefault(1, "The people who work on it", 8.5),
    StageDefault(2, "Their front-line managers", 17),
    StageDefault(3, "Heads of service", 25.5),
    StageDefault(4, "Directors", 42.5),
    StageDefault(5, "The safeguarding partnership's independent chair", 85),
)
