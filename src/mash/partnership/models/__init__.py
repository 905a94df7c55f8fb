"""The partnership's tables: who (who.py), agencies' systems (systems.py), a hub's reference data with its
validity (reference.py).
"""

from mash.partnership.models.reference import ClosedDay, Cohort, EscalationStage, Outcome, Risk
from mash.partnership.models.systems import Token, Write
from mash.partnership.models.who import Account, Agency, Appointment, Hub, Team

__all__ = [
    "Account",
    "Agency",
    "Appointment",
    "ClosedDay",
    "Cohort",
    "EscalationStage",
    "Hub",
    "Outcome",
    "Risk",
    "Team",
    "Token",
    "Write",
]
