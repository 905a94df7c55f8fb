"""An item of the library, what stood in it before, words kept with a reason, and who asked for it."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from mash.framework import codes
from mash.partnership.models import Account, Agency, Cohort
from mash.partnership.principal import Principal
from mash.records.evidence.finding import KINDS as FOUND
from mash.records.keeping import Kept, kept_by
from mash.records.referrals.models.received import choices
from mash.records.seen import Record

KINDS = {"good_practice": "Good practice", "learning": "Learning"}
#: Why words that look as if they pointed to somebody stay.
WHY_KEPT = {
    "ordinary": "It is an ordinary word, not a name",
    "public": "It names a law, a public body or a role that many hold",
    "other": "It must stay for another reason",
}
#: What agencies want evidence for: a code, as it leaves for the dataset.
PURPOSES = {
    "training": "Training",
    "policy": "Policy",
    "inspection": "Inspection",
    "casework": "Case work",
    "other": "Something else",
}


class Evidence(Kept):
    """An example with nobody in it: a draft until it is published; withdrawn, it is supplied no more."""

    kind = models.CharField("kind", max_length=13, choices=choices(KINDS))
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cohort"
    )
    theme = models.CharField("theme", max_length=100)
    title = models.CharField("title", max_length=200)
    text = models.TextField("text", max_length=20_000)
    made_from = models.CharField("reference of the case it is made from", max_length=40, blank=True)
    published_on = models.DateField("published", null=True)
    review_on = models.DateField("review due", null=True)
    withdrawn_on = models.DateField("withdrawn", null=True)
    withdrawn_because = models.TextField("why it was withdrawn", max_length=2000, blank=True)
    words = models.GeneratedField(
        expression=SearchVector("title", "theme", "text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("-entered_at",)
        indexes = (GinIndex(fields=["words"], name="evidence_words"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=codes.EVIDENCE_KINDS), name="evidence_kind"),
            models.CheckConstraint(
                condition=Q(published_on=None, review_on=None, withdrawn_on=None)
                | Q(published_on__isnull=False, review_on__gt=F("published_on")),
                name="evidence_published_with_a_review",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_because="")
                | (Q(withdrawn_on__gte=F("published_on")) & ~Q(withdrawn_because="")),
                name="evidence_withdrawn_because",
            ),
        )

    def __str__(self) -> str:
        return self.title


class EvidencePart(Record):
    """What hangs on an item, and is seen with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="+")
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its item."""
        return kept_by(principal, "evidence__")


class EvidenceVersion(EvidencePart):
    """What stood in an item until somebody changed it: `account` changed it, `at` that time."""

    number = models.PositiveIntegerField("version")
    kind = models.CharField("kind", max_length=13, choices=choices(KINDS))
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, related_name="+")
    theme = models.CharField("theme", max_length=100)
    title = models.CharField("title", max_length=200)
    text = models.TextField("text")

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("evidence", "number"), name="evidence_version_once"),)

    def __str__(self) -> str:
        return f"version {self.number}"


class KeptWords(EvidencePart):
    """Words that looked as if they pointed to somebody, and stay in an item for a reason."""

    found = models.CharField("what they look like", max_length=8, choices=choices(FOUND))
    words = models.CharField("words", max_length=200)
    why = models.CharField("why they stay", max_length=8, choices=choices(WHY_KEPT))
    reason = models.CharField("the reason", max_length=500, blank=True)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=("evidence", "words"), name="kept_words_once"),
            models.CheckConstraint(
                condition=Q(why__in=("ordinary", "public")) | (Q(why="other") & ~Q(reason="")),
                name="kept_words_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.words


class EvidenceUse(EvidencePart):
    """An agency asks for an item, and is supplied with it."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="agency")
    requested_on = models.DateField("asked for")
    supplied_on = models.DateField("supplied", null=True)
    purpose = models.CharField("what for", max_length=10, choices=choices(PURPOSES))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-requested_on", "-at")
        constraints = (
            models.CheckConstraint(condition=Q(purpose__in=tuple(PURPOSES)), name="evidence_use_purpose"),
            models.CheckConstraint(
                condition=Q(supplied_on=None) | Q(supplied_on__gte=F("requested_on")),
                name="evidence_supplied_after_it_was_asked_for",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency}: {self.evidence}"
