"""The steps of an import, each a page with one form: match its columns, bring in, take back, drop."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mash.partnership.policy import Permission as P
from mash.records.imports import actions, reading
from mash.records.imports.models import Import
from mash.web.access import SignedIn, needs
from mash.web.fields import OurForm, Versioned
from mash.web.imports.forms import Match
from mash.web.imports.kinds import KINDS
from mash.web.pages import done, sent, step

#: Where an import can still be dropped.
_DROPPED = ("to_match", "checked", "unreadable", "reading", "checking")


def _open(request: SignedIn, pk: UUID, *states: str) -> Import:
    try:
        found = reading.opened(request.principal, pk)
    except Import.DoesNotExist as error:
        raise Http404 from error
    if found.state not in states:
        raise Http404
    return found


def _back(whole: Import) -> tuple[str, str]:
    return reverse("import", kwargs={"pk": whole.pk}), "Back to the import"


@needs(P.REFERRAL_SUBMIT, P.REGISTER_KEEP)
def match(request: SignedIn, pk: UUID) -> HttpResponse:
    """Say which column answers which question."""
    by, whole = request.principal, _open(request, pk, "to_match", "checked")
    form = Match(
        sent(request),
        whole=whole,
        questions=KINDS[whole.kind].questions(by),
        known=reading.known_columns(by, whole.kind),
    )
    if done(
        request,
        form,
        lambda said: actions.match(by=by, import_id=pk, version=said["version"], columns=form.matched()),
        "The columns are matched. Every row is checked now.",
    ):
        return redirect("import", pk=pk)
    return render(request, "imports/match.html", {"form": form, "whole": whole})


@needs(P.REFERRAL_SUBMIT, P.REGISTER_KEEP)
def accept(request: SignedIn, pk: UUID) -> HttpResponse:
    """Bring in the rows that are in order."""
    by, whole = request.principal, _open(request, pk, "checked")
    counts = reading.counts(by, whole)
    lead = [f"{counts['ready']} of {whole.rows} rows are in order and are brought in as if typed one by one."]
    if counts["wrong"]:
        lead.append(f"{counts['wrong']} are not: they stay here, to be mended and handed in again.")
    return step(
        request,
        Versioned(sent(request), initial={"version": whole.version}),
        lambda said: actions.accept(by=by, import_id=pk, version=said["version"]),
        "The rows are being brought in.",
        title="Bring in these rows?",
        button="Bring them in",
        back=_back(whole),
        about=whole.file_name,
        lead=lead,
    )


@needs(P.REFERRAL_SUBMIT, P.REGISTER_KEEP)
def take_back(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take back what an import brought in."""
    by, whole = request.principal, _open(request, pk, "accepted")

    def said(gone: int) -> str:
        left = reading.counts(by, whole)["in"]
        stay = f" {left} stay: somebody has worked on them since." if left else ""
        return f"{gone} rows are taken back.{stay}"

    return step(
        request,
        Versioned(sent(request), initial={"version": whole.version}),
        lambda given: actions.take_back(by=by, import_id=pk, version=given["version"]),
        said,
        title="Take this import back?",
        button="Take it back",
        back=_back(whole),
        about=whole.file_name,
        lead=[
            "What it brought in is deleted, as if it had never been. The access log keeps that it was "
            "there, and that you took it back.",
            "What somebody has worked on since stays.",
        ],
    )


@needs(P.REFERRAL_SUBMIT, P.REGISTER_KEEP)
def drop(request: SignedIn, pk: UUID) -> HttpResponse:
    """Drop an import of which nothing is brought in."""
    by, whole = (
        request.principal,
        _open(request, pk, *_DROPPED),
    )
    return step(
        request,
        Versioned(sent(request), initial={"version": whole.version}),
        lambda said: actions.drop(by=by, import_id=pk, version=said["version"]),
        "The import is dropped.",
        title="Drop this import?",
        button="Drop it",
        back=_back(whole),
        about=whole.file_name,
        lead=["Its rows are forgotten. Nothing of it is brought in."],
    )


@require_POST
@needs(P.REFERRAL_SUBMIT, P.REGISTER_KEEP)
def go_on(request: SignedIn, pk: UUID) -> HttpResponse:
    """Have the worker try again."""
    whole = _open(request, pk, "reading", "checking", "accepting")
    OurForm(sent(request)).acted(lambda _: actions.go_on(by=request.principal, import_id=whole.pk))
    return redirect("import", pk=pk)
