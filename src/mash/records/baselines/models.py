"""What an agency recorded of its own demand in a cohort over a period, and what was done with that entry."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from mash.framework.london import spelt
from mash.partnership.models import Account, Agency, Cohort
from mash.partnership.principal import Principal
from mash.records.keeping import Kept, kept_by
from mash.records.seen import Record

STEPS = {"entered": "Entered", "corrected": "Corrected", "withdrawn": "Withdrawn"}


class Baseline(Kept):
    """How much came to an agency in a cohort from a first day to a last, both included (dataset.md)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="agency")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+", verbose_name="cohort")
    start = models.DateField("first day")
    end = models.DateField("last day")
    volume = models.PositiveIntegerField("the agency’s own demand")
    withdrawn_on = models.DateField("withdrawn", null=True)
    withdrawn_because = models.TextField("why it was withdrawn", max_length=2000, blank=True)

    class Meta:
        ordering = ("-end", "agency__name", "cohort__name")
        constraints = (
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="baseline_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because="")),
                name="baseline_withdrawn_why",
            ),
            models.UniqueConstraint(
                fields=("agency", "cohort", "start"),
                condition=Q(withdrawn_on=None),
                name="baseline_begins_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency}, {self.cohort}"

    @property
    def period(self) -> str:
        """Its days, as somebody reads them."""
        return in_words(self.start, self.end)


class BaselineStep(Record):
    """What was done with an entry and the volume that stood from then on. Steps are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="+")
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    did = models.CharField("what", max_length=9, choices=STEPS)
    volume = models.PositiveIntegerField("volume from then on")
    words = models.TextField("why", max_length=2000, blank=True)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(condition=Q(did__in=tuple(STEPS)), name="baseline_step_known"),
            models.CheckConstraint(condition=Q(did="entered") | ~Q(words=""), name="baseline_step_says_why"),
        )

    def __str__(self) -> str:
        return self.did

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its baseline."""
        return kept_by(principal, "baseline__")


def in_words(first: date, last: date) -> str:
    """Days from a first to a last, such as `1 April 2026 to 30 June 2026`."""
    if first == last:
        return spelt(first)
    return f"{spelt(first)} to {spelt(last)}"
