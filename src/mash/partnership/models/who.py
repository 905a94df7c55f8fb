"""Hubs, agencies, teams, accounts and the roles they hold."""

from collections.abc import Iterable
from datetime import date, time
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from mash.framework.codes import AGENCY_KINDS
from mash.framework.due import TARGET_POLICIES
from mash.framework.london import today
from mash.partnership.models.validity import InForce, code_is_not_reserved, ends_after_it_begins
from mash.partnership.policy import ROLES


def _monday_to_friday() -> list[int]:
    return [1, 2, 3, 4, 5]


class Hub(models.Model):
    """A hub: where several agencies look at referrals together. Hubs split, so there can be several."""

    hub_id = models.SlugField("code", primary_key=True, max_length=40)
    name = models.CharField("name", max_length=100)
    opens = models.TimeField("opens, for clocks that count working hours", default=time(8, 30))
    closes = models.TimeField("closes", default=time(17, 0))
    working_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="working days, 1 = Monday", default=_monday_to_friday
    )
    target_policy = models.CharField(
        "what re-rating does to the due time",
        max_length=9,
        default="strictest",
        choices=[(p, p) for p in TARGET_POLICIES],
    )
    unrated_minutes = models.PositiveSmallIntegerField("minutes without a rating until the alarm", default=30)
    answer_percent = models.PositiveSmallIntegerField(
        "share of the target in which an agency is asked to answer, per cent",
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    class Meta:
        ordering = ("name",)
        constraints = (
            code_is_not_reserved("hub", "hub_id"),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="hub_opens_before_it_closes",
                violation_error_message="The hub closes after it opens.",
            ),
            models.CheckConstraint(
                condition=Q(working_days__len__gte=1, working_days__contained_by=[1, 2, 3, 4, 5, 6, 7]),
                name="hub_works_on_some_day",
                violation_error_message="Working days are numbers from 1 (Monday) to 7 (Sunday).",
            ),
            models.CheckConstraint(condition=Q(target_policy__in=TARGET_POLICIES), name="hub_policy_known"),
            models.CheckConstraint(
                condition=Q(answer_percent__gte=1, answer_percent__lte=100), name="hub_answer_1_to_100"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An agency that refers, is asked, decides and is measured, with the days on which it exists."""

    agency_id = models.SlugField("code", primary_key=True, max_length=40)
    name = models.CharField("name", max_length=100)
    kind = models.CharField("kind", max_length=30, choices=[(k, k) for k in AGENCY_KINDS])
    in_baseline = models.BooleanField("routes its core work through the hub", default=True)
    exempt_because = models.CharField("why it has no baseline", max_length=500, blank=True)
    valid_from = models.DateField("first day; empty = always", null=True, blank=True)
    valid_to = models.DateField("last day; empty = still exists", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    objects = InForce.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "agencies"
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AGENCY_KINDS), name="agency_kind_known"),
            models.CheckConstraint(
                condition=Q(in_baseline=True) | ~Q(exempt_because=""),
                name="agency_exempt_because",
                violation_error_message="Say why the agency does not route its core work through the hub.",
                violation_error_code="exempt_because",
            ),
            models.CheckConstraint(
                condition=Q(in_baseline=False) | Q(exempt_because=""),
                name="agency_in_baseline_has_no_reason",
                violation_error_message="An agency that routes its core work through the hub is not exempt: "
                "leave the reason empty.",
                violation_error_code="exempt_because",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                name="agency_succeeded_has_ended",
                violation_error_message="An agency that has a successor has a last day.",
                violation_error_code="valid_to",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("agency_id")),
                name="agency_succeeds_no_self",
                violation_error_message="An agency does not succeed itself.",
                violation_error_code="successor",
            ),
            code_is_not_reserved("agency", "agency_id"),
            ends_after_it_begins("agency"),
        )

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People of one agency who work together in a hub; a referral or a request can be given to a team."""

    name = models.CharField("name", max_length=100)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="teams")

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                "agency",
                "hub",
                "name",
                name="team_named_once",
                violation_error_message="The agency has a team of this name in this hub.",
                violation_error_code="name",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Accounts(BaseUserManager["Account"]):
    """Accounts, found by e-mail address whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with this e-mail address."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who signs in. They belong to one agency; what they may do follows from their appointments.

    An account that is suspended, has run out or whose agency has ended is not active: Django then treats
    its next request as nobody's. Moving to another agency, being suspended and having the second factor reset
    end every session (get_session_auth_hash).
    """

    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField("name", max_length=100)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="accounts")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="accounts")
    access_until = models.DateField("last day of access; empty = no end", null=True, blank=True)
    suspended_at = models.DateTimeField("when access was suspended", null=True, blank=True)
    sessions_ended_at = models.DateTimeField("sessions begun before are over", null=True, blank=True)
    is_system = models.BooleanField("a system of the agency: uses tokens, never signs in", default=False)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="account_email_once",
                violation_error_message="There is an account with this e-mail address.",
                violation_error_code="email",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether they may come in today (London)."""
        return self.active_on(today())

    def active_on(self, day: date) -> bool:
        """Whether they have access on a London day: not suspended, not run out, and their agency exists."""
        ends = [end for end in (self.access_until, self.agency.valid_to) if end is not None]
        return self.suspended_at is None and all(day <= end for end in ends)

    def get_session_auth_hash(self) -> str:
        """What a session holds to know its account by: where any of it changes, the session is over."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterable[str]:
        """The same with the keys that the secret key replaced, while it is being changed."""
        from django.conf import settings

        return (self._session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str | bytes | None = None) -> str:
        held = f"{self.password}|{self.agency_id}|{self.sessions_ended_at}"
        return salted_hmac("mash.partnership.account", held, secret=secret, algorithm="sha256").hexdigest()


class Appointment(models.Model):
    """A role that an account holds in a hub, with the days on which it does."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="appointments")
    role = models.CharField("role", max_length=30, choices=[(key, role.name) for key, role in ROLES.items()])
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="appointments")
    valid_from = models.DateField("first day; empty = always", null=True, blank=True)
    valid_to = models.DateField("last day; empty = no end", null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=tuple(ROLES)), name="appointment_role_known"),
            models.UniqueConstraint(
                "account", "role", "hub", "valid_from", name="appointment_once", nulls_distinct=False
            ),
            ends_after_it_begins("appointment"),
        )

    def __str__(self) -> str:
        return f"{self.account}: {ROLES[self.role].name} in {self.hub}"
