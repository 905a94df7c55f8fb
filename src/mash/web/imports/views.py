"""Imports and how far they are, handing in a file, one import, and its rows to mend."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mash.intake.apply import REASON
from mash.intake.one_table import MOST_ROWS
from mash.partnership.policy import Permission as P
from mash.records.imports import actions, reading
from mash.records.imports.models import AT_WORK, Import
from mash.web.access import SignedIn, needs
from mash.web.files import KINDS as KINDS_OF_FILE
from mash.web.files import write
from mash.web.imports.forms import HandIn
from mash.web.imports.kinds import KINDS, Kind, kinds_of
from mash.web.pages import in_pages, sent

A_PAGE = 25


@needs(P.REFERRAL_SUBMIT, P.REGISTER_KEEP)
def imports(request: SignedIn) -> HttpResponse:
    """What was handed in, the latest first, and what can be."""
    by = request.principal
    kinds = [(one.title, reverse(one.route)) for one in kinds_of(by)]
    context = in_pages(request, reading.listed(by), A_PAGE) | {"kinds": kinds, "titles": _titles()}
    return render(request, "imports/imports.html", context)


def new_of(of: Kind) -> Callable[..., HttpResponse]:
    """The page on which a file of records of a kind is handed in; it says which columns it should have."""

    @needs(of.permission)
    def new(request: SignedIn) -> HttpResponse:
        by = request.principal
        form = HandIn(sent(request), request.FILES or None, by=by, keeper=of.permission)

        def hand_in(said: dict[str, Any]) -> Import:
            return actions.hand_in(
                by=by,
                hub=said["hub"],
                kind=of.code,
                permission=of.permission,
                file_name=said["file"].name,
                content=said["file"].read(),
            )

        if form.acted(hand_in):
            return redirect("import", pk=form.made.pk)
        asked = [
            (field.label, field.required, field.help_text, _offered(field))
            for field in of.questions(by).values()
        ]
        words = {"form": form, "kind": of, "asked": asked, "most_rows": MOST_ROWS}
        return render(request, "imports/new.html", words | {"empty": reverse(f"{of.route}_columns")})

    return new


def columns_of(of: Kind) -> Callable[..., HttpResponse]:
    """An empty table with a column for every question of a kind."""

    @needs(of.permission)
    def columns(request: SignedIn) -> HttpResponse:
        labels = [str(field.label) for field in of.questions(request.principal).values()]
        return _csv(f"{of.code}.csv", [labels])

    return columns


@needs(P.REFERRAL_SUBMIT, P.REGISTER_KEEP)
def one(request: SignedIn, pk: UUID) -> HttpResponse:
    """One import: how far it is, what is wrong with it, and what to do next."""
    by = request.principal
    try:
        whole = reading.opened(by, pk)
    except Import.DoesNotExist as error:
        raise Http404 from error
    return render(
        request,
        "imports/import.html",
        {
            "whole": whole,
            "kind": KINDS[whole.kind],
            "counts": reading.counts(by, whole),
            "wrong": reading.wrong(by, whole)[: 2 * A_PAGE],
            "working": whole.state in AT_WORK and whole.tries < actions.MOST_TRIES,
            "stuck": whole.state in AT_WORK and whole.tries >= actions.MOST_TRIES,
        },
    )


@needs(P.REFERRAL_SUBMIT, P.REGISTER_KEEP)
def to_mend(request: SignedIn, pk: UUID) -> HttpResponse:
    """The rows that are not in order, as a file to mend and hand in again."""
    by = request.principal
    try:
        whole = reading.opened(by, pk)
    except Import.DoesNotExist as error:
        raise Http404 from error
    rows = [[*whole.headers, REASON]]
    for row in reading.wrong(by, whole):
        why = " ".join(": ".join(filter(None, (one["column"], one["words"]))) for one in row.faults)
        rows.append([*(row.cells.get(header, "") for header in whole.headers), why])
    return _csv("to-mend.csv", rows)


def _titles() -> dict[str, str]:
    return {one.code: one.title for one in KINDS.values()}


def _offered(field: Any) -> str:
    words = [str(word) for code, word in getattr(field, "choices", ()) if code not in ("", None)]
    return "; ".join(words)


def _csv(name: str, rows: list[list[str]]) -> HttpResponse:
    file = BytesIO()
    write("csv", file, iter(rows))
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file.getvalue(), content_type=KINDS_OF_FILE["csv"], headers=disposition)
