"""A round of audits, the referrals drawn for it, who grades them and how, and what is done about it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from mash.framework import codes
from mash.partnership.models import Account, Agency
from mash.partnership.principal import Principal
from mash.records.audits import need_to_know as rules
from mash.records.keeping import Kept, kept_by
from mash.records.referrals.models import Referral
from mash.records.referrals.models.received import choices
from mash.records.seen import Record

#: The four grades of inspections, the lowest first.
GRADES = {1: "Inadequate", 2: "Requires improvement", 3: "Good", 4: "Outstanding"}
INADEQUATE = 1
SPLITS = {
    "": "By how serious the decision was, and no further",
    "cohort": "And by what the referral was about",
    "rating": "And by its last rating",
}
#: What the most serious outcome of a decision says of its stratum: the lower ones are below the threshold.
SEVERITIES = {
    0: "no further action",
    1: "advice",
    2: "early help",
    3: "assessment",
    4: "enquiry",
    5: "emergency protection",
}
STEPS = {
    "planned": "Planned",
    "changed": "Changed",
    "drawn": "Drawn",
    "replaced": "Replaced",
    "sent": "Grades sent",
    "moderated": "Grades agreed",
    "action": "Action put down",
    "moved": "Action changed",
    "done": "Action completed",
    "closed": "Closed",
}


class AuditRound(Kept):
    """A round: from which referrals it is drawn, how, and with which seed. It is drawn once."""

    title = models.CharField("title", max_length=100)
    decided_from = models.DateField("decided from")
    decided_until = models.DateField("decided until")
    split_by = models.CharField("strata", max_length=6, choices=choices(SPLITS), blank=True)
    per_stratum = models.PositiveSmallIntegerField("how many from each stratum")
    seed = models.CharField("seed", max_length=64, blank=True)
    drawn_on = models.DateField("drawn", null=True)
    closed_on = models.DateField("closed", null=True)

    class Meta:
        ordering = (F("closed_on").asc(nulls_first=True), "-decided_until", "-entered_at")
        constraints = (
            models.CheckConstraint(condition=Q(decided_until__gte=F("decided_from")), name="audit_period"),
            models.CheckConstraint(condition=Q(per_stratum__gte=1), name="audit_draws_some"),
            models.CheckConstraint(condition=Q(split_by__in=tuple(SPLITS)), name="audit_split_known"),
            models.CheckConstraint(
                condition=Q(seed="", drawn_on=None) | (~Q(seed="") & Q(drawn_on__isnull=False)),
                name="audit_drawn_with_a_seed",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(drawn_on__isnull=False, closed_on__gte=F("drawn_on")),
                name="audit_closed_when_drawn",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See need_to_know.py."""
        return rules.round_(principal)


class AuditCriterion(Record):
    """What is graded: of each agency that took part, or of the case as a whole. Its name leaves the hub."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(AuditRound, models.CASCADE, related_name="+")
    of_agencies = models.BooleanField("of each agency")
    name = models.CharField("criterion", max_length=60)
    place = models.PositiveSmallIntegerField("in which order")

    class Meta:
        ordering = ("-of_agencies", "place")
        constraints = (
            models.UniqueConstraint("round", "of_agencies", "name", name="audit_criterion_once"),
            models.CheckConstraint(condition=~Q(name=""), name="audit_criterion_named"),
        )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its round."""
        return rules.round_(principal, "round__")


class Audit(Kept):
    """One referral drawn for a round. Who keeps the registers knows its reference, and nothing else of it."""

    round = models.ForeignKey(AuditRound, models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    reference = models.CharField("referral", max_length=20)
    agencies = ArrayField(models.CharField(max_length=40), verbose_name="agencies that took part")
    stratum = models.CharField("stratum", max_length=100)
    drawn = models.PositiveIntegerField("how many were drawn from its stratum")
    population = models.PositiveIntegerField("from how many")
    sampled_on = models.DateField("drawn")
    completed_on = models.DateField("completed", null=True)
    replaced_on = models.DateField("replaced", null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("stratum", "reference")
        constraints = (
            models.UniqueConstraint("round", "referral", name="audit_referral_once"),
            models.CheckConstraint(
                condition=Q(drawn__gte=1, population__gte=F("drawn")), name="audit_chance_between_0_and_1"
            ),
            models.CheckConstraint(
                condition=Q(completed_on=None) | Q(completed_on__gte=F("sampled_on"), replaced_on=None),
                name="audit_completed_or_replaced",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def chance(self) -> float:
        """Its chance of being drawn."""
        return self.drawn / self.population

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See need_to_know.py."""
        return rules.audit(principal)


class AuditGrading(Record):
    """That somebody grades a case, and whether they sent their grades."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="gradings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="auditor")
    sent_at = models.DateTimeField("sent", null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("account__name", "id")
        constraints = (models.UniqueConstraint("audit", "account", name="audit_auditor_once"),)

    def __str__(self) -> str:
        return str(self.account)

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its audit."""
        return rules.audit(principal, "audit__")


class AuditGrade(Record):
    """A grade of a criterion, for an agency or the case as a whole: an auditor's, or the panel's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="+")
    grading = models.ForeignKey(
        AuditGrading, models.CASCADE, null=True, related_name="+", verbose_name="whose; none = the panel's"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    criterion = models.ForeignKey(AuditCriterion, models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField("grade", null=True, choices=GRADES)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("audit", "grading", "agency", "criterion"),
                nulls_distinct=False,
                name="audit_graded_once",
            ),
            models.CheckConstraint(
                condition=Q(grade__in=codes.GRADES) | Q(grade=None, grading__isnull=False),
                name="audit_grade_of_four",
            ),
        )

    def __str__(self) -> str:
        return str(self.get_grade_display())

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See need_to_know.py."""
        return rules.grade(principal)


class AuditReason(Record):
    """Why a grade was given: words about the case, which only its auditors read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grade = models.OneToOneField(AuditGrade, models.CASCADE, related_name="+")
    words = models.TextField("reasons", max_length=5000, blank=True)

    def __str__(self) -> str:
        return self.words

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By the auditors of the case, as they see its grade."""
        return rules.panel_grade(principal, "grade__")


class AuditAction(Record):
    """What an agency does because of an audit, and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(Audit, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="owner")
    words = models.TextField("what is to be done", max_length=2000)
    due_on = models.DateField("due")
    completed_on = models.DateField("completed", null=True)
    at = models.DateTimeField("put down")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = (F("completed_on").desc(nulls_first=True), "due_on", "at")
        constraints = (models.CheckConstraint(condition=~Q(words=""), name="audit_action_says_what"),)

    def __str__(self) -> str:
        return self.words

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By who keeps the registers."""
        return kept_by(principal, "audit__")


class AuditStep(Record):
    """What was done with a round, one of its audits or an action, by whom, and why. Steps are only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(AuditRound, models.CASCADE, related_name="+")
    audit = models.ForeignKey(Audit, models.CASCADE, null=True, related_name="+")
    action = models.ForeignKey(AuditAction, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    what = models.CharField("what", max_length=9, choices=choices(STEPS))
    words = models.TextField("why, or what it said before", max_length=5000, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = (models.CheckConstraint(condition=Q(what__in=tuple(STEPS)), name="audit_step_known"),)

    def __str__(self) -> str:
        return self.what

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By who keeps the registers."""
        return kept_by(principal, "round__")
