"""The access log: searched, and what a search found as a file. Looking at the log is on the log."""

from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render

from mash.framework.london import LONDON, end_of_day, today
from mash.partnership.models import Account, Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.people.models import Person
from mash.trail.models import Entry
from mash.trail.reading import THE_TRAIL, known, lookers, of_records
from mash.trail.record import note
from mash.web.access import SignedIn, needs
from mash.web.fields import DayField, OurForm
from mash.web.files import KINDS, write
from mash.web.governance.entries import lines, named
from mash.web.pages import in_pages

A_PAGE = 50
#: An export holds so many entries at most: a spreadsheet opens it, and making it takes some seconds.
MOST_EXPORTED = 50_000
_MOST_LOOKERS = 200
_AT_ONCE = 2_000


class Log(OurForm):
    """What the access log is narrowed to."""

    record = forms.CharField(
        label="Record", required=False, max_length=100, help_text="A referral’s reference, or a person’s id."
    )
    who = forms.CharField(label="Who", required=False, max_length=100, help_text="Words of their name.")
    agency = forms.ChoiceField(label="Agency", required=False, help_text="Theirs at the time.")
    verb = forms.ChoiceField(label="What was done", required=False)
    kind = forms.ChoiceField(label="With what kind of record", required=False)
    since = DayField(label="First day", required=False)
    until = DayField(label="Last day", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "agency": list(Agency.objects.values_list("pk", "name")),
            "verb": [(word, word.capitalize()) for word in known("verb")],
            "kind": [(word, word.capitalize()) for word in known("kind")],
        }
        for name, every in offered.items():
            self.fields[name].choices = [("", "All"), *every]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A period begins before it ends."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", "The last day comes before the first day.")
        return said


@needs(P.ACCESS_REVIEW)
def access_log(request: SignedIn) -> HttpResponse:
    """Who saw and changed what, the latest first."""
    form = Log(request.GET)
    said, rows = _searched(request.principal, form)
    note("viewed", THE_TRAIL, said.get("record") or "all", search=_in_words(said))
    return _page(request, form, said, rows)


@needs(P.ACCESS_REVIEW)
def export(request: SignedIn) -> HttpResponseBase:
    """What a search of the log found, as a file: made before it is sent, so that it is on the log first."""
    form = Log(request.GET)
    said, rows = _searched(request.principal, form)
    kind = request.GET.get("as", "csv")
    if not form.is_valid() or kind not in KINDS:
        return _page(request, form, said, rows)
    count = rows.count()
    if count > MOST_EXPORTED:
        form.add_error(
            None,
            f"An export holds {MOST_EXPORTED:,} entries at most, and this search found {count:,}: narrow it.",
        )
        return _page(request, form, said, rows)
    file = BytesIO()  # in memory: on the disk it would be a copy that nobody looks after
    made = write(kind, file, _cells(rows))
    note("exported", THE_TRAIL, said.get("record") or "all", search=_in_words(said), rows=made, kind=kind)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"access-log-{today()}.{kind}", content_type=KINDS[kind]
    )


def _page(request: SignedIn, form: Log, said: dict[str, Any], rows: QuerySet[Entry]) -> HttpResponse:
    shown = in_pages(request, rows, A_PAGE)
    who = lookers(_same(request.principal, said["record"]), _MOST_LOOKERS) if said.get("record") else []
    accounts = named(one.account for one in who)
    agencies = dict(Agency.objects.values_list("pk", "name"))
    return render(
        request,
        "governance/log.html",
        shown
        | {
            "form": form,
            "lines": lines(shown["page"].object_list),
            "record": said.get("record", ""),
            "lookers": [
                (one, accounts.get(one.account, "Nobody signed in"), agencies.get(one.agency, one.agency))
                for one in who
            ],
            "asked": [(name, value) for name, value in request.GET.items() if name not in ("page", "as")],
            "most": MOST_EXPORTED,
            "too_many": shown["page"].paginator.count > MOST_EXPORTED,
        },
    )


def _searched(by: Principal, form: Log) -> tuple[dict[str, Any], QuerySet[Entry]]:
    """What was asked for, and the entries it found, the latest first. A faulty question finds nothing."""
    rows = Entry.objects.order_by("-number")
    if not form.is_valid():
        return {}, rows.none()
    said = {name: value for name, value in form.cleaned_data.items() if value}
    if "record" in said:
        said["record"] = said["record"].strip()
        rows = rows.filter(of_records(_same(by, said["record"])))
    if "who" in said:
        called = Account.objects.filter(name__icontains=said["who"])
        rows = rows.filter(account__in=list(called.values_list("pk", flat=True)))
    rows = rows.filter(**{name: said[name] for name in ("agency", "verb", "kind") if name in said})
    if "since" in said:
        rows = rows.filter(at__gte=datetime.combine(said["since"], time.min, tzinfo=LONDON))
    if "until" in said:
        rows = rows.filter(at__lte=end_of_day(said["until"]))
    return said, rows


def _same(by: Principal, record: str) -> list[str]:
    """The record asked for and, where it is a person whose records were merged, those of the same person."""
    try:
        clusters = Person.objects.seen_by(by).filter(pk=UUID(record)).values_list("cluster", flat=True)
    except ValueError:
        return [record]
    same = Person.objects.seen_by(by).filter(cluster__in=list(clusters)).values_list("pk", flat=True)
    return sorted({record, *map(str, same)})


def _in_words(said: dict[str, Any]) -> list[str]:
    """What was searched for, for the log."""
    return [f"{name} {value}" for name, value in said.items()]


def _cells(rows: QuerySet[Entry]) -> Iterator[list[str]]:
    """The head of the table, then a row an entry. Instants are London's, with their offset."""
    yield ["Number", "When", "Who", "Their agency", "Did what", "With what", "Which", "Detail"]
    part = list(rows[:_AT_ONCE])
    while part:
        for line in lines(part):
            one = line.entry
            when = one.at.astimezone(LONDON).isoformat(sep=" ", timespec="seconds")
            detail = "; ".join(f"{what}: {value}" for what, value in line.detail)
            yield [str(one.number), when, line.who, line.agency, one.verb, one.kind, one.record, detail]
        part = list(rows.filter(number__lt=part[-1].number)[:_AT_ONCE])
