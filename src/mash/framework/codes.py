"""The fixed code lists and default reference data of the framework (spec: dataset.md).

Fixed lists are the same in every hub and may be named in a measure. Agencies, cohorts, risks and
outcomes are each hub's own reference tables and are never named in a measure; what stands here for
them is only the default that is shipped.
"""

from dataclasses import dataclass

AGENCY_KINDS = (
    "police",
    "childrens_social_care",
    "adult_social_care",
    "health",
    "mental_health",
    "education",
    "probation",
    "housing",
    "fire",
    "ambulance",
    "voluntary",
    "other",
)
AGE_GROUPS = ("child", "adult", "any")
CLOCKS = ("elapsed", "working")
CONSENTS = ("given", "refused", "not_sought", "overridden")
SUBJECT_ROLES = ("subject", "alleged_perpetrator", "carer", "other")
RESPONSES = ("shared", "nothing_known", "declined", "cancelled")
DISPOSAL_ROLES = ("lead", "support")
ESCALATION_REASONS = ("threshold", "information", "timeliness", "response", "other")
RESOLUTIONS = ("changed", "upheld", "compromise", "withdrawn")
COMPLAINT_SOURCES = ("internal", "external")
COMPLAINT_FINDINGS = ("upheld", "partly_upheld", "not_upheld", "withdrawn")
EVIDENCE_KINDS = ("good_practice", "learning")
LESSON_SOURCES = (
    "child_review",
    "domestic_review",
    "adult_review",
    "peer_review",
    "inspection",
    "other_authority",
    "environmental_scan",
)
RECOMMENDATION_STATUSES = ("proposed", "accepted", "rejected", "implemented")
ACTIVITY_KINDS = (
    "training",
    "marketing",
    "conference",
    "visit",
    "media",
    "consultation",
    "innovation",
)
ESCALATION_STAGES = (1, 2, 3, 4, 5)
COMPLAINT_STAGES = (1, 2, 3, 4)
SEVERITIES = (0, 1, 2, 3, 4, 5)
GRADES = (1, 2, 3, 4)

# Words that results use for totals and gaps; no reference code may take one (measures-rules.md).
RESERVED_CODES = ("*", "unknown", "unrated", "hub", "case", "other")


@dataclass(frozen=True)
class RiskDefault:
    """A default risk rating: code, name, rank (1 = lowest) and target in elapsed hours."""

    risk: str
    name: str
    rank: int
    target_hours: float
    clock: str = "elapsed"


# Seed, measure four: red 2 hours, amber 24 hours, blue 72 hours.
DEFAULT_RISKS = (
    RiskDefault("blue", "Blue", 1, 72.0),
    RiskDefault("amber", "Amber", 2, 24.0),
    RiskDefault("red", "Red", 3, 2.0),
)
