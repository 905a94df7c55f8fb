"""An escalation and its stages, each with the time in which it is answered."""

import uuid

from django.db import models
from django.db.models import F, Q

from mash.framework import codes
from mash.partnership.models import Account, Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.referrals import need_to_know as of_referral
from mash.records.referrals.models import Referral
from mash.records.referrals.models.received import choices
from mash.records.seen import Record

REASONS = {
    "threshold": "Threshold: what should happen next",
    "information": "Information: what was shared, or was not",
    "timeliness": "Timeliness: how long it took",
    "response": "Response: what another agency did, or did not",
    "other": "Something else",
}
RESOLUTIONS = {
    "changed": "The decision was changed",
    "upheld": "The decision stands",
    "compromise": "A compromise was found",
    "withdrawn": "It was withdrawn",
}


def seen(principal: Principal, to: str = "") -> Q:
    """By casework on the referral, its auditors, and who may disagree for one of the two agencies in it."""
    ours = Q(**{f"{to}raised_by": principal.agency_id}) | Q(**{f"{to}about": principal.agency_id})
    here = Q(**{f"{to}referral__hub__in": principal.hubs(P.ESCALATION_RAISE)})
    every = of_referral.casework(principal, f"{to}referral__")
    return (
        every
        | of_referral.sampled(principal, f"{to}referral__")
        | (ours & here & of_referral.open_to(principal, f"{to}referral__"))
    )


class Escalation(Record):
    """One agency disagrees with another about a referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="escalations")
    raised_at = models.DateTimeField("when")
    raised_by = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="who disagrees")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    about = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="with whom")
    reason = models.CharField("what about", max_length=12, choices=choices(REASONS))
    stage = models.PositiveSmallIntegerField("stage", default=1)
    due_at = models.DateTimeField("answer due at this stage", null=True)
    resolved_at = models.DateTimeField("resolved", null=True)
    resolution = models.CharField("how", max_length=10, choices=choices(RESOLUTIONS), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("raised_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__in=codes.ESCALATION_REASONS), name="escalation_reason"
            ),
            models.CheckConstraint(condition=Q(stage__in=codes.ESCALATION_STAGES), name="escalation_stage"),
            models.CheckConstraint(
                condition=~Q(raised_by=F("about")),
                name="escalation_between_two",
                violation_error_message="An agency cannot disagree with itself.",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolution="")
                | Q(
                    resolved_at__isnull=False,  # a comparison with nothing would pass
                    resolved_at__gte=F("raised_at"),
                    resolution__in=codes.RESOLUTIONS,
                ),
                name="escalation_resolved_how",
            ),
        )

    def __str__(self) -> str:
        return f"{self.raised_by} disagrees with {self.about}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See `seen` above."""
        return seen(principal)


class EscalationStep(Record):
    """What was said when a stage was reached, and when the disagreement was resolved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="steps")
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    stage = models.PositiveSmallIntegerField("stage")
    words = models.TextField("what was said", max_length=5000)

    class Meta:
        ordering = ("at",)
        constraints = (models.CheckConstraint(condition=~Q(words=""), name="escalation_step_says_something"),)

    def __str__(self) -> str:
        return f"stage {self.stage}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its escalation."""
        return seen(principal, "escalation__")
