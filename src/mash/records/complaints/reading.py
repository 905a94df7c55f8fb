"""What pages show of complaints and compliments. Opening one notes on the trail that it was viewed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, Value, When

from mash.framework.london import now
from mash.partnership.principal import Principal
from mash.records.complaints.models import THEMES, Complaint, ComplaintAgency, ComplaintStep
from mash.trail.record import note

#: What the list can be narrowed to.
SHOWN = {
    "": "All",
    "open": "Open complaints",
    "overdue": "Overdue complaints",
    "closed": "Closed complaints",
    "compliments": "Compliments",
}


def listed(by: Principal, shown: str = "", agency: str = "", at: datetime | None = None) -> Any:
    """Complaints and compliments: open ones first by the time left, then the others, the latest first.

    `agency`: only those about it; `hub` = those about the hub as a whole.
    """
    rows = Complaint.objects.seen_by(by)
    still = Q(compliment=False, closed_at=None)
    narrowed = {
        "open": still,
        "overdue": still & Q(due_at__lt=at or now()),
        "closed": Q(closed_at__isnull=False),
        "compliments": Q(compliment=True),
    }
    rows = rows.filter(narrowed.get(shown, Q()))
    if agency == "hub":
        rows = rows.filter(agencies=None)
    elif agency:
        rows = rows.filter(agencies__agency=agency)
    waits = Case(When(still, then=Value(0)), default=Value(1))
    return rows.order_by(waits, Case(When(still, then=F("due_at"))), "-received_at", "pk")


def opened(by: Principal, pk: object) -> Complaint:
    """One complaint or compliment; the trail says that it was viewed. Raises DoesNotExist."""
    found: Complaint = Complaint.objects.seen_by(by).select_related("hub", "account").get(pk=pk)
    note("viewed", "compliment" if found.compliment else "complaint", found.pk)
    return found


def history(by: Principal, found: Complaint) -> list[ComplaintStep]:
    """What was done with it, the latest first."""
    rows = ComplaintStep.objects.seen_by(by).filter(complaint=found).select_related("account__agency")
    return list(rows.order_by("-at"))


def about(by: Principal, rows: Iterable[Complaint]) -> dict[Any, list[str]]:
    """The names of the agencies that each is about; none where it is about the hub as a whole."""
    found: dict[Any, list[str]] = {one.pk: [] for one in rows}
    named = ComplaintAgency.objects.seen_by(by).filter(complaint__in=found).select_related("agency")
    for one in named:
        found[one.complaint_id].append(one.agency.name)
    return found


def themes(by: Principal) -> list[str]:
    """Themes to choose from: the usual ones, and those used before in the hubs whose registers one keeps."""
    used = Complaint.objects.seen_by(by).order_by().values_list("theme", flat=True).distinct()
    return sorted({*THEMES, *used})
