"""The trail's one table. Its values are plain: an entry outlives what it speaks of."""

from django.db import models


class Entry(models.Model):
    """One view or change. Entries are numbered from 1 without a gap, each sealed with the one before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField("when", help_text="UTC")
    account = models.BigIntegerField("who; empty = nobody signed in", null=True)
    agency = models.CharField("their agency then", max_length=40, blank=True)
    verb = models.CharField("what they did", max_length=40)
    kind = models.CharField("with what kind of record", max_length=40)
    record = models.CharField("which one", max_length=100)
    detail = models.JSONField("from what to what", default=dict)
    seal = models.BinaryField("seal", max_length=32)

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "entries"
        indexes = (
            models.Index("kind", "record", name="trail_by_record"),
            models.Index("account", "at", name="trail_by_account"),
            models.Index("at", name="trail_by_time"),
            models.Index("verb", name="trail_by_verb"),
        )
        constraints = (models.CheckConstraint(condition=models.Q(number__gte=1), name="trail_from_1"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.verb} {self.kind} {self.record}"
