"""What is read of referrals: the queue, one referral as its way leads to it, what one's agency is asked.

Opening a referral notes on the trail that it was viewed. Lists name nobody: they show references only, and
note nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, QuerySet, Value, When

from mash.framework.london import now
from mash.partnership.models import Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.referrals import need_to_know as rules
from mash.records.referrals.models import (
    Change,
    Disposal,
    Draft,
    Feedback,
    Item,
    Rating,
    Referral,
    Request,
    Subject,
)
from mash.trail.record import note


@dataclass(frozen=True)
class Gauge:
    """How one asked agency stands: `answered`, `waiting` or `overdue`."""

    agency: Agency
    state: str
    due_at: datetime | None


@dataclass
class Queued:
    """A referral in the queue."""

    referral: Referral
    gauges: list[Gauge] = field(default_factory=list)
    alarm: bool = False  # without a rating for longer than the hub allows
    overdue: bool = False


@dataclass
class Opened:
    """A referral with all that whoever opened it sees. Empty where their way does not lead there."""

    referral: Referral
    way: str  # casework or asked
    subjects: list[Subject]
    ratings: list[Rating]
    requests: list[Request]
    items: list[Item]
    disposals: list[Disposal]
    feedback: list[Feedback]
    changes: list[Change]
    overdue: bool
    alarm: bool

    def answers(self) -> list[tuple[Request, list[Item], bool]]:
        """Each request with what was answered to it, and whether it is overdue."""
        of = defaultdict(list)
        for item in self.items:
            of[item.request_id].append(item)
        return [(one, of[one.pk], waits_too_long(one)) for one in self.requests]


@dataclass
class Sent:
    """What the agency that submitted a referral sees of it: its state and the feedback, nothing else."""

    reference: str
    cohort: str
    received_at: datetime
    state: str
    people: list[str]
    feedback: list[Feedback]
    decided: bool


def queue(by: Principal) -> QuerySet[Any]:
    """Undecided referrals that are one's work, the most urgent first: the unrated, then by time left."""
    seen = Referral.objects.seen_by(by, rules.casework).filter(decided_at=None)
    unrated_first = Case(When(risk="", then=Value(0)), default=Value(1))
    return seen.select_related("hub", "agency", "cohort", "worker").order_by(
        unrated_first, F("due_at").asc(nulls_last=True), "received_at"
    )


def to_tell(by: Principal) -> QuerySet[Any]:
    """Decided referrals whose referrer has not been told, the longest first."""
    seen = Referral.objects.seen_by(by, rules.casework).filter(decided_at__isnull=False, feedback_at=None)
    return seen.select_related("hub", "agency", "cohort", "worker").order_by("decided_at")


def gauged(referrals: Iterable[Referral]) -> list[Queued]:
    """Referrals of somebody's queue, with a gauge for each agency that is asked."""
    found = {one.pk: Queued(one) for one in referrals}
    for one in found.values():
        one.alarm, one.overdue = alarming(one.referral), overdue(one.referral)
    asked = Request.objects.of_seen(referral__in=list(found)).exclude(response="cancelled")
    for request in asked.select_related("agency"):
        state = "answered" if request.responded_at else "overdue" if waits_too_long(request) else "waiting"
        found[request.referral_id].gauges.append(Gauge(request.agency, state, request.due_at))
    return list(found.values())


def open_referral(by: Principal, pk: object) -> Opened:
    """Open a referral that is one's work or on which one's agency is asked; the trail says so.

    Raises DoesNotExist where it is neither.
    """
    every = Referral.objects.select_related("hub", "agency", "cohort", "owner", "worker", "decided_by")
    referral = every.seen_by(by, rules.work).get(pk=pk)
    note("viewed", "referral", referral.reference)

    casework = by.may(P.REFERRAL_READ, referral.hub_id)

    def of(record: Any, *related: str, to: str = "referral") -> list[Any]:
        # who works on a referral sees all that hangs on it; who is asked about it, a part
        rows = record.objects
        rows = rows.of_seen(**{to: referral}) if casework else rows.seen_by(by).filter(**{to: referral})
        return list(rows.select_related(*related))

    requests = of(Request, "agency", "requested_by", "responded_by")
    return Opened(
        referral=referral,
        way="casework" if casework else "asked",
        subjects=of(Subject, "person"),
        ratings=of(Rating, "account", "agency"),
        requests=requests,
        items=of(Item, "owner", "request", to="request__referral") if requests else [],
        disposals=of(Disposal, "outcome", "agency"),
        feedback=of(Feedback, "account"),
        changes=of(Change, "account"),
        overdue=overdue(referral),
        alarm=alarming(referral),
    )


