"""The list of complaints and compliments, one of them with its history, and entering one."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.framework.codes import COMPLAINT_STAGES
from mash.framework.london import now
from mash.partnership.policy import Permission as P
from mash.records.complaints import actions, reading
from mash.records.complaints.models import Complaint
from mash.web.access import SignedIn, needs
from mash.web.complaints import forms
from mash.web.pages import done, in_pages, sent

A_PAGE = 50


@needs(P.REGISTER_KEEP)
def complaints(request: SignedIn) -> HttpResponse:
    """Complaints and compliments: open ones first by the time left."""
    by, at = request.principal, now()
    form = forms.Filter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    rows = reading.listed(by, said.get("shown", ""), said.get("agency", ""), at)
    narrowed = in_pages(request, rows, A_PAGE)
    shown = narrowed["page"].object_list
    about = reading.about(by, shown)
    context = narrowed | {
        "form": form,
        "listed": [(one, about[one.pk]) for one in shown],
        "overdue": reading.listed(by, "overdue", "", at).count(),
        "now": at,
    }
    return render(request, "complaints/complaints.html", context)


@needs(P.REGISTER_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """Enter one."""
    by = request.principal
    form = forms.Enter(sent(request), by=by, themes=reading.themes(by))
    if done(
        request,
        form,
        lambda said: actions.enter(
            by=by, hub=said["hub"], compliment=said["kind"] == "compliment", said=form.said()
        ),
        lambda made: f"The {'compliment' if made.compliment else 'complaint'} is entered.",
    ):
        return redirect("complaint", pk=form.made.pk)
    return render(request, "complaints/new.html", {"form": form})


@needs(P.REGISTER_KEEP)
def complaint(request: SignedIn, pk: UUID) -> HttpResponse:
    """One complaint or compliment with what was done about it."""
    by = request.principal
    try:
        found = reading.opened(by, pk)
    except Complaint.DoesNotExist as error:
        raise Http404 from error
    steps = reading.history(by, found)
    context = {
        "complaint": found,
        "about": reading.about(by, [found])[found.pk],
        "steps": steps,
        "outcome": next((one for one in steps if one.what == "closed"), None) if found.closed_at else None,
        "last_stage": found.stage == COMPLAINT_STAGES[-1],
        "now": now(),
    }
    return render(request, "complaints/complaint.html", context)
