"""The auditors' pages: what is assigned to one, the case as it went, one's grades, what the panel agrees."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.partnership.policy import Permission as P
from mash.records.audits import actions, reading
from mash.records.audits.models import Audit, AuditGrading
from mash.web.access import SignedIn, needs
from mash.web.audits.forms import Grades
from mash.web.audits.register import graded
from mash.web.pages import differing, done, in_pages, sent

A_PAGE = 25


@needs(P.AUDIT_GRADE)
def mine(request: SignedIn) -> HttpResponse:
    """What one audits, what is still to be graded first."""
    return render(request, "audits/mine.html", in_pages(request, reading.mine(request.principal), A_PAGE))


@needs(P.AUDIT_GRADE)
def case(request: SignedIn, pk: UUID) -> HttpResponse:
    """The case as it went, across agencies; once one's grades are sent, those of all."""
    by, one = request.principal, _case(request, pk)
    gradings = reading.gradings(by, one)
    own = reading.own_grading(by, one)
    return render(
        request,
        "audits/case.html",
        {
            "audit": one,
            "own": own,
            "gradings": gradings,
            "waits": [grading for grading in gradings if grading.sent_at is None],
            "timeline": reading.timeline(by, one),
            "graded": graded(by, one, gradings) if own.sent_at else [],
        },
    )


@needs(P.AUDIT_GRADE)
def grade(request: SignedIn, pk: UUID) -> HttpResponse:
    """One's own grades: saved as one goes, then sent."""
    by, one = request.principal, _case(request, pk)
    own = reading.own_grading(by, one)
    if own.sent_at:
        raise Http404
    asked, now = reading.asked(by, one), _written(by, one, own)
    form = Grades(sent(request), asked=asked, initial=now | {"version": own.version})
    send = "send" in request.POST
    if done(
        request,
        form,
        lambda said: actions.grade(
            by=by, audit_id=pk, version=said["version"], given=form.given(), send=send
        ),
        "Your grades are sent." if send else "Your grades are saved.",
    ):
        return redirect("audit_case" if send else "audit_grade", pk=pk)
    overtaken = form.overtaken is not None
    now_says = differing(form, _written(by, one, own), form.cleaned_data) if overtaken else []
    page = {"form": form, "audit": one, "rows": _rows(form), "now_says": now_says}
    return render(request, "audits/grade.html", page)


@needs(P.AUDIT_GRADE)
def moderate(request: SignedIn, pk: UUID) -> HttpResponse:
    """What the panel of the case agreed, beside what each gave."""
    by, one = request.principal, _case(request, pk)
    gradings = reading.gradings(by, one)
    if one.completed_on is not None or any(grading.sent_at is None for grading in gradings):
        raise Http404
    form = Grades(sent(request), asked=reading.asked(by, one), initial={"version": one.version})
    if done(
        request,
        form,
        lambda said: actions.moderate(by=by, audit_id=pk, version=said["version"], given=form.given()),
        "The grades are agreed, and the audit is completed.",
    ):
        return redirect("audit_case", pk=pk)
    rows = [
        row | {"given": given["given"]}
        for row, given in zip(_rows(form), graded(by, one, gradings), strict=True)
    ]
    return render(request, "audits/moderate.html", {"form": form, "audit": one, "rows": rows})


def _case(request: SignedIn, pk: UUID) -> Audit:
    try:
        return reading.open_case(request.principal, pk)
    except Audit.DoesNotExist as error:
        raise Http404 from error


def _written(by: Any, one: Audit, own: AuditGrading) -> dict[str, Any]:
    """One's grades as they stand in the form."""
    given, now = reading.grades(by, one), dict[str, Any]()
    for place, asked in enumerate(reading.asked(by, one)):
        found = given.get((own.pk, asked.criterion.pk, asked.agency.pk if asked.agency else None))
        now[f"grade_{place}"] = found[0].grade if found else None
        now[f"reasons_{place}"] = found[1] if found else ""
    return now


def _rows(form: Grades) -> list[dict[str, Any]]:
    """The two fields of each thing that is asked."""
    return [
        {"asked": one, "grade": form[f"grade_{place}"], "reasons": form[f"reasons_{place}"]}
        for place, one in enumerate(form.asked)
    ]
