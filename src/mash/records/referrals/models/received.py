"""What is received: the referral, the people in it as the referrer wrote them down, and later corrections."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from mash.framework import codes
from mash.partnership.models import Account, Agency, Cohort, Hub
from mash.partnership.principal import Principal
from mash.records.people.models import SEXES, Person
from mash.records.referrals import need_to_know as rules
from mash.records.seen import Record, Seen

CONSENTS = {
    "given": "Given",
    "refused": "Refused",
    "not_sought": "Not asked for",
    "overridden": "Refused, and shared all the same",
}
#: Consents that need a reason and the manager who approved (field.md).
CONSENTS_TO_EXPLAIN = ("not_sought", "overridden")
LAWFUL_BASES = {
    "public_task": "Public task",
    "legal_obligation": "Legal obligation",
    "vital_interests": "Vital interests",
    "consent": "Consent",
}
SUBJECT_ROLES = {
    "subject": "Person at risk",
    "alleged_perpetrator": "Alleged perpetrator",
    "carer": "Parent or carer",
    "other": "Someone else",
}


def choices(of: dict[str, str]) -> list[tuple[str, str]]:
    """Codes and their words, as Django wants them."""
    return list(of.items())


class Referral(Record):
    """A concern about one or more people, submitted to a hub by an agency.

    Its state follows from what stands in it, and none can be skipped: received, rated, decided, fed back.
    `risk` and `due_at` are those of the latest rating and of the hub's clock; only actions write them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField("reference", max_length=20, unique=True, editable=False)
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="submitted by")
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    contact = models.CharField("who the hub can ask, and how", max_length=300, blank=True)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+", verbose_name="what it is about")
    locality = models.CharField("area, such as a district; never an address", max_length=100, blank=True)
    received_at = models.DateTimeField("received")
    concern = models.TextField("concern", max_length=20_000)
    consent = models.CharField("consent to share", max_length=12, choices=choices(CONSENTS))
    consent_reason = models.TextField(
        "why consent was not asked for or not followed", max_length=2000, blank=True
    )
    consent_approved_by = models.CharField("manager who approved that", max_length=100, blank=True)
    lawful_basis = models.CharField("lawful basis", max_length=20, choices=choices(LAWFUL_BASES), blank=True)
    known_open = models.BooleanField("concerns a case already open to an agency", null=True, blank=True)
    open_to = models.CharField("which agency and team it is open to", max_length=200, blank=True)
    owner = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="agency that decides"
    )
    worker = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who works on it"
    )
    risk = models.CharField("rating", max_length=40, blank=True, editable=False)
    risk_rank = models.PositiveSmallIntegerField(default=0, editable=False)
    due_at = models.DateTimeField("due", null=True, editable=False)
    decided_at = models.DateTimeField("decided", null=True, editable=False)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", editable=False)
    rationale = models.TextField("reasons for the decision", max_length=10_000, blank=True, editable=False)
    feedback_at = models.DateTimeField("referrer told", null=True, editable=False)
    restricted = models.BooleanField(default=False, editable=False)  # set by Restriction, see its trigger
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-received_at",)
        indexes = (
            models.Index("hub", "received_at", name="referral_by_receipt"),
            models.Index("agency", "received_at", name="referral_by_agency"),
            models.Index("hub", "due_at", condition=Q(decided_at=None), name="referral_open"),
            models.Index("hub", "decided_at", condition=Q(feedback_at=None), name="referral_not_fed_back"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(consent__in=codes.CONSENTS), name="referral_consent_known"),
            models.CheckConstraint(
                condition=~Q(consent__in=CONSENTS_TO_EXPLAIN)
                | (~Q(consent_reason="") & ~Q(consent_approved_by="")),
                name="referral_consent_explained",
                violation_error_message="Say why, and which manager approved it.",
            ),
            models.CheckConstraint(
                condition=(Q(risk="", risk_rank=0) | (~Q(risk="") & Q(risk_rank__gte=1))),
                name="referral_risk_with_rank",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, rationale="", feedback_at=None)
                | (
                    Q(decided_at__gte=F("received_at"), decided_by__isnull=False)
                    & ~Q(rationale="")
                    & ~Q(risk="")
                ),
                name="referral_decided_when_rated_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(feedback_at=None) | Q(feedback_at__gte=F("decided_at")),
                name="referral_told_after_the_decision",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See need_to_know.py."""
        return rules.referral(principal)

    @property
    def state(self) -> str:
        """Where it stands: received, rated, decided or told."""
        if self.feedback_at:
            return "told"
        if self.decided_at:
            return "decided"
        return "rated" if self.risk else "received"


class ReferralCohort(Record):
    """A cohort that applies to a referral beside its main one."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="more_cohorts")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint("referral", "cohort", name="referral_cohort_once"),)

    def __str__(self) -> str:
        return str(self.cohort_id)

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With the referral."""
        return rules.with_referral(principal)


class Subjects(Seen):
    """People named in referrals."""

    def seen_in_full_by(self, principal: Principal) -> Any:
        """Those in referrals that a principal works on or is asked about: not what one's agency only sent."""
        found = self.filter(rules.of_work(principal))
        found._asked = True
        return found


class Subject(Record):
    """A person named in a referral, as the one who named them wrote it down; `person` is who that is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="subjects")
    person = models.ForeignKey(Person, models.PROTECT, related_name="subjects")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="named by")
    role = models.CharField("part in it", max_length=20, choices=choices(SUBJECT_ROLES))
    given_names = models.CharField("given names", max_length=200, blank=True)
    family_name = models.CharField("family name", max_length=200, blank=True)
    date_of_birth = models.DateField("date of birth", null=True, blank=True)
    sex = models.CharField("sex", max_length=10, choices=choices(SEXES), default="unknown")
    age = models.PositiveSmallIntegerField("age on receipt", null=True, blank=True)

    objects = Subjects.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("role", "family_name", "given_names")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=codes.SUBJECT_ROLES), name="subject_role_known"),
            models.UniqueConstraint("referral", "person", name="subject_once"),
        )

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_name}".strip() or "Name not known"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """See need_to_know.py."""
        return rules.subject(principal)


class Change(Record):
    """A correction of a referral: which field, from what to what. The trail says that it was; this what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="changes")
    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    field = models.CharField("what", max_length=40)
    before = models.TextField("from", blank=True)
    after = models.TextField("to", blank=True)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return self.field

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By casework."""
        return rules.casework(principal, "referral__")


class Draft(Record):
    """Something that somebody is writing: saved page by page, seen by them alone, gone when it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    words = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-saved_at",)

    def __str__(self) -> str:
        return f"draft {self.kind}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """One's own, while one is of the agency it was begun for."""
        return Q(account=principal.account_id, agency=principal.agency_id)
