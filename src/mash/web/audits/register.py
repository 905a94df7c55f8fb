"""The register of audits: rounds, one round before and after its draw, one audit, and what follows."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from mash.framework.london import today
from mash.partnership.policy import Permission as P
from mash.records.audits import reading
from mash.records.audits.models import INADEQUATE, Audit, AuditCriterion, AuditGrading, AuditRound
from mash.web.access import SignedIn, needs
from mash.web.pages import in_pages

A_PAGE = 25


@needs(P.REGISTER_KEEP)
def rounds(request: SignedIn) -> HttpResponse:
    """Rounds, those not closed first."""
    by = request.principal
    found = in_pages(request, reading.rounds(by), A_PAGE)
    so_far = reading.progress(by, list(found["page"]))
    listed = [(one, so_far.get(one.pk)) for one in found["page"]]
    page = {"listed": listed, "overdue": reading.overdue(by).count()}
    return render(request, "audits/rounds.html", found | page)


@needs(P.REGISTER_KEEP)
def actions(request: SignedIn) -> HttpResponse:
    """Actions, what is overdue first."""
    rows = in_pages(request, reading.actions(request.principal), A_PAGE)
    return render(request, "audits/actions.html", rows | {"today": today()})


@needs(P.REGISTER_KEEP)
def round_(request: SignedIn, pk: UUID) -> HttpResponse:
    """One round: what it would be drawn from, or how its audits stand."""
    by = request.principal
    try:
        one = reading.open_round(by, pk)
    except AuditRound.DoesNotExist as error:
        raise Http404 from error
    page: dict[str, Any] = {
        "round": one,
        "criteria": AuditCriterion.objects.seen_by(by).filter(round=one),
        "steps": reading.history(by, round=one),
    }
    if one.drawn_on is None:
        page["strata"] = reading.strata(one)
    else:
        rows = list(Audit.objects.seen_by(by).filter(round=one))
        sent: dict[Any, list[AuditGrading]] = {row.pk: [] for row in rows}
        for grading in AuditGrading.objects.seen_by(by).filter(audit__in=rows, sent_at__isnull=False):
            sent[grading.audit_id].append(grading)
        page["audits"] = [(row, len(sent[row.pk])) for row in rows]
        page["left"] = sum(row.completed_on is None and row.replaced_on is None for row in rows)
    return render(request, "audits/round.html", page)


@needs(P.REGISTER_KEEP)
def audit(request: SignedIn, pk: UUID) -> HttpResponse:
    """One audit: who grades it, the grades that are sent, what follows from it. No word of the case."""
    by = request.principal
    one = opened(request, pk)
    gradings = reading.gradings(by, one)
    given = reading.grades(by, one)
    return render(
        request,
        "audits/audit.html",
        {
            "audit": one,
            "gradings": gradings,
            "graded": graded(by, one, gradings),
            "inadequate": any(found.grade == INADEQUATE for found, _ in given.values()),
            "actions": reading.actions(by).filter(audit=one),
            "steps": reading.history(by, audit=one),
            "today": today(),
        },
    )


def opened(request: SignedIn, pk: UUID) -> Audit:
    """The audit that a page of the register is about. Raises Http404 where one sees none."""
    try:
        return reading.open_audit(request.principal, pk)
    except Audit.DoesNotExist as error:
        raise Http404 from error


def graded(by: Any, one: Audit, gradings: list[AuditGrading]) -> list[dict[str, Any]]:
    """What is asked of a case, each with what every auditor gave and what was agreed, as far as one sees."""
    given = reading.grades(by, one)
    rows = []
    for asked in reading.asked(by, one):
        of = (asked.criterion.pk, asked.agency.pk if asked.agency else None)
        rows.append(
            {
                "asked": asked,
                "given": [(grading, *given.get((grading.pk, *of), (None, ""))) for grading in gradings],
                "agreed": given.get((None, *of)),
            }
        )
    return rows
