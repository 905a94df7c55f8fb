"""Actions that follow from an audit: put down, changed for a reason, completed."""

from datetime import date

from mash.framework.london import now, today
from mash.partnership.models import Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.audits.models import Audit, AuditAction, AuditRound
from mash.records.audits.steps import step
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note


def add_action(*, by: Principal, audit_id: object, agency: str, words: str, due_on: date) -> AuditAction:
    """Put down what an agency does because of an audit. Raises ValidationError, by field."""
    audit = held(Audit, by, audit_id)
    allowed(by, P.REGISTER_KEEP, audit.hub_id)
    if audit.replaced_on is not None:
        raise fault(words="This case was replaced: nothing follows from it.")
    _in_order(agency, words, due_on)
    made = AuditAction(audit=audit, agency_id=agency, words=words.strip(), due_on=due_on, at=now())
    kept(made)
    _step(by, made, "action", words=made.words)
    note("put down", "audit action", made.pk, agency=agency, due=due_on.isoformat())
    return made


def change_action(
    *, by: Principal, action_id: object, version: int, agency: str, words: str, due_on: date, reason: str
) -> AuditAction:
    """Change an open action, for a reason; what it was stays in the history. Raises Overtaken, or
    ValidationError by field.
    """
    found = _open(by, action_id, version)
    _in_order(agency, words, due_on, found.due_on)
    if not reason.strip():
        raise fault(reason="Say why it is changed.")
    before = f"{found.words}\nOwner: {found.agency}. Due {found.due_on}."
    found.agency_id, found.words, found.due_on = agency, words.strip(), due_on
    kept(found, "words", "due_on", "agency")
    _step(by, found, "moved", words=f"{reason.strip()}\nBefore: {before}"[:5000])
    note("changed", "audit action", found.pk, agency=agency, due=due_on.isoformat())
    return found


def complete_action(
    *, by: Principal, action_id: object, version: int, completed_on: date, how: str
) -> AuditAction:
    """Record that an action is done, when and how. Raises Overtaken, or ValidationError by field."""
    found = _open(by, action_id, version)
    if completed_on > today():
        raise fault(completed_on="This day is still to come.")
    if completed_on < found.audit.sampled_on:
        raise fault(completed_on="That is before the case was drawn.")
    if not how.strip():
        raise fault(how="Say how it was done.")
    found.completed_on = completed_on
    kept(found, "completed_on")
    _step(by, found, "done", words=how)
    note("completed", "audit action", found.pk)
    return found


def _open(by: Principal, pk: object, version: int) -> AuditAction:
    found = held(AuditAction, by, pk, version)
    allowed(by, P.REGISTER_KEEP, found.audit.hub_id)
    if found.completed_on is not None:
        raise fault(words="This action is completed.", how="This action is completed.")
    return found


def _in_order(agency: str, words: str, due_on: date, before: date | None = None) -> None:
    if not Agency.objects.all().on(today()).filter(pk=agency).exists():
        raise fault(agency="Choose an agency of the partnership.")
    if not words.strip():
        raise fault(words="Write down what is to be done.")
    if due_on < today() and due_on != before:
        raise fault(due_on="The day on which it is due cannot lie in the past.")


def _step(by: Principal, of: AuditAction, what: str, words: str) -> None:
    its_round = AuditRound.objects.seen_by(by).get(pk=of.audit.round_id)
    step(by, its_round, what, audit=of.audit_id, action=of, words=words)
