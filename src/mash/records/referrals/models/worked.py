"""What the work adds: ratings, requests to agencies, and item by item what they know."""

import uuid

from django.db import models
from django.db.models import F, Q

from mash.framework import codes
from mash.partnership.models import Account, Agency
from mash.partnership.principal import Principal
from mash.records.people.models import Person
from mash.records.referrals import need_to_know as rules
from mash.records.referrals.models.received import LAWFUL_BASES, Referral, choices
from mash.records.seen import Record

RESPONSES = {
    "shared": "We know something, and share it",
    "nothing_known": "Nothing is known to us",
    "declined": "We decline to share",
    "cancelled": "Withdrawn by the hub",
}
SHARINGS = {
    "reveal": "Reveal: may be seen in the hub, and goes no further",
    "disclose": "Disclose: may leave the hub, and be told to the referrer",
}


class Rating(Record):
    """A rating of a referral's risk. Ratings are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="ratings")
    risk = models.CharField("rating", max_length=40)
    rated_at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    rationale = models.TextField("reasons", max_length=5000)
    due_at = models.DateTimeField("due from then on", null=True)

    class Meta:
        ordering = ("rated_at", "id")
        indexes = (models.Index("referral", "rated_at", name="rating_in_order"),)
        constraints = (models.CheckConstraint(condition=~Q(rationale=""), name="rating_has_reasons"),)

    def __str__(self) -> str:
        return self.risk

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By casework, by who is asked, and by auditors."""
        return rules.as_it_went(principal)


class Request(Record):
    """A request to one agency for what it knows, with its own due time, and the answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="requests")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="who is asked")
    question = models.TextField("what the hub asks", max_length=5000, blank=True)
    requested_at = models.DateTimeField("asked")
    requested_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    due_at = models.DateTimeField("answer due", null=True)
    responded_at = models.DateTimeField("answered", null=True)
    responded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    response = models.CharField("answer", max_length=14, choices=choices(RESPONSES), blank=True)
    declined_because = models.TextField("why not", max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("requested_at", "id")
        indexes = (
            models.Index("agency", "due_at", condition=Q(responded_at=None), name="request_waiting"),
            models.Index("agency", "referral", name="request_by_agency"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(responded_at=None, responded_by=None, response="")
                | Q(
                    responded_at__gte=F("requested_at"),
                    responded_by__isnull=False,
                    response__in=codes.RESPONSES,
                ),
                name="request_answered_by_whom_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(response="declined") | ~Q(declined_because=""),
                name="request_declined_with_a_reason",
            ),
            models.UniqueConstraint(
                "referral", "agency", condition=Q(responded_at=None), name="request_waiting_once"
            ),
        )

    def __str__(self) -> str:
        return f"request to {self.agency}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By casework, and by who is asked."""
        return rules.request(principal)


class Item(Record):
    """One thing that an agency knows: what may be done with it, whose it is, and on what lawful basis."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="items")
    owner = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name="whose information it is"
    )
    about = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="about whom"
    )
    words = models.TextField("what is known", max_length=10_000)
    sharing = models.CharField("how far it may go", max_length=8, choices=choices(SHARINGS))
    lawful_basis = models.CharField("lawful basis", max_length=20, choices=choices(LAWFUL_BASES))
    given_at = models.DateTimeField("when")

    class Meta:
        ordering = ("given_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(sharing__in=tuple(SHARINGS)), name="item_sharing_known"),
            models.CheckConstraint(condition=~Q(words=""), name="item_says_something"),
            models.CheckConstraint(
                condition=Q(lawful_basis__in=tuple(LAWFUL_BASES)), name="item_lawful_basis_known"
            ),
        )

    def __str__(self) -> str:
        return f"item of {self.owner}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By casework, and by the agency that gave it."""
        return rules.item(principal)
