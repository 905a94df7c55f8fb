"""An activity of leadership, the agencies that took part, and what was done with its entry."""

import uuid

from django.db import models
from django.db.models import F, Q

from mash.framework import codes
from mash.partnership.models import Account, Agency
from mash.partnership.principal import Principal
from mash.records.keeping import Kept, kept_by
from mash.records.seen import Record

KINDS = {
    "training": "Training",
    "marketing": "Marketing",
    "conference": "Conference",
    "visit": "Visit",
    "media": "Media",
    "consultation": "Consultation",
    "innovation": "Innovation",
}
#: Kinds that people attend: once one is over, somebody knows how many came.
ATTENDED = ("training", "conference", "visit", "consultation", "innovation")
STEPS = {"entered": "Entered", "changed": "Changed", "cancelled": "Cancelled"}


class Activity(Kept):
    """What the hub gave to those who safeguard, on a day; one that lies ahead is planned."""

    kind = models.CharField("what it is", max_length=12, choices=KINDS)
    title = models.CharField("title", max_length=200)
    audience = models.CharField("for whom", max_length=300, blank=True)
    words = models.TextField("what it is about", max_length=10_000, blank=True)
    held_on = models.DateField("held")
    hours = models.DecimalField("hours", max_digits=6, decimal_places=2, null=True)
    attendees = models.PositiveIntegerField("attendance", null=True)
    cost = models.DecimalField("cost in pounds", max_digits=9, decimal_places=2, null=True)
    feedback = models.DecimalField("mean feedback, 1 to 5", max_digits=3, decimal_places=2, null=True)
    feedback_from = models.PositiveIntegerField("how many gave feedback", null=True)
    settled = models.BooleanField("what is not entered is not known", default=False)
    cancelled_on = models.DateField("cancelled", null=True)
    cancelled_because = models.TextField("why it was cancelled", max_length=2000, blank=True)

    class Meta:
        ordering = ("-held_on", "-entered_at")
        indexes = (models.Index("hub", "held_on", name="activity_by_day"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=codes.ACTIVITY_KINDS), name="activity_kind_known"),
            models.CheckConstraint(
                condition=(Q(hours=None) | Q(hours__gte=0)) & (Q(cost=None) | Q(cost__gte=0)),
                name="activity_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(feedback=None, feedback_from=None)
                | (
                    Q(feedback__gte=1, feedback__lte=5, feedback_from__gte=1)
                    & (Q(attendees=None) | Q(feedback_from__lte=F("attendees")))
                    & Q(feedback__isnull=False, feedback_from__isnull=False)
                ),
                name="activity_feedback_from_some",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancelled_because="")
                | (
                    Q(cancelled_on__isnull=False, attendees=None, feedback=None, settled=False)
                    & ~Q(cancelled_because="")
                ),
                name="activity_cancelled_why",
            ),
        )

    def __str__(self) -> str:
        return self.title


class ActivityAgency(Record):
    """An agency that took part in an activity, or is to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("agency__name",)
        constraints = (models.UniqueConstraint("activity", "agency", name="activity_agency_once"),)

    def __str__(self) -> str:
        return str(self.agency)

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its activity."""
        return kept_by(principal, "activity__")


class ActivityStep(Record):
    """What was done with an entry, by whom, and what it said before. Steps are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="steps")
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    did = models.CharField("what", max_length=9, choices=STEPS)
    words = models.TextField("why, or what it said before", max_length=30_000, blank=True)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(condition=Q(did__in=tuple(STEPS)), name="activity_step_known"),
            models.CheckConstraint(
                condition=Q(did="entered") | ~Q(words=""), name="activity_step_says_something"
            ),
        )

    def __str__(self) -> str:
        return self.did

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its activity."""
        return kept_by(principal, "activity__")
