"""A subject access request, what was gathered for it piece by piece, its history, and the copy given."""

import uuid

from django.db import models
from django.db.models import F, Q

from mash.partnership.models import Account, Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.keeping import Kept, kept_by
from mash.records.seen import Record

ASKERS = {
    "self": "The person themselves",
    "parent": "A parent or carer, for a child",
    "agent": "A solicitor or somebody else, for the person",
}
STATUSES = {"open": "Open", "closed": "Answered", "refused": "Refused"}
VERDICTS = {
    "give": "Give it",
    "part": "Give it with words blacked out",
    "hold": "Hold it back",
}
#: Why something is held back, in the words of the copy, and where the Data Protection Act 2018 says so.
EXEMPTIONS = {
    "third_party": "It is about somebody else (schedule 2, paragraph 16)",
    "serious_harm": "Somebody could come to serious harm (schedule 3)",
    "crime": "It would hinder preventing or detecting crime (schedule 2, paragraph 2)",
    "legal": "It is legal advice, or for a court case (schedule 2, paragraph 19)",
    "other": "Another exemption",
}
#: Why a piece is held back from the start, until somebody has looked at it.
CARES = {
    "other": "It is about somebody else",
    "protected": "It is a protected address",
    "gone": "It is no longer recorded of this person",
}
DID = {
    "entered": "Entered",
    "gathered": "Gathered",
    "changed": "Changed in the record",
    "reviewed": "Reviewed",
    "extended": "Extended",
    "refused": "Refused",
    "closed": "Answered",
}


def _choices(of: dict[str, str]) -> list[tuple[str, str]]:
    return list(of.items())


class AccessRequest(Kept):
    """Somebody asks for their own record (UK GDPR, article 15), or somebody else asks for them.

    `person` is one record of the person; those found to be of the same one are gathered too. It is no foreign
    key, so that the request outlives them. Days are London's.
    """

    keeper = P.SUBJECT_ACCESS

    who = models.CharField("who asks", max_length=6, choices=_choices(ASKERS))
    asker = models.CharField("their name, and where the answer goes", max_length=300)
    authority = models.TextField("how it was checked who they are, and that they may ask", max_length=2000)
    person = models.UUIDField("whose record", editable=False)
    found_by = models.CharField("by what the record was found", max_length=250)
    received_on = models.DateField("received")
    due_on = models.DateField("answer due")
    extended_because = models.TextField("why it takes two months longer", max_length=2000, blank=True)
    gathered_at = models.DateTimeField("gathered", null=True, editable=False)
    restricted = models.PositiveIntegerField("restricted referrals that are not in it", default=0)
    status = models.CharField("where it stands", max_length=7, choices=_choices(STATUSES), default="open")
    ended_on = models.DateField("sent, or refused", null=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_words = models.TextField("how it was sent, or why it was refused", max_length=2000, blank=True)

    class Meta:
        ordering = (F("ended_on").desc(nulls_first=True), "due_on", "entered_at")
        constraints = (
            models.CheckConstraint(condition=Q(who__in=tuple(ASKERS)), name="access_request_who"),
            models.CheckConstraint(
                condition=~Q(asker="") & ~Q(authority="") & ~Q(found_by=""), name="access_request_says_who"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("received_on")), name="access_request_due_after_receipt"
            ),
            models.CheckConstraint(
                condition=Q(status="open", ended_on=None, ended_by=None, ended_words="")
                | (
                    Q(status__in=("closed", "refused"), ended_on__isnull=False, ended_by__isnull=False)
                    & Q(ended_on__gte=F("received_on"))
                    & ~Q(ended_words="")
                ),
                name="access_request_ended_by_whom_and_how",
            ),
        )

    def __str__(self) -> str:
        return f"subject access request {self.pk}"


class OfAccessRequest(Record):
    """What hangs on a request, and is seen with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its request."""
        return kept_by(principal, "request__", P.SUBJECT_ACCESS)


class AccessPiece(OfAccessRequest):
    """One thing that is recorded of the person, in the words in which it was gathered, and the verdict on it.

    `section`: the reference of the referral it is from; empty = of the person. What could be somebody else's
    is held back until somebody has looked at it (`reviewed_by`).
    """

    request = models.ForeignKey(AccessRequest, models.CASCADE, related_name="pieces")
    part = models.CharField("what it is", max_length=12)
    place = models.PositiveSmallIntegerField("its place among what is of the same moment")
    of = models.UUIDField("of which row")
    section = models.CharField("referral", max_length=20, blank=True)
    at = models.DateTimeField("when")
    words = models.TextField("as it was gathered")
    owner = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", verbose_name="whose information it is"
    )
    care = models.CharField(
        "why it is held back from the start", max_length=9, choices=_choices(CARES), blank=True
    )
    names = models.JSONField("words that could be somebody else's name, and why", default=list, blank=True)
    verdict = models.CharField("verdict", max_length=4, choices=_choices(VERDICTS), blank=True)
    exemption = models.CharField("why not", max_length=12, choices=_choices(EXEMPTIONS), blank=True)
    blacked = models.JSONField("words blacked out", default=list, blank=True)
    reason = models.TextField("reasons", max_length=2000, blank=True)
    owner_said = models.TextField("what the agency said whose information it is", max_length=2000, blank=True)
    reviewed_at = models.DateTimeField("reviewed", null=True)
    reviewed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("section", "at", "place", "of")
        constraints = (
            models.UniqueConstraint("request", "part", "of", name="access_piece_once"),
            models.CheckConstraint(
                condition=Q(verdict="", exemption="", blacked=[])
                | Q(verdict="give", exemption="", blacked=[])
                | (Q(verdict="part", exemption="") & ~Q(blacked=[]))
                | Q(verdict="hold", exemption__in=tuple(EXEMPTIONS), blacked=[]),
                name="access_piece_verdict",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, verdict__in=("", "hold"))
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict="")),
                name="access_piece_given_once_reviewed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.part} of {self.section or 'the person'}"


class AccessStep(OfAccessRequest):
    """What was done with a request or one of its pieces. Steps are added, never changed."""

    request = models.ForeignKey(AccessRequest, models.CASCADE, related_name="steps")
    piece = models.ForeignKey(AccessPiece, models.CASCADE, null=True, related_name="steps")
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    did = models.CharField("what", max_length=8, choices=_choices(DID))
    words = models.TextField("in words", max_length=2000, blank=True)
    before = models.JSONField("what stood there before: labels and words", default=dict, blank=True)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return self.did


class AccessCopy(OfAccessRequest):
    """What was given: a page to open anywhere, and its SHA-256, on the trail too. It never changes."""

    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="copy")
    html = models.TextField("the copy, as HTML")
    sha256 = models.CharField("its SHA-256", max_length=64)

    def __str__(self) -> str:
        return self.sha256
