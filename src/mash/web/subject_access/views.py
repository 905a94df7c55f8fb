"""Requests, the one due first at the head; a new one; one with what was gathered for it; its copy."""

from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.framework.london import today
from mash.partnership.policy import Permission as P
from mash.records.subject_access import actions, reading
from mash.records.subject_access.models import AccessCopy, AccessPiece, AccessRequest
from mash.records.subject_access.parts import PARTS
from mash.trail.record import note
from mash.web.access import SignedIn, needs
from mash.web.pages import done, in_pages, sent
from mash.web.subject_access import forms

A_PAGE = 25
#: Pieces of a request that stand on one page.
PIECES = 100


@needs(P.SUBJECT_ACCESS)
def requests(request: SignedIn) -> HttpResponse:
    """Requests: open ones first, the earliest due first."""
    every, on = reading.requests(request.principal), today()
    page = in_pages(request, every, A_PAGE)
    reading.listed(page["page"].object_list)
    page |= {"today": on, "attention": every.filter(reading.needs_attention(on)).count()}
    return render(request, "subject_access/requests.html", page)


@needs(P.SUBJECT_ACCESS)
def new(request: SignedIn) -> HttpResponse:
    """Enter a request."""
    by = request.principal
    form = forms.New(sent(request), by=by)
    if done(
        request,
        form,
        lambda said: actions.enter(by=by, **form.said()),
        "The request is entered. Gather next.",
    ):
        return redirect("access_request", pk=form.made.pk)
    return render(request, "subject_access/new.html", {"form": form})


@needs(P.SUBJECT_ACCESS)
def one_request(request: SignedIn, pk: UUID) -> HttpResponse:
    """One request: how far it is, and its pieces."""
    by, one = request.principal, opened(request, pk)
    page = in_pages(request, reading.pieces(by, one), PIECES)
    page |= {
        "one": one,
        "progress": reading.progress(by, one),
        "next": reading.next_piece(by, one) if one.status == "open" else None,
        "sections": [
            (section, [(piece, PARTS[piece.part].heading) for piece in within])
            for section, within in groupby(page["page"].object_list, key=_section)
        ],
        "steps": reading.steps(by, one),
        "today": today(),
        "copy": AccessCopy.objects.seen_by(by).filter(request=one).first(),
    }
    return render(request, "subject_access/request.html", page)


@needs(P.SUBJECT_ACCESS)
def copy(request: SignedIn, pk: UUID) -> HttpResponse:
    """The copy as it was given, or as it would be now: a file, which no page of ours shows."""
    by, one = request.principal, opened(request, pk)
    made = AccessCopy.objects.seen_by(by).filter(request=one).first()
    html = made.html if made else actions.copy_of(by, one)
    note(
        "exported",
        "subject access request",
        one.pk,
        draft=made is None,
        **({"sha256": made.sha256} if made else {}),
    )
    name = f"subject-access-{'copy' if made else 'draft'}-{one.received_on}.html"
    return HttpResponse(
        html, content_type="text/html", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def opened(request: SignedIn, pk: UUID) -> AccessRequest:
    """The request that a page is about. Raises Http404 where it is not seen."""
    try:
        return reading.open_one(request.principal, pk)
    except AccessRequest.DoesNotExist as error:
        raise Http404 from error


def _section(piece: AccessPiece) -> str:
    return piece.section
