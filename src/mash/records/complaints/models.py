"""A complaint or a compliment, the agencies it is about, and what happened with it."""

import uuid

from django.db import models
from django.db.models import F, Q

from mash.framework import codes
from mash.partnership.models import Account, Agency
from mash.partnership.principal import Principal
from mash.records.complaints.stages import NAMES
from mash.records.keeping import Kept, kept_by
from mash.records.seen import Record

SOURCES = {
    "external": "From outside: the public, a family, another body",
    "internal": "From inside: somebody who works for an agency of the hub",
}
FINDINGS = {
    "upheld": "Upheld",
    "partly_upheld": "Partly upheld",
    "not_upheld": "Not upheld",
    "withdrawn": "Withdrawn",
}
#: Findings after which something is to change.
AT_FAULT = ("upheld", "partly_upheld")
#: What complaints are usually about, offered beside what was entered before.
THEMES = ("communication", "conduct", "confidentiality", "decision", "delay")
STEPS = {
    "received": "Entered",
    "changed": "Changed",
    "extended": "More time",
    "next_stage": "Next stage",
    "closed": "Closed",
}


class Complaint(Kept):
    """What somebody complains of, or is glad of. A compliment has no stage, due time or finding.

    The constraints ask in so many words whether a field is there: a comparison with nothing passes.
    """

    compliment = models.BooleanField("a compliment", default=False)
    received_at = models.DateTimeField("received")
    source = models.CharField("where from", max_length=8, choices=SOURCES)
    whose = models.CharField("from whom", max_length=300, blank=True)
    title = models.CharField("in a few words", max_length=100)
    words = models.TextField("what is said", max_length=20_000)
    theme = models.CharField("theme", max_length=40)
    stage = models.PositiveSmallIntegerField("stage", null=True, choices=NAMES)
    stage_began_on = models.DateField("this stage began", null=True)
    due_at = models.DateTimeField("answer due at this stage", null=True)
    closed_at = models.DateTimeField("closed", null=True)
    finding = models.CharField("finding", max_length=13, choices=FINDINGS, blank=True)

    class Meta:
        ordering = ("-received_at",)
        indexes = (models.Index("hub", "closed_at", "due_at", name="complaint_by_time_left"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(source__in=codes.COMPLAINT_SOURCES), name="complaint_source_known"
            ),
            models.CheckConstraint(
                condition=Q(compliment=True, stage=None, stage_began_on=None, due_at=None)
                | Q(
                    compliment=False,
                    stage__isnull=False,
                    stage__in=codes.COMPLAINT_STAGES,
                    stage_began_on__isnull=False,
                    due_at__isnull=False,
                ),
                name="complaint_stage_and_due",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, finding="")
                | Q(
                    compliment=False,
                    closed_at__isnull=False,
                    closed_at__gte=F("received_at"),
                    finding__in=codes.COMPLAINT_FINDINGS,
                ),
                name="complaint_closed_how",
            ),
        )

    def __str__(self) -> str:
        return self.title


class ComplaintAgency(Record):
    """An agency that a complaint or compliment is about; without one it is about the hub as a whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("agency__name",)
        constraints = (models.UniqueConstraint("complaint", "agency", name="complaint_agency_once"),)

    def __str__(self) -> str:
        return str(self.agency)

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its complaint."""
        return kept_by(principal, "complaint__")


class ComplaintStep(Record):
    """What was done with a complaint, in the order of time. Steps are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="steps")
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    what = models.CharField("what", max_length=10, choices=STEPS)
    stage = models.PositiveSmallIntegerField("stage", null=True)
    due_at = models.DateTimeField("answer due from then on", null=True)
    finding = models.CharField("finding", max_length=13, choices=FINDINGS, blank=True)
    words = models.TextField("why, or what it said before", max_length=30_000, blank=True)
    learning = models.TextField("what is changed because of it", max_length=5000, blank=True)
    redress = models.TextField("what is done for who complained", max_length=5000, blank=True)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(condition=Q(what__in=tuple(STEPS)), name="complaint_step_known"),
            models.CheckConstraint(
                condition=Q(what="closed", finding__in=codes.COMPLAINT_FINDINGS)
                | (~Q(what="closed") & Q(finding="", learning="", redress="")),
                name="complaint_step_finds_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(what="received") | ~Q(words=""), name="complaint_step_says_something"
            ),
        )

    def __str__(self) -> str:
        return self.what

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its complaint."""
        return kept_by(principal, "complaint__")
