"""A rule and what stood before it, a hold, a list of what is to be destroyed, and its certificate."""

import uuid

from django.db import models
from django.db.models import F, Q

from mash.partnership.models import Account
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.keeping import Kept, kept_by
from mash.records.seen import Record

#: Kinds of record, as codes; kinds.py says what each is.
CODES = (
    "referral",
    "complaint",
    "survey",
    "lesson",
    "evidence",
    "activity",
    "baseline",
    "import",
    "agreement",
    "accessrequest",
)
STEPS = {"entered": "Entered", "changed": "Changed"}


class RetentionRule(Kept):
    """How many years a hub keeps a kind of record after its event; without years, for good."""

    keeper = P.RETENTION_KEEP

    kind = models.CharField("kind of record", max_length=13, choices=[(one, one) for one in CODES])
    years = models.PositiveSmallIntegerField("years", null=True)
    youngest = models.PositiveSmallIntegerField("age that the youngest person named has reached", null=True)
    basis = models.TextField("the law or policy that says so", max_length=2000)
    since = models.DateTimeField("as it stands since")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=CODES), name="retention_rule_kind"),
            models.CheckConstraint(
                condition=Q(years=None) | Q(years__gte=1, years__isnull=False), name="retention_rule_years"
            ),
            models.CheckConstraint(
                condition=Q(youngest=None) | Q(kind="referral", youngest__gte=1, years__isnull=False),
                name="retention_rule_youngest",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="retention_rule_says_why"),
            models.UniqueConstraint("hub", "kind", name="retention_rule_once"),
        )

    def __str__(self) -> str:
        return self.kind


class RetentionStep(Record):
    """What was done with a rule, by whom and why, and what stood before. Steps are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.ForeignKey(RetentionRule, models.CASCADE, related_name="+")
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    did = models.CharField("what", max_length=7, choices=list(STEPS.items()))
    words = models.TextField("why", max_length=2000, blank=True)
    before = models.JSONField("what stood there before: labels and words", default=dict, blank=True)

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(did="entered") | (Q(did="changed") & ~Q(words="")), name="retention_step_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.did

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its rule."""
        return kept_by(principal, "rule__", P.RETENTION_KEEP)


class RetentionHold(Kept):
    """A record that stays beyond its time until the hold is lifted. It goes with the record."""

    keeper = P.RETENTION_KEEP

    kind = models.CharField("kind of record", max_length=13, choices=[(one, one) for one in CODES])
    record = models.UUIDField("which")
    reference = models.CharField("its reference, or id", max_length=40)
    reason = models.TextField("why", max_length=2000)
    lifted_at = models.DateTimeField("lifted", null=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    lifted_because = models.TextField("why it was lifted", max_length=2000, blank=True)

    class Meta:
        ordering = (F("lifted_at").desc(nulls_first=True), "-entered_at")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=CODES), name="retention_hold_kind"),
            models.CheckConstraint(condition=~Q(reason=""), name="retention_hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="retention_hold_lifted_by_whom_and_why",
            ),
            models.UniqueConstraint(
                "kind", "record", condition=Q(lifted_at=None), name="retention_hold_stands_once"
            ),
        )

    def __str__(self) -> str:
        return self.reference


class Destruction(Kept):
    """A list of records that have reached their time as at a day, and whether somebody else approved it.

    Drawing it up deletes nothing. Only mash_retention_destroy() writes the approval, with what went.
    """

    keeper = P.RETENTION_KEEP

    kind = models.CharField("kind of record", max_length=13, choices=[(one, one) for one in CODES])
    as_at = models.DateField("as at")
    years = models.PositiveSmallIntegerField("years, by the rule")
    youngest = models.PositiveSmallIntegerField("age of the youngest, by the rule", null=True)
    basis = models.TextField("basis, by the rule", max_length=2000)
    rows = models.JSONField("how many rows of each table would go", default=dict, blank=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("approved", null=True)

    class Meta:
        ordering = ("-entered_at",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=CODES), name="destruction_kind"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("account"))),
                name="destruction_approved_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}, {self.as_at}"


class OfDestruction(Record):
    """What hangs on a list, and is seen with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its list."""
        return kept_by(principal, "destruction__", P.RETENTION_KEEP)


class DestructionRecord(OfDestruction):
    """One record on a list, by reference or id: why it does not go, or empty; and what came of it."""

    destruction = models.ForeignKey(Destruction, models.CASCADE, related_name="+")
    record = models.UUIDField("which")
    reference = models.CharField("its reference, or id", max_length=40)
    last_on = models.DateField("last event")
    due_on = models.DateField("reached its time", null=True)
    why = models.CharField("why it does not go", max_length=12, blank=True)
    stamp = models.CharField("how it stood: version and last event", max_length=60)
    outcome = models.CharField("gone, or why it stayed", max_length=12, blank=True)

    class Meta:
        ordering = ("due_on", "reference")
        constraints = (models.UniqueConstraint("destruction", "record", name="destruction_record_once"),)

    def __str__(self) -> str:
        return self.reference


class DestructionCertificate(OfDestruction):
    """What was destroyed: canonical JSON, and its SHA-256, which is on the trail too. It never changes."""

    destruction = models.OneToOneField(Destruction, models.PROTECT, related_name="certificate")
    words = models.TextField("what it says, as canonical JSON")
    sha256 = models.CharField("its SHA-256", max_length=64)

    def __str__(self) -> str:
        return self.sha256
