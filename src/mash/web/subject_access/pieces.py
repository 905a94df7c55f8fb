"""The review of one piece: what was gathered, who else could be in it, the verdict, and on to the next."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mash.partnership.policy import Permission as P
from mash.records.subject_access import actions, reading
from mash.records.subject_access.models import AccessPiece
from mash.records.subject_access.names import OTHERS
from mash.records.subject_access.parts import PARTS
from mash.web.access import SignedIn, needs
from mash.web.pages import done, sent
from mash.web.subject_access import forms

_SAID = ("verdict", "exemption", "owner_said", "reason", "version")


@needs(P.SUBJECT_ACCESS)
def piece(request: SignedIn, pk: UUID) -> HttpResponse:
    """Look at a piece, and say what becomes of it."""
    by = request.principal
    try:
        one = reading.open_piece(by, pk)
    except AccessPiece.DoesNotExist as error:
        raise Http404 from error
    form = forms.Review(sent(request), owned=actions.is_anothers(one, by), initial=_now(one))
    if done(
        request,
        form,
        lambda said: actions.review(by=by, piece_id=pk, version=said["version"], said=form.said()),
        "The verdict is kept.",
    ):
        following = reading.next_piece(by, one.request, one)
        if following is None:
            return redirect("access_request", pk=one.request_id)
        return redirect("access_piece", pk=following.pk)
    page: dict[str, Any] = {
        "form": form,
        "piece": one,
        "title": PARTS[one.part].heading,
        "back": (reverse("access_request", kwargs={"pk": one.request_id}), "Back to the request"),
        "progress": reading.progress(by, one.request),
        "given": actions.given(one),
        "steps": reading.steps(by, one.request, one),
        "button": "Keep this verdict",
    }
    kept = "" if one.request.status == "open" else "_kept"
    return render(request, f"subject_access/piece{kept}.html", page)


def _now(one: AccessPiece) -> dict[str, Any]:
    """What stands in the form: the verdict; names of others in the record, to black out. Those of who
    worked on it are mostly given (schedule 2, paragraph 17), so they are shown and no more.
    """
    names = [words for words, why in one.names if why == OTHERS["other"]]
    blacked = one.blacked if one.reviewed_at else names
    return {name: getattr(one, name) for name in _SAID} | {"blacked": "\n".join(blacked)}
