"""Something happened that somebody is to know: the worker is told in the same transaction, and finds out who
(notices). If the transaction is undone, nothing happened.
"""

from collections.abc import Iterable
from datetime import datetime

from procrastinate.contrib.django import app

from mash.framework.london import now
from mash.partnership.policy import Permission
from mash.partnership.principal import Principal
from mash.records.referrals.models import Referral


def happened(
    kind: str,
    referral: Referral,
    *,
    by: Principal,
    to: Permission,
    agencies: Iterable[str] | None = (),
    accounts: Iterable[int] = (),
    request: object = None,
    escalation: object = None,
    audit: object = None,
    due_at: datetime | None = None,
) -> None:
    """Have those told who need to know: these accounts, and whoever may do `to` for one of these agencies
    (None = any) in the referral's hub. Who did it is not told, nor who does not see the referral
    (with `audit`: the audit). `kind`: see notices.
    """
    app.configure_task("tell").defer(
        event={
            "kind": kind,
            "hub": referral.hub_id,
            "about": {
                name: str(pk)
                for name, pk in (
                    ("referral", referral.pk),
                    ("request", request),
                    ("escalation", escalation),
                    ("audit", audit),
                )
                if pk
            },
            "of": now().isoformat(),
            "due_at": due_at.isoformat() if due_at else None,
            "permission": to.name,
            "agencies": None if agencies is None else [*sorted(set(agencies))],
            "accounts": [*sorted(set(accounts))],
            "by": by.account_id,
        }
    )
