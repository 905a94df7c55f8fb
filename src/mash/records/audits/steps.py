"""What was done with a round, an audit or an action, put down as it is done."""

from mash.framework.london import now
from mash.partnership.principal import Principal
from mash.records.audits.models import AuditAction, AuditRound, AuditStep
from mash.records.writing import kept


def step(
    by: Principal,
    of: AuditRound,
    what: str,
    *,
    audit: object = None,
    action: AuditAction | None = None,
    words: str = "",
) -> None:
    """Add a step to the history; `audit` is the id of one."""
    made = AuditStep(round=of, action=action, at=now(), account_id=by.account_id, what=what, words=words)
    made.audit_id = audit  # type: ignore[assignment]
    kept(made)
