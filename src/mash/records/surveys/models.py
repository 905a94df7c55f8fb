"""A survey, its questions and invitations, and what is answered. No row leads from an answer to who gave it
(docs/adr/0007): tokens, letters and posted answers are seen by nobody, and go when they are used.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from mash.partnership.models import Account, Agency, Hub
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.keeping import Kept, kept_by
from mash.records.seen import Record

KINDS = {
    "standing": "Standing: people are invited by their e-mail addresses",
    "after_feedback": "After feedback: who sent a referral is asked once the hub has answered it",
}
STATUSES = {"draft": "Draft", "open": "Open", "closed": "Closed"}
QUESTION_KINDS = {"scale": "A scale", "choice": "A choice of several", "text": "Words of their own"}
STEPS = {
    "entered": "Entered",
    "changed": "Changed",
    "opened": "Opened",
    "invited": "People invited",
    "closed": "Closed",
}
SCREENED = {"waiting": "To be read", "released": "Released", "held": "Held back"}


class Survey(Kept):
    """A survey: a draft while it is built, open while it is answered, closed for ever after."""

    kind = models.CharField("kind", max_length=14, choices=KINDS)
    title = models.CharField("title", max_length=100)
    opening = models.TextField("opening words", max_length=2000)
    status = models.CharField("where it stands", max_length=6, choices=STATUSES, default="draft")
    opened_on = models.DateField("opened", null=True)
    closed_on = models.DateField("closed", null=True)
    answer_days = models.PositiveSmallIntegerField("days to answer", default=28)
    remind_days = models.PositiveSmallIntegerField("days until a reminder", null=True)
    rest_days = models.PositiveSmallIntegerField("days without another invitation", null=True)
    told_until = models.DateField("fed back until", null=True)

    class Meta:
        ordering = ("-entered_at",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=tuple(KINDS)), name="survey_kind_known"),
            models.CheckConstraint(
                condition=Q(status="draft", opened_on=None, closed_on=None)
                | Q(status="open", opened_on__isnull=False, closed_on=None)
                | Q(status="closed", opened_on__isnull=False, closed_on__gte=F("opened_on")),
                name="survey_status_and_days",
            ),
            models.CheckConstraint(
                condition=Q(kind="standing", rest_days=None)
                | Q(kind="after_feedback", rest_days__isnull=False),
                name="survey_rests_after_feedback",
            ),
            models.CheckConstraint(
                condition=Q(remind_days=None) | Q(remind_days__lt=F("answer_days")),
                name="survey_reminds_in_time",
            ),
            models.UniqueConstraint(
                fields=("hub", "kind"), condition=Q(status="open"), name="survey_one_open_of_a_kind"
            ),
        )

    def __str__(self) -> str:
        return self.title


class SurveyPart(Record):
    """What hangs on a survey, and is seen with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its survey."""
        return kept_by(principal, "survey__")


class SurveyQuestion(SurveyPart):
    """A question, and how it is answered. `options` stand one a line."""

    place = models.PositiveSmallIntegerField("place")
    kind = models.CharField("how it is answered", max_length=6, choices=QUESTION_KINDS)
    words = models.CharField("question", max_length=300)
    scale_max = models.PositiveSmallIntegerField("highest score", null=True)
    low_words = models.CharField("what 1 means", max_length=60, blank=True)
    high_words = models.CharField("what the highest score means", max_length=60, blank=True)
    options = models.TextField("choices", max_length=2000, blank=True)

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint("survey", "place", name="survey_question_place"),
            models.CheckConstraint(
                condition=(Q(kind="scale", scale_max__range=(2, 10), options="") & Q(scale_max__isnull=False))
                | (Q(kind="choice", scale_max=None) & ~Q(options=""))
                | Q(kind="text", scale_max=None, options=""),
                name="survey_question_by_kind",
            ),
        )

    def __str__(self) -> str:
        return self.words

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The numbers that can be answered, and their words."""
        if self.kind == "choice":
            return list(enumerate(self.options.splitlines(), 1))
        ends = {1: self.low_words, self.scale_max: self.high_words}
        every = range(1, (self.scale_max or 0) + 1)
        return [(n, f"{n}: {ends[n]}" if ends.get(n) else str(n)) for n in every]


