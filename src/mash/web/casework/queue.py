"""The queue: what waits for a decision, the most urgent first, with a gauge for each agency that is asked."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from mash.framework.london import now
from mash.partnership.models import Risk
from mash.partnership.policy import Permission as P
from mash.records.referrals import reading
from mash.web.access import SignedIn, needs
from mash.web.casework.forms import Filter
from mash.web.pages import in_pages

A_PAGE = 25


@needs(P.REFERRAL_READ)
def queue(request: SignedIn) -> HttpResponse:
    """Undecided referrals; with `?to=tell`, decided ones whose referrer is not told yet."""
    by, telling = request.principal, request.GET.get("to") == "tell"
    rows = reading.to_tell(by) if telling else reading.queue(by)
    form = Filter(request.GET)
    if form.is_valid():
        rows = _narrowed(rows, form.cleaned_data, by.account_id)
    narrowed = in_pages(request, rows, A_PAGE)
    return render(
        request,
        "casework/queue.html",
        narrowed
        | {
            "form": form,
            "queued": reading.gauged(narrowed["page"].object_list),
            "telling": telling,
            "risks": names_of_risks(),
            "now": now(),
        },
    )


def names_of_risks() -> dict[str, str]:
    """The name of each rating."""
    return dict(Risk.objects.values_list("risk", "name"))


def _narrowed(rows: Any, said: dict[str, Any], account: int) -> Any:
    if said["risk"]:
        rows = rows.filter(risk="" if said["risk"] == "none" else said["risk"])
    if said["cohort"]:
        rows = rows.filter(cohort=said["cohort"])
    if said["agency"]:
        rows = rows.filter(agency=said["agency"])
    if said["mine"]:
        rows = rows.filter(worker=account)
    return rows
