"""A hub's reference data: ratings with target and clock, cohorts, outcomes, closed days (dataset.md)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from mash.framework import codes
from mash.partnership.models.validity import InForce, code_is_not_reserved, ends_after_it_begins


class Risk(models.Model):
    """A rating with its rank, target and clock, for one period in which they are in force."""

    risk = models.CharField("code", max_length=40)
    name = models.CharField("name", max_length=100)
    rank = models.PositiveSmallIntegerField("rank, 1 = lowest risk", validators=[MinValueValidator(1)])
    target_hours = models.FloatField(
        "hours to decision; empty = no target", null=True, blank=True, validators=[MinValueValidator(0)]
    )
    clock = models.CharField("what the hours count", max_length=7, choices=[(c, c) for c in codes.CLOCKS])
    valid_from = models.DateField("first day in force")
    valid_to = models.DateField("last day in force; empty = still", null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        ordering = ("-rank", "valid_from")
        constraints = (
            models.UniqueConstraint("risk", "valid_from", name="risk_begins_once_a_day"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="risk_rank_from_1"),
            models.CheckConstraint(
                condition=Q(target_hours=None) | Q(target_hours__gte=0), name="risk_target_not_negative"
            ),
            models.CheckConstraint(condition=Q(clock__in=codes.CLOCKS), name="risk_clock_known"),
            code_is_not_reserved("risk", "risk"),
            ends_after_it_begins("risk"),
        )

    def __str__(self) -> str:
        return self.name


class Cohort(models.Model):
    """A category of business, such as domestic abuse or neglect."""

    cohort_id = models.SlugField("code", primary_key=True, max_length=40)
    name = models.CharField("name", max_length=100)
    age_group = models.CharField("whom it concerns", max_length=5, choices=[(c, c) for c in codes.AGE_GROUPS])
    valid_from = models.DateField("first day in use; empty = always", null=True, blank=True)
    valid_to = models.DateField("last day in use; empty = still", null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(age_group__in=codes.AGE_GROUPS), name="cohort_age_group_known"
            ),
            code_is_not_reserved("cohort", "cohort_id"),
            ends_after_it_begins("cohort"),
        )

    def __str__(self) -> str:
        return self.name


class Outcome(models.Model):
    """A disposal that the hub can decide on, with its severity."""

    outcome_id = models.SlugField("code", primary_key=True, max_length=40)
    name = models.CharField("name", max_length=100)
    severity = models.PositiveSmallIntegerField("severity, 0 to 5", validators=[MaxValueValidator(5)])
    forum = models.BooleanField("routes to another forum, such as MARAC", default=False)
    valid_from = models.DateField("first day in use; empty = always", null=True, blank=True)
    valid_to = models.DateField("last day in use; empty = still", null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        ordering = ("severity", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(severity__in=codes.SEVERITIES), name="outcome_severity_0_to_5"
            ),
            code_is_not_reserved("outcome", "outcome_id"),
            ends_after_it_begins("outcome"),
        )

    def __str__(self) -> str:
        return self.name


class EscalationStage(models.Model):
    """A stage of disagreement between agencies, and how soon it is answered."""

    stage = models.PositiveSmallIntegerField("stage, 1 to 5", primary_key=True)
    name = models.CharField("who settles it at this stage", max_length=100)
    answer_hours = models.FloatField("hours to an answer", validators=[MinValueValidator(0)])
    clock = models.CharField("what the hours count", max_length=7, choices=[(c, c) for c in codes.CLOCKS])

    class Meta:
        ordering = ("stage",)
        constraints = (
            models.CheckConstraint(
                condition=Q(stage__in=codes.ESCALATION_STAGES), name="escalation_stage_1_to_5"
            ),
            models.CheckConstraint(condition=Q(answer_hours__gte=0), name="escalation_stage_hours"),
            models.CheckConstraint(condition=Q(clock__in=codes.CLOCKS), name="escalation_stage_clock_known"),
        )

    def __str__(self) -> str:
        return f"Stage {self.stage}: {self.name}"


class ClosedDay(models.Model):
    """A bank holiday or closure; only working clocks look at it."""

    date = models.DateField("day", primary_key=True)
    reason = models.CharField("why", max_length=200)

    class Meta:
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date}: {self.reason}"
