"""What is known at as-at, and what belongs to the window (measures-rules.md, As-at and window)."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

from mash.engine.question import Question

from . import facts
from .clock import london_day

# table: the moment at which a row comes into being
FIRST_MOMENT = {
    "referrals": "received_at",
    "ratings": "rated_at",
    "requests": "requested_at",
    "disposals": "decided_at",
    "escalations": "raised_at",
    "invitations": "sent_at",
    "complaints": "received_at",
    "audits": "sampled_on",
    "evidence": "published_on",
    "evidence_uses": "requested_on",
    "lessons": "published_on",
    "activities": "held_on",
}

# table: moments that may still be to come
LATER_MOMENTS = {
    "referrals": ("decided_at", "feedback_at"),
    "requests": ("responded_at",),
    "escalations": ("resolved_at",),
    "invitations": ("answered_at",),
    "complaints": ("closed_at",),
    "audits": ("completed_on",),
    "audit_actions": ("completed_on",),
    "evidence_uses": ("supplied_on",),
    "recommendations": ("decided_on", "implemented_on"),
}

# rows that exist with their parent: table: (column, parent table)
PARENT = {
    "referral_cohorts": ("referral_id", "referrals"),
    "subjects": ("referral_id", "referrals"),
    "ratings": ("referral_id", "referrals"),
    "requests": ("referral_id", "referrals"),
    "disposals": ("referral_id", "referrals"),
    "answers": ("invitation_id", "invitations"),
    "complaint_agencies": ("complaint_id", "complaints"),
    "audit_grades": ("audit_id", "audits"),
    "audit_actions": ("audit_id", "audits"),
    "recommendations": ("lesson_id", "lessons"),
    "activity_agencies": ("activity_id", "activities"),
}


class View:
    """The tables as known at as-at (attributes named after them), and the window.

    `of_window` are the referrals of the window, `decided` those of them that are decided. Every
    referral carries the facts that several measures ask for (facts.py).
    """

    def __init__(self, tables: dict[str, list[SimpleNamespace]], question: Question):
        self.as_at = question.as_at
        self.today = london_day(question.as_at)
        self.parameters = question.parameters
        self.start = question.start
        self.end = min(question.end, self.today + timedelta(days=1))  # first day after the window

        # The contract lists parents before children, so a parent has been settled when its child comes.
        for name, rows in tables.items():
            setattr(self, name, self._known(name, rows))

        self.months = self._months()
        self.closed = {row.date for row in self.closed_days}
        self.severity_of = {o.outcome_id: o.severity for o in self.outcomes}
        self.published = {item.evidence_id for item in self.evidence}
        facts.attach(self)
        self.of_window = [r for r in self.referrals if r.in_scope and self.in_window(r.day)]
        self.decided = [r for r in self.of_window if r.decided_at]

    def _known(self, name: str, rows: list[SimpleNamespace]) -> list[SimpleNamespace]:
        if name in FIRST_MOMENT:
            rows = [row for row in rows if self.has_happened(getattr(row, FIRST_MOMENT[name]))]
        if name in PARENT:
            column, parent = PARENT[name]
            parents = {getattr(row, column): row for row in getattr(self, parent)}
            rows = [row for row in rows if getattr(row, column) in parents]
            if name == "answers":
                rows = [row for row in rows if parents[row.invitation_id].answered_at]
            if name == "audit_grades":
                rows = [row for row in rows if parents[row.audit_id].completed_on]
        for row in rows:
            if name == "requests":
                row.response = self._response(row)
            if name == "recommendations":
                row.status = self._status(row)
            for column in LATER_MOMENTS.get(name, ()):
                if not self.has_happened(getattr(row, column)):
                    setattr(row, column, None)
            if name == "escalations" and not row.resolved_at:
                row.resolution = None
            if name == "complaints" and not row.closed_at:
                row.finding = None
        return rows

    def _response(self, request: SimpleNamespace) -> str | None:
        """A response counts from responded_at on; without one only `cancelled` counts."""
        if request.responded_at is None:
            return "cancelled" if request.response == "cancelled" else None
        return request.response if self.has_happened(request.responded_at) else None

    def _status(self, recommendation: SimpleNamespace) -> str:
        """m12: steps that were taken after as-at are taken back; an unknown date takes nothing back."""
        status = recommendation.status
        if status == "implemented" and self._is_to_come(recommendation.implemented_on):
            status = "accepted"
        if status in ("accepted", "rejected") and self._is_to_come(recommendation.decided_on):
            status = "proposed"
        return status

    def _is_to_come(self, moment: date | None) -> bool:
        return moment is not None and not self.has_happened(moment)

    def has_happened(self, moment: datetime | date | None) -> bool:
        """An instant: at or before as-at. A date: on or before the London date of as-at."""
        if moment is None:
            return False
        return moment <= (self.as_at if isinstance(moment, datetime) else self.today)

    def in_window(self, day: date) -> bool:
        return self.start <= day < self.end

    def _months(self) -> list[str]:
        """Every London calendar month with a day in the window."""
        days = range((self.end - self.start).days)
        return sorted({(self.start + timedelta(days=i)).strftime("%Y-%m") for i in days})
