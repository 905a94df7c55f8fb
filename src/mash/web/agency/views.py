"""My agency: requests by time left, what we sent and its state; answering one request."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from mash.partnership.policy import Permission as P
from mash.records.referrals import actions, reading
from mash.records.referrals.models import Referral, Request, Subject
from mash.records.referrals.named import to_find_by
from mash.web import pages
from mash.web.access import SignedIn, needs
from mash.web.agency.forms import MOST, Answer
from mash.web.casework.queue import names_of_risks
from mash.web.casework.referral import disagreements

A_PAGE = 25


@needs(P.REQUEST_ANSWER, P.REFERRAL_FOLLOW)
def agency(request: SignedIn) -> HttpResponse:
    """What waits for one's agency, and what it submitted."""
    by, every = request.principal, "all" in request.GET
    waiting = reading.waiting_for(by)
    shown = list(waiting if every else waiting[: A_PAGE + 1])
    page = Paginator(reading.sent(by), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "agency/agency.html",
        {
            "answers": by.may(P.REQUEST_ANSWER),
            "follows": by.may(P.REFERRAL_FOLLOW),
            "submits": by.may(P.REFERRAL_SUBMIT),
            "waiting": [(one, reading.waits_too_long(one)) for one in (shown if every else shown[:A_PAGE])],
            "more": not every and len(shown) > A_PAGE,
            "risks": names_of_risks(),
            "drafts": reading.drafts(by),
            "page": page,
            "sent": [(one, reading.state_for_sender(one)) for one in page.object_list],
        },
    )


@needs(P.REFERRAL_FOLLOW)
def sent(request: SignedIn, pk: UUID) -> HttpResponse:
    """What became of a referral that one's agency submitted."""
    try:
        found = reading.open_sent(request.principal, pk)
    except Referral.DoesNotExist as error:
        raise Http404 from error
    return render(
        request,
        "agency/sent.html",
        {
            "sent": found,
            "pk": pk,
            "escalations": disagreements(request.principal, pk),
            "may_disagree": request.principal.may(P.ESCALATION_RAISE),
        },
    )


@needs(P.REQUEST_ANSWER)
def answer(request: SignedIn, pk: UUID) -> HttpResponse:
    """Answer a request for one's agency."""
    by = request.principal
    rows = (
        Request.objects.seen_by(by).filter(agency=by.agency_id).select_related("referral", "referral__cohort")
    )
    one = rows.filter(pk=pk).first()
    if one is None:
        raise Http404
    if one.responded_at is not None and request.method == "GET":
        return redirect("referral", pk=one.referral_id)
    referral = reading.open_step(by, one.referral_id)
    subjects = list(Subject.objects.seen_by(by).filter(referral=referral).select_related("person"))
    posted = pages.sent(request)
    slots = _slots(request)
    form = Answer(
        posted,
        own=by.agency_id,
        people=[(str(subject.person_id), str(subject)) for subject in subjects],
        slots=slots,
        initial={"version": one.version, "slots": slots},
    )
    if posted is not None and "more" in posted:
        form = _with_room_for_more(form, slots)
    elif posted is not None and form.is_valid():
        said = form.cleaned_data
        done = form.attempt(
            lambda: actions.answer(
                by=by,
                request_id=pk,
                version=said["version"],
                response=said["response"],
                known=form.known(),
                declined_because=said["declined_because"],
            )
        )
        if done:
            messages.success(request, "Your agency’s answer is with the hub.")
            return redirect("agency")
    return render(
        request,
        "agency/answer.html",
        {
            "form": form,
            "asked": one,
            "referral": referral,
            "risk": names_of_risks().get(referral.risk, ""),
            "late": reading.waits_too_long(one),
            "people": to_find_by(by, subjects),
            "room": form.count < MOST,
        },
    )


def _slots(request: SignedIn) -> int:
    try:
        asked = int(request.POST.get("slots", "1")) + ("more" in request.POST)
    except ValueError:
        asked = 1
    return min(max(asked, 1), MOST)


def _with_room_for_more(form: Answer, slots: int) -> Answer:
    """The same form with what was typed, room for one more thing, and nothing complained about yet."""
    typed = {name: form.data.get(name, "") for name in form.fields}
    typed["slots"] = str(slots)
    place = f"_{slots}"
    fresh = {name: value for name, value in typed.items() if value or not name.endswith(place)}
    return Answer(initial=fresh, own=form.own, people=form.fields["about_1"].choices[1:], slots=slots)  # type: ignore[attr-defined]
