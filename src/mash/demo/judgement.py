"""How severe a referral is, how it is rated, what is decided: true severity seen through errors."""

from bisect import bisect_right
from random import Random

from mash.demo import hidden
from mash.demo.families import Family
from mash.demo.reference import Cohort

RISKS = ("blue", "amber", "red")
_RISK_CUTS = (0.0, 1.9)
_SEVERITY_CUTS = (-0.45, 0.1, 0.7, 1.4, 2.4)
_DECISION_ERROR = 0.3
_CHILD = ("nfa", "advice", "early_help", "assessment", "s47", "emergency")
_ADULT = ("nfa", "advice", "early_help", "care_act", "s42", "emergency")


def severity_score(rng: Random, cohort: Cohort, family: Family, progress: float) -> float:
    """True severity on a scale about 0; `progress` = part of the simulated years that has gone by."""
    score = cohort.severity + family.frailty + family.worry + rng.gauss(0, 1)
    if cohort.cohort_id == hidden.RISING_COHORT:
        score += hidden.RISING_SEVERITY * progress
    return score


def risk(score: float, error: float, shared: int) -> str:
    """The rating by someone with that error, of whom each shared answer took part of it away."""
    return RISKS[bisect_right(_RISK_CUTS, score + error * (1 - hidden.ERROR_TAKEN_AWAY) ** shared)]


def severity(rng: Random, score: float) -> int:
    """The severity (0 to 5) that is decided on."""
    return bisect_right(_SEVERITY_CUTS, score + rng.gauss(0, _DECISION_ERROR))


def outcomes(rng: Random, cohort: Cohort, severity: int, known_open: bool) -> list[tuple[str, str]]:
    """(outcome, agency that leads it), the main one first; forums follow where the cohort has one."""
    ladder = _CHILD if cohort.age_group == "child" else _ADULT
    if known_open and severity <= 2 and rng.random() < 0.5:
        found = [("open_case", cohort.lead)]
    else:
        found = [(ladder[severity], "education" if ladder[severity] == "early_help" else cohort.lead)]
    if cohort.cohort_id == "domestic" and severity >= 3 and rng.random() < 0.7:
        found.append(("marac", "police"))
    if cohort.cohort_id in ("domestic", "child_harm") and severity >= 3 and rng.random() < 0.06:
        found.append(("mappa", "probation"))
    if cohort.cohort_id == "radicalisation" and severity >= 2 and rng.random() < 0.8:
        found.append(("channel", "police"))
    return found
