"""The steps of the register: each a page with one form, and back when it is done."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mash.framework.london import today
from mash.partnership.policy import Permission as P
from mash.records.audits import actions, reading
from mash.records.audits.actions.rounds import as_planned
from mash.records.audits.drawing import auditors
from mash.records.audits.models import AuditAction, AuditRound
from mash.web.access import SignedIn, needs
from mash.web.audits import forms
from mash.web.audits.register import opened
from mash.web.fields import OurForm, Versioned
from mash.web.pages import differing, done, sent, step


@needs(P.REGISTER_KEEP)
def new(request: SignedIn) -> HttpResponse:
    """A new round."""
    by = request.principal
    form = forms.New(sent(request), by=by)
    if done(
        request,
        form,
        lambda said: actions.plan(by=by, hub=said["hub"], planned=form.planned()),
        "The round is planned. Look at its strata, then draw it.",
    ):
        return redirect("audit_round", pk=form.made.pk)
    page = {"form": form, "title": "Plan a round of audits", "back": (reverse("audits"), "Audits")}
    return render(request, "forms/step.html", page | {"button": "Plan it"})


@needs(P.REGISTER_KEEP)
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    """Plan a round otherwise."""
    by, one = request.principal, _round(request, pk)
    form = forms.Change(sent(request), initial=_as_typed(by, one) | {"version": one.version})
    return step(
        request,
        form,
        lambda said: actions.change(by=by, round_id=pk, version=said["version"], planned=form.planned()),
        "The change is saved.",
        title="Change this round",
        back=_to_round(one),
        about=one.title,
        now_says=lambda: _both(request, form),
    )


@needs(P.REGISTER_KEEP)
def draw(request: SignedIn, pk: UUID) -> HttpResponse:
    """Draw a round."""
    by, one = request.principal, _round(request, pk)
    form = forms.Draw(sent(request), auditors=auditors(one), initial={"version": one.version})
    return step(
        request,
        form,
        lambda said: actions.draw(by=by, round_id=pk, **said),
        "The round is drawn. Its auditors can begin.",
        title="Draw this round",
        back=_to_round(one),
        button="Draw it",
        about=one.title,
        lead=("A round is drawn once. Referrals that are restricted to named people are left out.",),
    )


@needs(P.REGISTER_KEEP)
def close(request: SignedIn, pk: UUID) -> HttpResponse:
    """Close a round."""
    by, one = request.principal, _round(request, pk)
    form = Versioned(sent(request), initial={"version": one.version})
    return step(
        request,
        form,
        lambda said: actions.close(by=by, round_id=pk, **said),
        "The round is closed. Its auditors see its cases no more.",
        title="Close this round",
        back=_to_round(one),
        button="Close it",
        about=one.title,
        lead=("Its auditors no longer see its cases from then on. Actions go on until they are completed.",),
    )


@needs(P.REGISTER_KEEP)
def replace(request: SignedIn, pk: UUID) -> HttpResponse:
    """Take a case out that cannot be audited, and the next of its stratum in."""
    by, one = request.principal, opened(request, pk)
    form = forms.Replace(sent(request), initial={"version": one.version})
    return step(
        request,
        form,
        lambda said: actions.replace(by=by, audit_id=pk, **said),
        "The case is replaced by the next of its stratum.",
        title="Replace this case",
        back=_to_round(one.round),
        button="Replace it",
        about=f"{one.reference}, {one.stratum}",
        lead=("The next referral in the order of the draw takes its place. This one stays on record.",),
    )


@needs(P.REGISTER_KEEP)
def add_action(request: SignedIn, pk: UUID) -> HttpResponse:
    """Put down what an agency does because of an audit."""
    by, one = request.principal, opened(request, pk)
    return step(
        request,
        forms.Action(sent(request)),
        lambda said: actions.add_action(by=by, audit_id=pk, **said),
        "The action is put down.",
        title="Put down an action",
        back=_to_audit(one.pk),
        about=one.reference,
    )


@needs(P.REGISTER_KEEP)
def change_action(request: SignedIn, pk: UUID) -> HttpResponse:
    """Change an action, for a reason."""
    by, one = request.principal, _action(request, pk)
    now = {"version": one.version, "agency": one.agency_id, "words": one.words, "due_on": one.due_on}
    form = forms.ChangeAction(sent(request), initial=now)
    return step(
        request,
        form,
        lambda said: actions.change_action(by=by, action_id=pk, **said),
        "The change is saved; what it was is kept.",
        title="Change this action",
        back=_to_audit(one.audit_id),
        now_says=lambda: _both_actions(form),
    )


@needs(P.REGISTER_KEEP)
def complete_action(request: SignedIn, pk: UUID) -> HttpResponse:
    """An action is done."""
    by, one = request.principal, _action(request, pk)
    form = forms.Complete(sent(request), initial={"version": one.version, "completed_on": today()})
    return step(
        request,
        form,
        lambda said: actions.complete_action(by=by, action_id=pk, **said),
        "The action is completed.",
        title="This action is completed",
        back=_to_audit(one.audit_id),
        button="Record it",
        lead=(one.words,),
    )


def _to_round(one: AuditRound) -> tuple[str, str]:
    return reverse("audit_round", kwargs={"pk": one.pk}), "Back to the round"


def _to_audit(pk: object) -> tuple[str, str]:
    return reverse("audit", kwargs={"pk": pk}), "Back to the audit"


def _round(request: SignedIn, pk: UUID) -> AuditRound:
    try:
        return reading.open_round(request.principal, pk)
    except AuditRound.DoesNotExist as error:
        raise Http404 from error


def _action(request: SignedIn, pk: UUID) -> AuditAction:
    """An action that is not completed. Raises Http404 where one sees none."""
    one: AuditAction | None = reading.actions(request.principal).filter(pk=pk, completed_on=None).first()
    if one is None:
        raise Http404
    return one


def _as_typed(by: object, one: AuditRound) -> dict[str, object]:
    """A round as it stands in the form."""
    stands = as_planned(by, one)  # type: ignore[arg-type]
    lines = {name: "\n".join(getattr(stands, name)) for name in ("of_the_case", "of_agencies")}
    return {**stands.__dict__, **lines}


def _both(request: SignedIn, form: OurForm) -> list[tuple[str, object, object]]:
    """Where somebody else was quicker: what is recorded and what was typed."""
    if not isinstance(form.overtaken, AuditRound):
        return []
    return differing(form, _as_typed(request.principal, form.overtaken), form.cleaned_data)


def _both_actions(form: OurForm) -> list[tuple[str, object, object]]:
    one = form.overtaken
    if not isinstance(one, AuditAction):
        return []
    now = {"agency": one.agency_id, "words": one.words, "due_on": one.due_on}
    return differing(form, now, form.cleaned_data)
