"""An agreement to share, the agencies that are party to it and since when, and what was done with it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from mash.partnership.models import Account, Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.keeping import Kept, kept_by
from mash.records.referrals.models.received import LAWFUL_BASES
from mash.records.seen import Record

STEPS = {
    "entered": "Entered",
    "changed": "Changed",
    "joined": "An agency joined",
    "left": "An agency left",
    "reviewed": "Reviewed",
    "ended": "Ended",
}


class Agreement(Kept):
    """An agreement as it was signed: it is in force from that day to its last, or until it is ended."""

    keeper = P.AGREEMENT_KEEP

    title = models.CharField("title", max_length=200)
    purpose = models.TextField("purpose", max_length=5000)
    lawful_bases = ArrayField(
        models.CharField(max_length=20, choices=list(LAWFUL_BASES.items())), verbose_name="lawful bases"
    )
    shared = models.TextField("what is shared", max_length=5000)
    signed_on = models.DateField("signed")
    expires_on = models.DateField("last day in force")
    review_on = models.DateField("next review")
    ended_on = models.DateField("ended before that", null=True)

    class Meta:
        ordering = ("expires_on", "title")
        constraints = (
            models.CheckConstraint(
                condition=Q(lawful_bases__len__gte=1, lawful_bases__contained_by=list(LAWFUL_BASES)),
                name="agreement_bases_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("signed_on"), review_on__gt=F("signed_on")),
                name="agreement_expires_after_it_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("signed_on")), name="agreement_ended_later"
            ),
        )

    def __str__(self) -> str:
        return self.title


class OfAgreement(Record):
    """What hangs on an agreement, and is seen with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its agreement."""
        return kept_by(principal, "agreement__", P.AGREEMENT_KEEP)


class AgreementParty(OfAgreement):
    """An agency that is party to an agreement, from a day to a day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    from_on = models.DateField("party from")
    to_on = models.DateField("last day; empty = still", null=True)

    class Meta:
        ordering = ("agency__name", "from_on")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="agreement_party_leaves_later"
            ),
            models.UniqueConstraint(
                "agreement", "agency", condition=Q(to_on=None), name="agreement_party_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.agency)


class AgreementStep(OfAgreement):
    """What was done with an agreement, by whom and why. Steps are added, never changed."""

    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    did = models.CharField("what", max_length=8, choices=list(STEPS.items()))
    words = models.TextField("why, or who", max_length=2000, blank=True)
    before = models.JSONField("what stood there before: labels and words", default=dict, blank=True)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(condition=Q(did__in=tuple(STEPS)), name="agreement_step_known"),
        )

    def __str__(self) -> str:
        return self.did
