"""Lists of what has reached its time, their approval by a second officer, and the certificate after it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from mash.partnership.policy import Permission as P
from mash.records.retention import destroying, reading
from mash.records.retention.kinds import KINDS, WHY, in_words
from mash.records.retention.models import Destruction, DestructionCertificate, DestructionRecord
from mash.trail.record import note
from mash.web.access import SignedIn, needs
from mash.web.files import KINDS as FILES
from mash.web.files import write
from mash.web.governance.entries import named
from mash.web.pages import in_pages, sent, step
from mash.web.retention import forms

A_PAGE = 50


@needs(P.RETENTION_KEEP)
def lists(request: SignedIn) -> HttpResponse:
    """Lists that wait to be approved, and those that were."""
    shown = in_pages(request, reading.lists(request.principal), A_PAGE)
    rows = [(one, KINDS[one.kind].plural) for one in shown["page"].object_list]
    return render(request, "retention/lists.html", shown | {"lists": rows})


@needs(P.RETENTION_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """Draw up a list of what has reached its time as at today."""
    by = request.principal
    form = forms.DrawUp(sent(request), by=by, initial=request.GET.dict())
    if form.acted(lambda said: destroying.draw_up(by=by, **said)):
        return redirect("retention_list", pk=form.made.pk)
    page: dict[str, Any] = {"form": form, "title": "Draw up a destruction list", "button": "Draw it up"}
    page["back"] = (reverse("retention_lists"), "Destruction lists")
    page["lead"] = [
        "It lists the records that have reached their time as at today. Nothing is deleted by it: somebody "
        "else approves the list first."
    ]
    return render(request, "forms/step.html", page)


@needs(P.RETENTION_KEEP)
def one_list(request: SignedIn, pk: UUID) -> HttpResponse:
    """One list: what would go or went, what stays and why."""
    by, one = request.principal, _opened(request, pk)
    shown = in_pages(request, reading.listed(by, one), A_PAGE)
    page = shown | _what(request, one)
    page["hinders"] = destroying.hindrance(by, one) if one.approved_at is None else ""
    page["listed"] = [(row, comes_of(row)) for row in shown["page"].object_list]
    return render(request, "retention/list.html", page)


@needs(P.RETENTION_KEEP)
def export(request: SignedIn, pk: UUID) -> HttpResponseBase:
    """All that stands on a list, as a file."""
    one = _opened(request, pk)
    file = BytesIO()
    made = write("csv", file, _cells(reading.listed(request.principal, one)))
    note("exported", "destruction list", one.pk, rows=made)
    file.seek(0)
    name = f"destruction-list-{one.kind}-{one.as_at}.csv"
    return FileResponse(file, as_attachment=True, filename=name, content_type=FILES["csv"])


@needs(P.RETENTION_KEEP)
def approve(request: SignedIn, pk: UUID) -> HttpResponse:
    """Approve a list that somebody else drew up: what it names is destroyed."""
    by, one = request.principal, _opened(request, pk)
    count = destroying.to_go(by, one).count()
    return step(
        request,
        forms.Approve(sent(request)),
        lambda said: destroying.approve(by=by, destruction_id=pk, **said),
        "The records are destroyed. This is the certificate.",
        title="Approve this list",
        button="Destroy these records",
        back=(reverse("retention_list", kwargs={"pk": pk}), "Back to the list"),
        then=reverse("retention_certificate", kwargs={"pk": pk}),
        template="retention/approve.html",
        about=KINDS[one.kind].plural,
        count=count,
        hinders=destroying.hindrance(by, one),
    )


@needs(P.RETENTION_KEEP)
def certificate(request: SignedIn, pk: UUID) -> HttpResponse:
    """What was destroyed, under which rule, by whom: a page to print."""
    one, made = _certified(request, pk)
    said = reading.certified(one)
    page = _what(request, one) | {"said": said, "sha256": made.sha256, "rows": in_words(said["rows"])}
    accounts = named([said["drawn_up"]["account"], said["approved"]["account"]])
    page["drawn_by"] = accounts.get(said["drawn_up"]["account"], "")
    page["approved_by"] = accounts.get(said["approved"]["account"], "")
    page["stayed"] = [(WHY[code], count) for code, count in said["stayed"].items()]
    return render(request, "retention/certificate.html", page)


@needs(P.RETENTION_KEEP)
def download(request: SignedIn, pk: UUID) -> HttpResponse:
    """The certificate as it is sealed: the SHA-256 of this file stands on the page and on the trail."""
    one, made = _certified(request, pk)
    note("exported", "destruction list", one.pk, sha256=made.sha256)
    answer = HttpResponse(made.words.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="certificate-of-destruction-{one.pk}.json"'
    return answer


def comes_of(row: DestructionRecord) -> str:
    """What comes or came of a record on a list, in words."""
    if row.outcome:
        return "Gone" if row.outcome == "gone" else f"Stayed: {WHY[row.outcome]}"
    why = row.why or ("held" if row.is_held else "")  # type: ignore[attr-defined]  # reading.listed
    return f"Stays: {WHY[why]}" if why else "Goes"


def _cells(rows: Any) -> Iterator[list[str]]:
    yield ["Record", "Last event", "Reached its time", "What comes of it"]
    for row in rows.iterator():
        yield [row.reference, str(row.last_on), str(row.due_on or ""), comes_of(row)]


def _what(request: SignedIn, one: Destruction) -> dict[str, Any]:
    """What pages about a list say of it."""
    of = DestructionRecord.objects.seen_by(request.principal).filter(destruction=one)
    go = of.filter(outcome="gone") if one.approved_at else destroying.to_go(request.principal, one)
    going = go.count()
    return {
        "one": one,
        "kind": KINDS[one.kind],
        "rows": in_words(one.rows),
        "going": going,
        "staying": of.count() - going,
    }


def _opened(request: SignedIn, pk: UUID) -> Destruction:
    try:
        return reading.open_list(request.principal, pk)
    except Destruction.DoesNotExist as error:
        raise Http404 from error


def _certified(request: SignedIn, pk: UUID) -> tuple[Destruction, DestructionCertificate]:
    one = _opened(request, pk)
    try:
        return one, one.certificate
    except DestructionCertificate.DoesNotExist as error:
        raise Http404 from error
