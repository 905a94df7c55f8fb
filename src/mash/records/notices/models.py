"""A notice to one account, and whether somebody wants e-mails. All it holds of its matter is an id."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q

from mash.partnership.models import Account
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.audits import need_to_know as of_audit
from mash.records.audits.models import Audit, AuditAction
from mash.records.complaints.models import Complaint
from mash.records.escalations.models import Escalation
from mash.records.escalations.models import seen as of_escalation
from mash.records.keeping import kept_by
from mash.records.lessons.models import Recommendation
from mash.records.referrals import need_to_know as of_referral
from mash.records.referrals.models import Referral, Request
from mash.records.referrals.models.received import choices
from mash.records.seen import Record
from mash.records.subject_access.models import AccessRequest

#: What is told, in the words in which it is.
KINDS = {
    "asked": "Your agency is asked about a referral",
    "answer_soon": "An answer is due soon",
    "answer_late": "An answer is overdue",
    "unrated": "A referral still has no rating",
    "decision_soon": "A decision is due soon",
    "decision_late": "A decision is overdue",
    "decided": "A referral is decided",
    "told": "The hub has answered your referral",
    "disagreed": "Another agency disagrees with yours",
    "next_stage": "A disagreement goes to its next stage",
    "resolved": "A disagreement is resolved",
    "stage_soon": "An answer to a disagreement is due soon",
    "stage_late": "An answer to a disagreement is overdue",
    "inadequate": "An audit finds something inadequate",
    "complaint_soon": "An answer to a complaint is due soon",
    "complaint_late": "An answer to a complaint is overdue",
    "recommendation_soon": "A recommendation is due soon",
    "recommendation_late": "A recommendation is overdue",
    "action_soon": "An action of an audit is due soon",
    "action_late": "An action of an audit is overdue",
    "access_soon": "An answer to somebody who asked for their record is due soon",
    "access_late": "An answer to somebody who asked for their record is overdue",
}
#: What a notice can be about: each the field that holds the id of its record. All notices of a referral's
#: matters hold the referral; of registers they hold one of the others.
REGISTERS = ("complaint", "recommendation", "action", "access")
MATTERS = ("referral", "request", "escalation", "audit", *REGISTERS)


def _about_one() -> Q:
    """A referral, or one record of a register."""
    alone = ("referral", *REGISTERS)
    found = Q()
    for one in alone:
        found |= Q(**{f"{other}__isnull": other != one for other in alone})
    return found


class Notice(Record):
    """One thing that somebody is to know of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    kind = models.CharField("what", max_length=20, choices=choices(KINDS))
    referral = models.ForeignKey(Referral, models.CASCADE, null=True, related_name="+")
    request = models.ForeignKey(Request, models.CASCADE, null=True, related_name="+")
    escalation = models.ForeignKey(Escalation, models.CASCADE, null=True, related_name="+")
    audit = models.ForeignKey(Audit, models.CASCADE, null=True, related_name="+")
    complaint = models.ForeignKey(Complaint, models.CASCADE, null=True, related_name="+")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, null=True, related_name="+")
    action = models.ForeignKey(AuditAction, models.CASCADE, null=True, related_name="+")
    access = models.ForeignKey(AccessRequest, models.CASCADE, null=True, related_name="+")
    of = models.DateTimeField("when it happened, or falls due")
    due_at = models.DateTimeField("when something is due, where it is", null=True)
    at = models.DateTimeField("told")
    read_at = models.DateTimeField("read, or settled without", null=True)
    mailed_at = models.DateTimeField("e-mailed", null=True)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=tuple(KINDS)), name="notice_kind_known"),
            models.CheckConstraint(condition=_about_one(), name="notice_about_one"),
            models.UniqueConstraint(
                fields=("account", "kind", *MATTERS, "of"),
                nulls_distinct=False,
                name="notice_told_once",
            ),
        )
        indexes = (
            models.Index(fields=("account", "-at"), name="notice_by_account"),
            models.Index(fields=("account",), condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=("referral", "kind"), name="notice_by_referral"),
        )

    def __str__(self) -> str:
        return KINDS[self.kind]

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By whom it is for, while they see what it is about."""
        disagreement = Q(escalation__isnull=False) & of_escalation(principal, "escalation__")
        audit = Q(audit__isnull=False) & of_audit.audit(principal, "audit__")
        seen = Referral._base_manager.filter(of_referral.referral(principal), pk=OuterRef("referral"))
        registers = (
            kept_by(principal, "complaint__")
            | kept_by(principal, "recommendation__lesson__")
            | kept_by(principal, "action__audit__")
            | kept_by(principal, "access__", P.SUBJECT_ACCESS)
        )
        return Q(account=principal.account_id) & (Q(Exists(seen)) | disagreement | audit | registers)


class MailChoice(Record):
    """Whether somebody wants their notices by e-mail too. Who never chose gets them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(Account, models.CASCADE, related_name="+")
    wanted = models.BooleanField("by e-mail too", default=True)

    def __str__(self) -> str:
        return "by e-mail too" if self.wanted else "here only"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By whom it is of."""
        return Q(account=principal.account_id)
