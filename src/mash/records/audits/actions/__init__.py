"""The only writers of audits: rounds and their draw, grades, and what follows from them."""

from mash.records.audits.actions.followed import add_action, change_action, complete_action
from mash.records.audits.actions.graded import Given, grade, moderate
from mash.records.audits.actions.rounds import Planned, change, close, draw, plan, replace

__all__ = [
    "Given",
    "Planned",
    "add_action",
    "change",
    "change_action",
    "close",
    "complete_action",
    "draw",
    "grade",
    "moderate",
    "plan",
    "replace",
]
