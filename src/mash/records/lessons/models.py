"""A lesson, what it recommends, and each step that a recommendation took."""

import uuid

from django.db import models
from django.db.models import F, Q

from mash.framework import codes
from mash.framework.measures import MEASURES
from mash.partnership.models import Account, Agency
from mash.partnership.principal import Principal
from mash.records.evidence.models import Evidence
from mash.records.keeping import Kept, kept_by
from mash.records.referrals.models.received import choices
from mash.records.seen import Record

SOURCES = {
    "child_review": "Child safeguarding practice review",
    "domestic_review": "Domestic homicide review",
    "adult_review": "Safeguarding adults review",
    "peer_review": "Peer review",
    "inspection": "Inspection",
    "other_authority": "Another authority",
    "environmental_scan": "Environmental scan",
}
STATUSES = {
    "proposed": "Proposed",
    "accepted": "Accepted",
    "rejected": "Rejected",
    "implemented": "Implemented",
}
PROOFS = {
    "evidence": "An item of the evidence library shows it",
    "measure": "A measure shows it",
    "none": "There is no proof, for a reason",
}
STEPS = {
    "proposed": "Proposed",
    "accepted": "Accepted",
    "rejected": "Rejected",
    "moved": "Owner or due date changed",
    "implemented": "Implemented",
    "closed": "Closed",
}


class Lesson(Kept):
    """What a review, an inspection or somebody else found, published on a day."""

    source = models.CharField("source", max_length=18, choices=choices(SOURCES))
    title = models.CharField("title", max_length=200)
    published_on = models.DateField("published")
    summary = models.TextField("what there is to learn", max_length=10_000, blank=True)

    class Meta:
        ordering = ("-published_on", "-entered_at")
        constraints = (
            models.CheckConstraint(condition=Q(source__in=codes.LESSON_SOURCES), name="lesson_source"),
        )

    def __str__(self) -> str:
        return self.title


class LessonPart(Record):
    """What hangs on a lesson, and is seen with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class LessonVersion(LessonPart):
    """What stood in a lesson until somebody changed it: `account` changed it, `at` that time."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    source = models.CharField("source", max_length=18, choices=choices(SOURCES))
    title = models.CharField("title", max_length=200)
    published_on = models.DateField("published")
    summary = models.TextField("what there is to learn", blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its lesson."""
        return kept_by(principal, "lesson__")


class Recommendation(LessonPart):
    """What a lesson recommends: accepted or rejected, implemented, and closed once its effect is shown."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    words = models.TextField("what is recommended", max_length=5000)
    status = models.CharField("where it stands", max_length=11, choices=choices(STATUSES), default="proposed")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name="owner")
    decided_on = models.DateField("accepted or rejected", null=True)
    due_on = models.DateField("due", null=True)
    implemented_on = models.DateField("implemented", null=True)
    policy_changed = models.BooleanField("policy changed", default=False)
    closed_on = models.DateField("closed", null=True)
    proof = models.CharField("what shows its effect", max_length=8, choices=choices(PROOFS), blank=True)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, related_name="+", verbose_name="item of the library"
    )
    measure = models.CharField(
        "measure", max_length=40, blank=True, choices=[(one.name, one.title) for one in MEASURES]
    )
    proof_words = models.TextField("window and finding, or the reason", max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(status="proposed", decided_on=None, due_on=None, implemented_on=None)
                | Q(status="rejected", decided_on__isnull=False, due_on=None, implemented_on=None)
                | Q(
                    status="accepted",
                    decided_on__isnull=False,
                    due_on__gte=F("decided_on"),
                    agency__isnull=False,
                    implemented_on=None,
                )
                | Q(
                    status="implemented",
                    due_on__isnull=False,
                    agency__isnull=False,
                    implemented_on__gte=F("decided_on"),
                ),
                name="recommendation_in_order",
            ),
            models.CheckConstraint(
                condition=Q(policy_changed=False) | Q(status="implemented"), name="recommendation_policy"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, proof="", evidence=None, measure="", proof_words="")
                | (
                    Q(closed_on__gte=F("implemented_on"), status="implemented")
                    & (
                        Q(proof="evidence", evidence__isnull=False, measure="")
                        | (Q(proof="measure", evidence=None) & ~Q(measure="") & ~Q(proof_words=""))
                        | (Q(proof="none", evidence=None, measure="") & ~Q(proof_words=""))
                    )
                ),
                name="recommendation_closed_with_proof",
            ),
        )

    def __str__(self) -> str:
        return self.words

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its lesson."""
        return kept_by(principal, "lesson__")


class RecommendationStep(LessonPart):
    """What was done with a recommendation, by whom, and why."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    did = models.CharField("what", max_length=11, choices=choices(STEPS))
    words = models.TextField("why", max_length=2000, blank=True)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return self.did

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its lesson."""
        return kept_by(principal, "recommendation__lesson__")
