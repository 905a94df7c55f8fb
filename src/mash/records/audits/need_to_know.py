"""Who sees an audit. Who keeps the hub's registers: all but what auditors write of the case. An auditor: the
audits assigned to them, until the round is closed, and grades of others once their own are sent.

The same stands in row_level_security.sql, for the database. The way to the referral itself is `sampled` of
referrals/need_to_know.py.
"""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.keeping import kept_by
from mash.records.referrals.need_to_know import open_to


def mine(principal: Principal, to: str = "") -> Q:
    """Audits assigned to one, as long as the round is open and the referral is. `to` leads to the audit."""
    assigned = _gradings(principal, to).filter(audit__replaced_on=None, audit__round__closed_on=None)
    hubs = Q(**{f"{to}hub__in": principal.hubs(P.AUDIT_GRADE)})
    # asked for apart: joined, it would hide the audit from who keeps the register and sees no referral
    case = apps.get_model("records", "Referral")._base_manager.filter(open_to(principal, ""))
    return hubs & Q(Exists(assigned)) & Q(Exists(case.filter(pk=OuterRef(f"{to}referral"))))


def audit(principal: Principal, to: str = "") -> Q:
    """By who keeps the registers, and who audits it."""
    return kept_by(principal, to) | mine(principal, to)


def round_(principal: Principal, to: str = "") -> Q:
    """By who keeps the registers, and who audits something in it. `to` leads to the round."""
    audits = apps.get_model("records", "Audit")._base_manager.filter(mine(principal))
    return kept_by(principal, to) | Q(Exists(audits.filter(round=OuterRef(f"{to}pk"))))


def panel_grade(principal: Principal, to: str = "") -> Q:
    """An auditor's own grades, and once they are sent those of the others and the agreed ones."""
    own = Q(**{f"{to}grading__account": principal.account_id})
    done = Exists(_gradings(principal, f"{to}audit__").filter(sent_at__isnull=False))
    return mine(principal, f"{to}audit__") & (own | (Q(done) & _sent(to)))


def grade(principal: Principal) -> Q:
    """Besides, who keeps the registers sees grades that are sent, unless they grade the same case themselves
    and have not sent theirs.
    """
    waiting = Exists(_gradings(principal, "audit__").filter(sent_at=None))
    return panel_grade(principal) | (kept_by(principal, "audit__") & _sent("") & ~Q(waiting))


def _sent(to: str) -> Q:
    return Q(**{f"{to}grading": None}) | Q(**{f"{to}grading__sent_at__isnull": False})


def _gradings(principal: Principal, to: str) -> Any:
    """One's own assignments to the audit that `to` leads to, inside a rule."""
    every = apps.get_model("records", "AuditGrading")._base_manager
    return every.filter(audit=OuterRef(f"{to}pk"), account=principal.account_id)