def open_step(by: Principal, pk: object) -> Referral:
    """The referral that a step is about, seen as one's work or as asked; the trail says it was viewed."""
    rows = Referral.objects.select_related("hub", "agency", "cohort", "owner").seen_by(by, rules.work)
    referral: Referral = rows.get(pk=pk)
    note("viewed", "referral", referral.reference)
    return referral


def open_sent(by: Principal, pk: object) -> Sent:
    """Open a referral that one's agency submitted: its state and the feedback; the trail says so.

    Raises DoesNotExist where one's agency did not submit it.
    """
    referral = Referral.objects.seen_by(by, rules.sent).select_related("cohort").get(pk=pk)
    note("viewed what became of", "referral", referral.reference)
    named = Subject.objects.seen_by(by).filter(referral=referral, agency=by.agency_id)
    return Sent(
        reference=referral.reference,
        cohort=referral.cohort.name,
        received_at=referral.received_at,
        state=state_for_sender(referral),
        people=[str(one) for one in named],
        decided=referral.decided_at is not None,
        feedback=list(Feedback.objects.seen_by(by).filter(referral=referral)),
    )


def works_on(by: Principal, pk: object) -> bool:
    """Whether a referral is one's work, or one is asked about it; else one's agency sent it, or neither."""
    rows = Referral.objects.seen_by(by, rules.work).filter(pk=pk)
    return bool(rows.exists())


def sent(by: Principal) -> QuerySet[Any]:
    """Referrals that one's agency submitted, the latest first."""
    mine = Referral.objects.seen_by(by, rules.sent).select_related("cohort", "hub")
    return mine.order_by("-received_at")


def waiting_for(by: Principal) -> QuerySet[Any]:
    """Requests that wait for one's agency, by time left."""
    requests = Request.objects.seen_by(by).filter(
        agency=by.agency_id, responded_at=None, referral__hub__in=by.hubs(P.REQUEST_ANSWER)
    )
    return requests.select_related("referral", "referral__cohort").order_by(
        F("due_at").asc(nulls_last=True), "requested_at"
    )


def drafts(by: Principal) -> list[Draft]:
    """What one has begun and not sent."""
    return list(Draft.objects.seen_by(by).filter(kind="referral"))


def state_for_sender(referral: Referral) -> str:
    """Where a referral stands, as far as it concerns who sent it: neither its rating nor its due time."""
    return {"received": "received", "rated": "being looked at", "decided": "decided", "told": "answered"}[
        referral.state
    ]


def overdue(referral: Referral) -> bool:
    """Whether its due time has passed without a decision."""
    return referral.decided_at is None and referral.due_at is not None and referral.due_at < now()


def alarming(referral: Referral) -> bool:
    """Whether it is without a rating for longer than its hub allows."""
    waited = now() - referral.received_at
    return not referral.risk and waited > timedelta(minutes=referral.hub.unrated_minutes)


def waits_too_long(request: Request) -> bool:
    """Whether an answer is overdue."""
    return request.responded_at is None and request.due_at is not None and request.due_at < now()


def histories(by: Principal, records: Iterable[object]) -> list[Subject]:
    """Where records of a person are named, in referrals that one works on or is asked about, latest first."""
    seen = Subject.objects.seen_in_full_by(by).filter(person__in=list(records))
    related = seen.select_related("referral", "referral__cohort", "referral__agency")
    return list(related.order_by("-referral__received_at"))


def named_elsewhere(by: Principal, opened: Opened) -> dict[UUID, int]:
    """In how many other referrals that one works on or is asked about each person of a referral is named, by
    their cluster.
    """
    clusters = [one.person.cluster for one in opened.subjects]
    others = Subject.objects.seen_in_full_by(by).exclude(referral=opened.referral)
    counts = others.filter(person__cluster__in=clusters).values("person__cluster").order_by()
    return dict(counts.annotate(of=Count("referral", distinct=True)).values_list("person__cluster", "of"))


def named_together(by: Principal, records: Iterable[object]) -> list[tuple[str, str]]:
    """Others named in the same referrals as these records of a person: id and name, once each."""
    mine = list(records)
    referrals = Subject.objects.seen_in_full_by(by).filter(person__in=mine).values("referral")
    others = Subject.objects.seen_in_full_by(by).filter(referral__in=referrals).exclude(person__in=mine)
    return list({str(one.person_id): str(one) for one in others}.items())


def search_references(by: Principal, words: str) -> list[tuple[Referral, str]]:
    """Referrals seen by `by` with this reference, and where each leads: `referral`, or `sent`."""
    of = {"reference": words.strip()}
    found = Referral.objects.seen_by(by, rules.of_concern).filter(**of).select_related("cohort")
    works = set(Referral.objects.seen_by(by, rules.work).filter(**of).values_list("pk", flat=True))
    return [(one, "referral" if one.pk in works else "sent") for one in found]
