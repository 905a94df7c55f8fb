"""An agency's own systems, which use the API: their tokens, and what they wrote with them."""

from django.db import models

from mash.partnership.models.who import Account


class Token(models.Model):
    """What a system shows with each request. Only its digest is kept; the token itself is shown once."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    digest = models.CharField("SHA-256 of the token", max_length=64, unique=True)
    begins = models.CharField("its first letters, to tell tokens apart", max_length=12)
    made_at = models.DateTimeField("made")
    valid_to = models.DateField("last day")
    ended_at = models.DateTimeField("ended before that", null=True, blank=True)
    used_on = models.DateField("last day on which it was used", null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.begins}…"


class Write(models.Model):
    """A write that a system sent under its own key: sent again, it gets the same answer and changes nothing.

    Holds no names: what is answered to a write is an id, a reference, a state.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    key = models.CharField("idempotency key", max_length=100)
    request = models.CharField("SHA-256 of what was sent", max_length=64)
    at = models.DateTimeField("when")
    status = models.PositiveSmallIntegerField("status answered", null=True)
    answer = models.JSONField("what was answered", null=True)

    class Meta:
        constraints = (models.UniqueConstraint("account", "key", name="write_once_a_key"),)
        indexes = (models.Index("at", name="write_by_time"),)

    def __str__(self) -> str:
        return self.key