class SurveyStep(SurveyPart):
    """What was done with a survey, and by whom. Of invitations: how many."""

    at = models.DateTimeField("when")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    what = models.CharField("what", max_length=7, choices=STEPS)
    words = models.CharField("in words", max_length=300, blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.what


class SurveyInvitation(SurveyPart):
    """That one person of an agency was invited, and whether so many of it have answered: never which.

    `sent_at` tells the month only, `answered_at` the day on which answers were mixed.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("sent, to the month")
    answered_at = models.DateTimeField("answered, to the day of mixing", null=True)

    class Meta:
        indexes = (models.Index("survey", "sent_at", name="survey_invitation_group"),)

    def __str__(self) -> str:
        return str(self.pk)


class SurveyAnswer(Record):
    """One answer to one question. Its invitation is drawn by lot from the answered ones of its month."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(SurveyQuestion, models.CASCADE, related_name="+")
    invitation = models.ForeignKey(SurveyInvitation, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField("score, or number of the choice")

    def __str__(self) -> str:
        return str(self.score)

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its survey."""
        return kept_by(principal, "question__survey__")


class SurveyWords(Record):
    """What somebody wrote, as they wrote it, and whether it was released."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(SurveyQuestion, models.CASCADE, related_name="+")
    words = models.TextField("what somebody wrote", max_length=2000)
    status = models.CharField("where it stands", max_length=8, choices=SCREENED, default="waiting")
    version = models.PositiveIntegerField(default=1, editable=False)

    def __str__(self) -> str:
        return self.words

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its survey."""
        return kept_by(principal, "question__survey__")


class SurveyReleased(Record):
    """Words released for those who read the hub's measures, as the quality officer left them."""

    of = models.OneToOneField(SurveyWords, models.CASCADE, related_name="+", primary_key=True)
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="+")
    survey_title = models.CharField("survey", max_length=100)
    question_words = models.CharField("question", max_length=300)
    words = models.TextField("what somebody wrote", max_length=2000)

    def __str__(self) -> str:
        return self.words

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By who reads the measures of its hub or keeps its registers."""
        return Q(hub__in=principal.hubs(P.MEASURE_READ)) | kept_by(principal)


class Unseen(Record):
    """What nobody sees: it is reached with the secret of a link, or by the worker, through functions only."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By nobody."""
        return Q(pk__in=())


class SurveyToken(Unseen):
    """A link that was not used yet, by a digest of its secret; `saved` only the secret itself opens."""

    digest = models.CharField(primary_key=True, max_length=64)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("sent, to the month")
    until = models.DateField("good until")
    saved = models.TextField("half an answer, sealed", blank=True)


class SurveyLetter(Unseen):
    """A letter to send, or to send once more: address and link, sealed with a key outside the database."""

    digest = models.CharField(primary_key=True, max_length=64)
    sealed = models.TextField("address and secret, sealed")
    first = models.BooleanField("not sent yet", default=True)
    due_on = models.DateField("to be sent")
    until = models.DateField("good until")


class SurveyAsked(Unseen):
    """That an address was asked, by a keyed digest of it, so that nobody is asked twice too soon."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    who = models.CharField("keyed digest of the address", max_length=64)
    until = models.DateField("not asked again until", null=True)

    class Meta:
        constraints = (models.UniqueConstraint("survey", "who", name="survey_asked_once"),)


class SurveyPosted(Unseen):
    """An answer that came in and waits to be mixed with others, sealed with a key outside the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sent_at = models.DateTimeField("sent, to the month")
    sealed = models.TextField("agency and answers, sealed")
