"""What pages show of audits. Opening a case, as its auditor or as who keeps the register, is on the trail."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from mash.framework.london import today
from mash.partnership.models import Agency
from mash.partnership.principal import Principal
from mash.records.audits import need_to_know as rules
from mash.records.audits.drawing import population
from mash.records.audits.models import (
    Audit,
    AuditAction,
    AuditCriterion,
    AuditGrade,
    AuditGrading,
    AuditReason,
    AuditRound,
    AuditStep,
)
from mash.records.escalations.models import Escalation, EscalationStep
from mash.records.keeping import kept_by
from mash.records.referrals.models import Disposal, Feedback, Item, Rating, Referral, Request
from mash.trail.record import note


@dataclass(frozen=True)
class Asked:
    """One thing that is graded: a criterion, of an agency or of the case as a whole."""

    criterion: AuditCriterion
    agency: Agency | None


@dataclass(frozen=True)
class Stratum:
    """A stratum before the draw: how many there are, and how many would be drawn."""

    name: str
    population: int
    drawn: int

    @property
    def percent(self) -> str:
        """The chance of each to be drawn, in whole percent, never rounded to none."""
        return f"{max(1, round(100 * self.drawn / self.population))}%"


@dataclass(frozen=True)
class Happened:
    """One thing that happened in a case, as its auditors read it."""

    at: datetime
    what: str
    who: str
    words: str = ""


def rounds(by: Principal) -> QuerySet[AuditRound]:
    """Rounds that one keeps, those not closed first, with how many audits each has and has completed."""
    rows: QuerySet[AuditRound] = AuditRound.objects.seen_by(by).filter(kept_by(by))
    return rows


def progress(by: Principal, of: list[AuditRound]) -> dict[Any, dict[str, int]]:
    """How many audits each round has that were not replaced, and how many are completed."""
    rows = Audit.objects.seen_by(by).filter(round__in=of, replaced_on=None).order_by()
    counted = rows.values("round").annotate(sampled=Count("pk"), completed=Count("completed_on"))
    return {one["round"]: one for one in counted}


def asked(by: Principal, audit: Audit) -> list[Asked]:
    """What is graded of a case, in the order of forms: agency by agency, then the case as a whole."""
    criteria = list(AuditCriterion.objects.seen_by(by).filter(round=audit.round_id))
    agencies = Agency.objects.filter(pk__in=audit.agencies).order_by("name", "pk")
    of_each = [one for one in criteria if one.of_agencies]
    return [Asked(one, agency) for agency in agencies for one in of_each] + [
        Asked(one, None) for one in criteria if not one.of_agencies
    ]


def strata(of: AuditRound) -> list[Stratum]:
    """What a draw would be from, stratum by stratum, the least serious first."""
    found = population(of.hub_id, of.decided_from, of.decided_until, of.split_by)
    return [Stratum(name, len(rows), min(len(rows), of.per_stratum)) for name, rows in found.items()]


def open_round(by: Principal, pk: object) -> AuditRound:
    """A round as who keeps it opens it; the trail says so. Raises DoesNotExist."""
    rows = AuditRound.objects.seen_by(by).filter(kept_by(by)).select_related("hub", "account")
    found: AuditRound = rows.get(pk=pk)
    note("viewed", "audit round", found.pk)
    return found


def open_audit(by: Principal, pk: object) -> Audit:
    """An audit as who keeps the register opens it: no word of the case. Raises DoesNotExist."""
    rows = Audit.objects.seen_by(by).filter(kept_by(by)).select_related("round", "replaces")
    found: Audit = rows.get(pk=pk)
    note("viewed", "audit", found.pk, reference=found.reference)
    return found


def open_case(by: Principal, pk: object) -> Audit:
    """An audit as its auditor opens it, with its case; the trail says that the referral was viewed."""
    rows = Audit.objects.seen_by(by).filter(rules.mine(by)).select_related("round")
    found: Audit = rows.get(pk=pk)
    note("viewed", "referral", found.reference, way="audit")
    return found


def mine(by: Principal) -> QuerySet[AuditGrading]:
    """What one audits, what is still to be graded first."""
    rows = AuditGrading.objects.seen_by(by).filter(rules.mine(by, "audit__"), account=by.account_id)
    return rows.select_related("audit", "audit__round").order_by("audit__completed_on", "sent_at", "audit")


def own_grading(by: Principal, audit: Audit) -> AuditGrading:
    """One's own grading of an audit that one does."""
    found: AuditGrading = AuditGrading.objects.seen_by(by).get(audit=audit, account=by.account_id)
    return found


