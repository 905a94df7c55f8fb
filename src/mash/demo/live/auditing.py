"""An audit of the simulated hub's files in the records: drawn late in the stretch from what its first weeks
decided, graded by two each, agreed by the panel but for one file, with actions.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.exceptions import ValidationError

from mash.demo.live import words
from mash.demo.live.people import PANEL, People
from mash.demo.live.stretch import Stretch
from mash.demo.reference import HUB
from mash.framework.london import LONDON, today
from mash.partnership.acting import act_as
from mash.partnership.principal import Principal
from mash.records.audits import actions
from mash.records.audits.models import Audit, AuditAction, AuditGrading
from mash.records.audits.reading import asked

#: How far into the stretch each step is: shares and not days, as a busy hub's stretch is three weeks long and
#: a quiet one's half a year, and in both every step is to have happened by its end.
_STEPS = {"draw_audits": 0.6, "grade_audits": 0.7, "agree_audits": 0.8, "do_audit_actions": 0.95}


@dataclass(frozen=True)
class Audited:
    """Something done with the round at a simulated second."""

    second: int
    what: str


def auditing(stretch: Stretch) -> list[Audited]:
    """What happens to the round up to the end of the stretch, in order."""
    if not stretch.cases:
        return []
    begins = stretch.cases[0].received_at
    return [Audited(begins + int((stretch.end - begins) * share), what) for what, share in _STEPS.items()]


@dataclass
class Auditing:
    """The quality officer and the panel at work on the one round."""

    people: People
    stretch: Stretch
    rng: Random

    def live(self, step: Audited) -> bool:
        """Do a step; False where nothing was decided that could be drawn."""
        return bool(getattr(self, f"_{step.what}")())

    def _keeper(self) -> Principal:
        by = self.people.who("childrens", "quality_officer")
        act_as(by)
        return by

    def _audits(self, by: Principal) -> list[Audit]:
        return list(Audit.objects.seen_by(by).filter(round__closed_on=None).order_by("reference"))

    def _draw_audits(self) -> bool:
        by = self._keeper()
        first = self.stretch.instant(self.stretch.cases[0].received_at).astimezone(LONDON).date()
        case = ("information shared", "quality of the decision")
        planned = actions.Planned(_title(today()), first, today(), 3, "", ("contribution",), case)
        made = actions.plan(by=by, hub=HUB, planned=planned)
        accounts = [self.people.accounts[agency, "panel_member"].pk for agency in PANEL]
        try:
            of: dict[str, Any] = {"round_id": made.pk, "version": made.version, "accounts": accounts}
            actions.draw(by=by, seed="exampleshire", **of)
        except ValidationError:
            return False
        return True

    def _grade_audits(self) -> bool:
        for agency in PANEL:
            by = self.people.who(agency, "panel_member")
            act_as(by)
            for audit in self._audits(by):
                own = AuditGrading.objects.seen_by(by).get(audit=audit, account=by.account_id)
                of: dict[str, Any] = {
                    "audit_id": audit.pk,
                    "version": own.version,
                    "given": self._grades(by, audit),
                }
                actions.grade(by=by, send=True, **of)
        return bool(self._audits(self._keeper()))

    def _agree_audits(self) -> bool:
        by = self.people.who(PANEL[0], "panel_member")
        act_as(by)
        agreed = self._audits(by)[1:]  # the panel has yet to meet on one
        for audit in agreed:
            given = self._grades(by, audit)
            actions.moderate(by=by, audit_id=audit.pk, version=audit.version, given=given)
        by = self._keeper()
        for audit in agreed:
            what: dict[str, Any] = {
                "agency": audit.agencies[0],
                "words": self.rng.choice(words.AUDIT_ACTIONS),
            }
            actions.add_action(by=by, audit_id=audit.pk, due_on=today() + timedelta(days=21), **what)
        return bool(agreed)

    def _do_audit_actions(self) -> bool:
        by = self._keeper()
        found = list(AuditAction.objects.seen_by(by).filter(completed_on=None).order_by("audit__reference"))
        for one in found[::2]:
            done: dict[str, Any] = {"completed_on": today(), "how": "Done, and shown to the panel."}
            actions.complete_action(by=by, action_id=one.pk, version=one.version, **done)
        return bool(found)

    def _grades(self, by: Principal, audit: Audit) -> list[actions.Given]:
        grades = [min(4, max(1, round(self.rng.gauss(2.8, 0.8)))) for _ in asked(by, audit)]
        return [actions.Given(grade, words.GRADED[grade]) for grade in grades]


def _title(on: date) -> str:
    return f"Audit of files, {on:%B %Y}"
