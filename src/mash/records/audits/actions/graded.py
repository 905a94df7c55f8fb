"""Grades: each auditor's own, saved as they go and sent once; then what the panel of the case agrees."""

from collections.abc import Sequence
from dataclasses import dataclass

from mash.framework.london import now, today
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.audits import need_to_know as rules
from mash.records.audits.models import INADEQUATE, Audit, AuditGrade, AuditGrading, AuditReason, AuditRound
from mash.records.audits.reading import asked
from mash.records.audits.steps import step
from mash.records.happened import happened
from mash.records.referrals.models import Referral
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note


@dataclass(frozen=True)
class Given:
    """The grade given to one thing that is asked, and why; either may be missing until grades are sent."""

    grade: int | None
    reasons: str = ""


def grade(
    *, by: Principal, audit_id: object, version: int, given: Sequence[Given], send: bool = False
) -> AuditGrading:
    """Save one's own grades, in the order of `reading.asked`; `send` gives them to the others, for good.

    `version`: of one's own grading. Raises Overtaken, or ValidationError by field: `grade_0`, `reasons_0`.
    """
    audit = _mine(by, audit_id)
    own = AuditGrading.objects.seen_by(by).get(audit=audit, account=by.account_id)
    own = held(AuditGrading, by, own.pk, version)
    if own.sent_at is not None:
        raise fault(grade_0="Your grades are sent: they stay as they are.")
    if send:
        _whole(given)
    lowest = _write(by, audit, own, given)
    if send:
        own.sent_at = now()
        kept(own, "sent_at")
        of = AuditRound.objects.seen_by(by).get(pk=audit.round_id)
        step(by, of, "sent", audit=audit.pk)
    else:
        kept(own, "audit")  # its next version: a second window of the same auditor is told
    note("sent grades of" if send else "graded", "audit", audit.pk, reference=audit.reference)
    if lowest:
        _alert(by, audit)
    return own


def moderate(*, by: Principal, audit_id: object, version: int, given: Sequence[Given]) -> Audit:
    """Enter what the panel of a case agreed, once all have sent theirs: that completes its audit.

    Each auditor's own grades stay. Raises Overtaken, or ValidationError by field.
    """
    audit = _mine(by, audit_id, version)
    if audit.completed_on is not None:
        raise fault(grade_0="The panel has agreed on this case already.")
    waits = AuditGrading.objects.seen_by(by).filter(audit=audit, sent_at=None)
    if waits.exists():
        raise fault(grade_0="Not everybody has sent their grades yet.")
    _whole(given)
    lowest = _write(by, audit, None, given)
    audit.completed_on = today()
    kept(audit, "completed_on")
    step(by, AuditRound.objects.seen_by(by).get(pk=audit.round_id), "moderated", audit=audit.pk)
    note("moderated", "audit", audit.pk, reference=audit.reference)
    if lowest:
        _alert(by, audit)
    return audit


def _mine(by: Principal, pk: object, version: int | None = None) -> Audit:
    """An audit that one does. Raises DoesNotExist where one only keeps its register."""
    Audit.objects.seen_by(by).filter(rules.mine(by)).get(pk=pk)
    audit = held(Audit, by, pk, version)
    allowed(by, P.AUDIT_GRADE, audit.hub_id)
    return audit


def _whole(given: Sequence[Given]) -> None:
    for place, one in enumerate(given):
        if one.grade is None:
            raise fault(**{f"grade_{place}": "Give it a grade."})
        if not one.reasons.strip():
            raise fault(**{f"reasons_{place}": "Give the reasons for this grade."})


def _write(by: Principal, audit: Audit, own: AuditGrading | None, given: Sequence[Given]) -> bool:
    """Write grades; whether one of them is the first `inadequate` that this auditor, or the panel, gives."""
    questions = asked(by, audit)
    if len(questions) != len(given):
        raise fault(grade_0="The criteria are not the ones of this audit: open the page again.")
    rows = AuditGrade.objects.seen_by(by).filter(audit=audit, grading=own)
    had = {(one.criterion_id, one.agency_id): one for one in rows}
    before = any(one.grade == INADEQUATE for one in had.values())
    for question, one in zip(questions, given, strict=True):
        key = (question.criterion.pk, question.agency.pk if question.agency else None)
        row = had.get(key)
        if row is None:
            row = AuditGrade(audit=audit, grading=own, criterion_id=key[0], agency_id=key[1], grade=one.grade)
            if one.grade is None and not one.reasons.strip():
                continue
            kept(row)
            kept(AuditReason(grade=row, words=one.reasons))
            continue
        row.grade = one.grade
        row.save(update_fields=["grade"])
        AuditReason.objects.seen_by(by).filter(grade=row).update(words=one.reasons)
    return not before and any(one.grade == INADEQUATE for one in given)


def _alert(by: Principal, audit: Audit) -> None:
    """Tell at once who keeps the registers, and who decides for the agency that owns the case."""
    referral = Referral.objects.seen_by(by).get(pk=audit.referral_id)
    happened("inadequate", referral, by=by, to=P.REGISTER_KEEP, agencies=None, audit=audit.pk)
    if referral.owner_id:
        happened("inadequate", referral, by=by, to=P.REFERRAL_DECIDE, agencies=(referral.owner_id,))
