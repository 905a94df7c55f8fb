"""The records behind a count, for those who may see them; the list and the count are one."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mash.engine.statistic import Statistic
from mash.figures import kept, listing
from mash.figures.listing import Cell, Listed
from mash.measures import all_statistics
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.columns import LEAVES
from mash.release.figures import Figures
from mash.release.table import heading as column_heading
from mash.trail.record import note
from mash.web.access import SignedIn
from mash.web.performance import asking
from mash.web.performance.asking import Asked

A_PAGE = 50
#: Kind of id → the page of its record: route, and the field of the record whose page it is.
PAGES = {
    "referral_id": ("referral", "pk"),
    "escalation_id": ("referral", "referral_id"),
    "complaint_id": ("complaint", "pk"),
    "audit_id": ("audit", "pk"),
    "action_id": ("audit", "audit_id"),
    "evidence_id": ("evidence_item", "pk"),
    "use_id": ("evidence_item", "evidence_id"),
    "lesson_id": ("lesson", "pk"),
    "recommendation_id": ("lesson", "lesson_id"),
    "activity_id": ("activity", "pk"),
}
#: Kind of id → the record that leaves under it.
RECORDS = {
    column: one.record
    for one in LEAVES
    for column, of in one.columns.items()
    if of == "id" and column in PAGES
}
#: Whoever may see no record of a measure's is offered no way to them.
_OF_CASES = frozenset({"m00", "m01", "m02", "m03", "m04", "m05", "m06", "m07"})


def may_look(by: Principal, this: Asked, measure: str) -> bool:
    """Whether somebody may see records behind the counts of a measure, and the dataset is of the records."""
    permission = P.REFERRAL_READ if measure[:3] in _OF_CASES else P.REGISTER_KEEP
    return this.held.of_records and by.may(permission)


def link(this: Asked, statistic: Statistic, row: dict[str, Any], column: str) -> str:
    """Where the records behind a figure are listed; nothing where there are none."""
    if not _counts(statistic, column) or not listing.listable(statistic.key, column, row[column]):
        return ""
    to = reverse(
        "performance_behind",
        kwargs={"measure": statistic.measure, "statistic": statistic.name, "column": column},
    )
    rows = [("row", str(row[dimension.column])) for dimension in statistic.dimensions]
    return f"{to}?{urlencode([*parse_qsl(this.address), *rows])}"


def _counts(statistic: Statistic, column: str) -> bool:
    """Whether a column is one of figures: a severity or a score is a whole number too, and counts nothing."""
    return column in statistic.columns and column not in {one.column for one in statistic.dimensions}


def listed(request: SignedIn, this: Asked, measure: str, statistic: str, column: str) -> HttpResponse:
    """The records behind a count, as at the dataset's instant."""
    of = next((one for one in all_statistics() if one.key == f"{measure}/{statistic}"), None)
    if of is None or not _counts(of, column) or not may_look(request.principal, this, measure):
        raise Http404
    answer = asking.answer(this)
    codes = request.GET.getlist("row")
    if not isinstance(answer, kept.Answer) or len(codes) != len(of.dimensions):
        raise Http404
    cell = Cell(of.key, column, {d.column: code for d, code in zip(of.dimensions, codes, strict=True)})
    figures = Figures(answer.results, measure)
    row = next(
        (one for one in figures.rows(statistic) if all(str(one[k]) == v for k, v in cell.codes.items())), None
    )
    if row is None or not listing.listable(of.key, column, row[column]):
        raise Http404
    found = listing.found(asking.root(), this.key, cell)
    words: dict[str, Any] = {
        "figure": row[column],
        "what": column_heading(column),
        "where": [(column_heading(k), figures.name(k, v)) for k, v in cell.codes.items()],
        "held": this.held,
        "question": this.question,
        "found": found,
        "back": reverse("performance_measure", kwargs={"measure": measure}) + f"?{this.address}",
    }
    if found is None:
        asking.soon("answer_question", f"{this.key} {cell.name}", asked=asking.written_down(this, cell))
    else:
        words |= _seen(request, measure, found)
    return render(request, "performance/behind.html", words)


def _seen(request: SignedIn, measure: str, found: Listed) -> dict[str, Any]:
    """One page of the records, and how many of the page's somebody does not see."""
    page = Paginator(found.ids, A_PAGE).get_page(request.GET.get("page"))
    record, (route, field) = RECORDS[found.kind], PAGES[found.kind]
    seen = {str(one.pk): one for one in record.objects.seen_by(request.principal).filter(pk__in=list(page))}
    note("listed", "measure", measure, records=len(seen), kind=found.kind)
    rows = [
        (str(one), reverse(route, kwargs={"pk": getattr(one, field)}) if getattr(one, field) else "")
        for pk in page
        if (one := seen.get(pk))
    ]
    words = request.GET.copy()
    words.pop("page", None)
    return {"page": page, "filters": words.urlencode(), "rows": rows, "unseen": len(list(page)) - len(rows)}
