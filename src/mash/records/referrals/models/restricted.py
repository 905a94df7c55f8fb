"""Referrals that only named people open: staff, adoption, witness protection. Broken glass is reported."""

import uuid

from django.db import models
from django.db.models import F, Q

from mash.partnership.models import Account
from mash.partnership.principal import Principal
from mash.records.referrals import need_to_know as rules
from mash.records.referrals.models.received import Referral
from mash.records.seen import Record


class Restriction(Record):
    """A referral restricted to named people, for a reason. A trigger keeps Referral.restricted in step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="+")
    reference = models.CharField("referral", max_length=20)
    hub = models.ForeignKey("partnership.Hub", models.PROTECT, related_name="+")
    reason = models.TextField("why", max_length=2000)
    at = models.DateTimeField("since")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField("lifted", null=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="restriction_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__gte=F("at"), lifted_by__isnull=False),
                name="restriction_lifted_by_whom",
            ),
            models.UniqueConstraint("referral", condition=Q(lifted_at=None), name="restriction_stands_once"),
        )

    def __str__(self) -> str:
        return f"restriction of {self.reference}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By who restricts records in that hub."""
        return rules.restriction(principal)


class NamedPerson(Record):
    """Somebody who opens a restricted referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="named")
    hub = models.ForeignKey("partnership.Hub", models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint("referral", "account", name="named_person_once"),)

    def __str__(self) -> str:
        return f"{self.account}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By who restricts records in that hub, and the named themselves."""
        return rules.named(principal)


class BrokenGlass(Record):
    """Somebody opened a restricted referral without being named, for a reason, until an hour later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="+")
    reference = models.CharField("referral", max_length=20)
    hub = models.ForeignKey("partnership.Hub", models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    reason = models.TextField("why", max_length=2000)
    at = models.DateTimeField("when")
    until = models.DateTimeField("until")

    class Meta:
        ordering = ("-at",)
        verbose_name_plural = "broken glass"
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="broken_glass_has_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="broken_glass_ends"),
        )

    def __str__(self) -> str:
        return f"{self.account} opened {self.reference}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By who restricts records in that hub, and who broke it."""
        return rules.named(principal)
