"""The steps with a complaint: each a page with one form, and back to the complaint when it is done."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.framework.codes import COMPLAINT_STAGES
from mash.framework.london import spelt, today
from mash.partnership.policy import Permission as P
from mash.records.complaints import actions, reading
from mash.records.complaints.models import FINDINGS, Complaint
from mash.records.complaints.stages import DAYS, NAMES, last_day
from mash.web.access import SignedIn, needs
from mash.web.complaints import forms
from mash.web.fields import OurForm
from mash.web.pages import done, sent
from mash.web.templatetags.moments import moment


def _open(request: SignedIn, pk: UUID, *, complaint: bool = True) -> Complaint:
    """The complaint that a step is about. Raises Http404 where it is not seen, or has no such step."""
    try:
        found = reading.opened(request.principal, pk)
    except Complaint.DoesNotExist as error:
        raise Http404 from error
    if complaint and found.compliment:
        raise Http404
    return found


def _page(
    request: SignedIn,
    found: Complaint,
    form: OurForm,
    template: str,
    act: Callable[[dict[str, Any]], object],
    said: str,
    **words: Any,
) -> HttpResponse:
    """Show a step's form; sent in order, do it and go back to the complaint, saying `said`."""
    if done(request, form, act, said):
        return redirect("complaint", pk=found.pk)
    context = {"form": form, "complaint": found, "now_says": _both(request, form)}
    return render(request, f"complaints/{template}.html", context | words)


@needs(P.REGISTER_KEEP)
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    """Change what was entered."""
    by, found = request.principal, _open(request, pk, complaint=False)
    stands = actions.as_said(by, found)
    form = forms.Change(
        sent(request),
        themes=reading.themes(by),
        had=stands.agencies,
        initial={name: getattr(stands, name) for name in actions.LABELS} | {"version": found.version},
    )
    return _page(
        request,
        found,
        form,
        "change",
        lambda said: actions.change(by=by, complaint_id=pk, version=said["version"], said=form.said()),
        "The change is recorded; what was said before is kept.",
    )


@needs(P.REGISTER_KEEP)
def extend(request: SignedIn, pk: UUID) -> HttpResponse:
    """Give it more time."""
    found = _open(request, pk)
    latest = None
    if found.stage in DAYS and found.stage_began_on is not None:
        latest = last_day(found.hub, found.stage, found.stage_began_on)
    return _page(
        request,
        found,
        forms.Extend(sent(request), initial={"version": found.version}),
        "extend",
        lambda said: actions.extend(by=request.principal, complaint_id=pk, **said),
        "It has more time.",
        latest=latest,
        days=DAYS.get(found.stage or 0),
    )


@needs(P.REGISTER_KEEP)
def step_up(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take it to the next stage."""
    found = _open(request, pk)
    stage = min((found.stage or 0) + 1, COMPLAINT_STAGES[-1])
    form = forms.Next(
        sent(request),
        by_hand=stage not in DAYS,
        initial={"version": found.version, "began_on": today()},
    )
    return _page(
        request,
        found,
        form,
        "next",
        lambda said: actions.step_up(by=request.principal, complaint_id=pk, **said),
        f"It is at stage {stage}.",
        name=NAMES[stage],
        days=DAYS.get(stage),
    )


@needs(P.REGISTER_KEEP)
def close(request: SignedIn, pk: UUID) -> HttpResponse:
    """Close it."""
    found = _open(request, pk)
    return _page(
        request,
        found,
        forms.Close(sent(request), initial={"version": found.version, "closed_on": today()}),
        "close",
        lambda said: actions.close(by=request.principal, complaint_id=pk, **said),
        "The complaint is closed.",
    )


def _both(request: SignedIn, form: OurForm) -> list[tuple[str, str, str]]:
    """Where somebody else was quicker: what is recorded now, and what was typed."""
    now, by = form.overtaken, request.principal
    if now is None:
        return []
    if isinstance(form, forms.Change):
        stands, typed = actions.as_said(by, now), form.said()
        both = [
            (label, actions.in_words(stands, name), actions.in_words(typed, name))
            for name, label in actions.LABELS.items()
        ]
        return [one for one in both if one[1] != one[2]]
    typed_in = {name: _plain(value) for name, value in form.cleaned_data.items()}
    latest = reading.history(by, now)[0]
    return [
        ("Stage", NAMES[now.stage], typed_in.get("began_on", "")),
        ("Answer due", moment(now.due_at), typed_in.get("due_on", "")),
        ("Closed", moment(now.closed_at) or "Not yet", typed_in.get("closed_on", "")),
        ("Finding", FINDINGS.get(now.finding, "None yet"), FINDINGS.get(typed_in.get("finding", ""), "")),
        ("Said last", latest.words, typed_in.get("words", "")),
    ]


def _plain(value: Any) -> str:
    return spelt(value) if isinstance(value, date) else str(value)
