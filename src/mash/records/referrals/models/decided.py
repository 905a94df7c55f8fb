"""What the hub decided, and what it told the referrer."""

import uuid

from django.db import models
from django.db.models import Q

from mash.framework import codes
from mash.partnership.models import Account, Agency, Outcome
from mash.partnership.principal import Principal
from mash.records.referrals import need_to_know as rules
from mash.records.referrals.models.received import Referral, choices
from mash.records.seen import Record

DISPOSAL_ROLES = {"lead": "Leads", "support": "Supports"}
WAYS = {
    "here": "Here, in the system",
    "telephone": "By telephone",
    "letter": "In writing",
    "met": "In person",
}


class Disposal(Record):
    """What one agency does after the decision. Each outcome has one agency that leads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="disposals")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("when")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who takes it"
    )
    role = models.CharField("part", max_length=7, choices=choices(DISPOSAL_ROLES))

    class Meta:
        ordering = ("outcome__severity", "outcome", "role")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=codes.DISPOSAL_ROLES), name="disposal_role_known"),
            models.UniqueConstraint(
                "referral", "outcome", condition=Q(role="lead"), name="disposal_one_lead_an_outcome"
            ),
            models.UniqueConstraint("referral", "outcome", "agency", name="disposal_agency_once"),
        )

    def __str__(self) -> str:
        return f"{self.outcome}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By casework, by auditors, and by who is asked: an agency that disagrees must know with what."""
        return rules.as_it_went(principal)


class Feedback(Record):
    """What the referrer was told, when and how. Only items that may be disclosed can be quoted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="feedback")
    told_at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    way = models.CharField("how", max_length=10, choices=choices(WAYS), default="here")
    words = models.TextField("what the referrer was told", max_length=10_000)
    quotes = models.JSONField("what of the answers was quoted: agency and words", default=list, blank=True)

    class Meta:
        ordering = ("told_at",)
        verbose_name_plural = "feedback"
        constraints = (
            models.CheckConstraint(condition=Q(way__in=tuple(WAYS)), name="feedback_way_known"),
            models.CheckConstraint(condition=~Q(words=""), name="feedback_says_something"),
        )

    def __str__(self) -> str:
        return f"feedback on {self.referral_id}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By casework, and by the agency that submitted the referral."""
        return rules.feedback(principal)