def gradings(by: Principal, audit: Audit) -> list[AuditGrading]:
    """Who grades a case."""
    rows = AuditGrading.objects.seen_by(by).filter(audit=audit)
    return list(rows.select_related("account", "account__agency"))


def grades(by: Principal, audit: Audit) -> dict[tuple[Any, Any, Any], tuple[AuditGrade, str]]:
    """Grades that one sees, with their reasons where one sees them, by grading (None = agreed), criterion
    and agency.
    """
    rows = list(AuditGrade.objects.seen_by(by).filter(audit=audit).select_related("criterion", "agency"))
    told = AuditReason.objects.seen_by(by).filter(grade__in=rows)
    words = dict(told.values_list("grade", "words"))
    return {(one.grading_id, one.criterion_id, one.agency_id): (one, words.get(one.pk, "")) for one in rows}


def overdue(by: Principal) -> QuerySet[AuditAction]:
    """Open actions whose day has passed."""
    return actions(by).filter(completed_on=None, due_on__lt=today())


def actions(by: Principal) -> QuerySet[AuditAction]:
    """Actions, the open ones by when they are due, then those completed."""
    rows: QuerySet[AuditAction] = AuditAction.objects.seen_by(by)
    return rows.select_related("audit", "agency")


def history(by: Principal, **of: object) -> QuerySet[AuditStep]:
    """What was done with a round (`round=`), an audit (`audit=`), an action (`action=`)."""
    rows: QuerySet[AuditStep] = AuditStep.objects.seen_by(by).filter(**of)
    return rows.select_related("account", "audit")


def timeline(by: Principal, audit: Audit) -> list[Happened]:
    """The case across agencies, from receipt on, as the panel reads it."""
    return sorted(_happened(by, audit.referral_id), key=lambda one: one.at)


def _happened(by: Principal, referral: object) -> Iterator[Happened]:
    case = Referral.objects.seen_by(by).select_related("agency", "cohort", "owner").get(pk=referral)
    yield Happened(case.received_at, f"Received: {case.cohort}", str(case.agency), case.concern)

    def of(record: Any, *related: str) -> Any:
        return record.objects.seen_by(by).filter(referral=referral).select_related(*related)

    for one in of(Rating, "agency"):
        yield Happened(one.rated_at, f"Rated {one.risk}", str(one.agency), one.rationale)
    items: dict[Any, list[str]] = defaultdict(list)
    for item in Item.objects.seen_by(by).filter(request__referral=referral):
        items[item.request_id].append(item.words)
    for one in of(Request, "agency"):
        yield Happened(one.requested_at, "Asked", str(one.agency), one.question)
        if one.responded_at:
            said = "\n".join([*items[one.pk], *filter(None, [one.declined_because])])
            yield Happened(
                one.responded_at, f"Answered: {one.get_response_display().lower()}", str(one.agency), said
            )
    if case.decided_at:
        outcomes = [
            f"{one.outcome}: {one.agency or 'nobody'} {one.get_role_display().lower()}"
            for one in of(Disposal, "outcome", "agency")
        ]
        yield Happened(
            case.decided_at, "Decided", str(case.owner or ""), "\n".join([*outcomes, case.rationale])
        )
    for one in of(Feedback):
        yield Happened(one.told_at, "The referrer was told", str(case.agency), one.words)
    for one in of(Escalation, "raised_by", "about"):
        who = f"{one.raised_by} about {one.about}"
        for said in EscalationStep.objects.seen_by(by).filter(escalation=one).select_related("agency"):
            yield Happened(
                said.at, f"Disagreed, stage {said.stage}: {one.get_reason_display()}", who, said.words
            )
