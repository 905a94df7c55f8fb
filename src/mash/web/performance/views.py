"""The pages of performance: all measures at a glance, one measure, its charts and files, a new dataset."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mash.engine.scope import chosen, not_narrowed_by
from mash.figures import kept
from mash.figures.drawing import OUTCOMES
from mash.framework.measures import MEASURES, Measure
from mash.measures import all_statistics
from mash.partnership.policy import Permission as P
from mash.release.figures import Figures
from mash.release.pack.document import ROLLED_UP, WORDS, document
from mash.release.pack.made_of import Pack
from mash.release.pack.pdf import pdf
from mash.release.pack.workbook import workbook
from mash.release.report import coded, in_words
from mash.release.table import Cell, Table, table
from mash.web.access import SignedIn, needs
from mash.web.files import KINDS
from mash.web.performance import asking, behind
from mash.web.performance.asking import Asked, NothingHeld
from mash.web.performance.forms import Ask, Moment

STATISTICS = {one.key: one for one in all_statistics()}
#: A table of more rows is folded away.
SHORT = 40

#: The measure that the what-if model is of.
WHAT_IF = "m04_timeliness"

Page = Callable[..., HttpResponse]


def asked_in(form_of: type[Moment]) -> Callable[[Page], Page]:
    """A page about what its address asks in a form; where there is no dataset yet, it says so."""

    def made(page: Page) -> Page:
        @needs(P.MEASURE_WORK)
        @wraps(page)
        def shown(request: SignedIn, **parts: Any) -> HttpResponse:
            try:
                this = asking.asked(request.principal, request.GET, form_of)
            except NothingHeld:
                return render(request, "performance/nothing.html", {"refreshing": refreshing()})
            return page(request, this, **parts)

        return shown

    return made


asked = asked_in(Ask)


@asked
def overview(request: SignedIn, this: Asked) -> HttpResponse:
    """The thirteen measures and the baseline, each with what it says."""
    answer = asking.answer(this)
    words = _around(this) | {"answer": answer, "working": isinstance(answer, kept.Working)}
    if isinstance(answer, kept.Answer):
        drawn = answer.drawn()
        words["measures"] = [
            {
                "measure": one,
                "heading": heading(one),
                "to": _to("performance_measure", this, measure=one.name),
                "line": drawn[one.name]["headline"],
            }
            for one in MEASURES
            if not this.hides(one.name)
        ]
    return render(request, "performance/overview.html", words)


@asked
def measure(request: SignedIn, this: Asked, measure: str) -> HttpResponse:
    """One measure: question, finding, charts, tables, what was asked, files to take along."""
    of = _measure(this, measure)
    answer = asking.answer(this)
    words = _around(this) | {
        "answer": answer,
        "working": isinstance(answer, kept.Working),
        "measure": of,
        "heading": heading(of),
        "unknown": [WORDS[name] for name in not_narrowed_by(this.question.scope, of.name)],
        "overview": _to("performance", this),
        "what_if": _to("performance_what_if", this) if of.name == WHAT_IF else "",
    }
    if isinstance(answer, kept.Answer):
        figures = Figures(answer.results, of.name)
        drawn = answer.drawn()[of.name]
        keys = [key for key in figures.results.about["statistics"] if key.startswith(of.name + "/")]
        tables = [table(figures, key.partition("/")[2]) for key in keys]
        looks = behind.may_look(request.principal, this, of.name)
        words |= {
            "finding": drawn["finding"],
            "charts": [
                chart | {"source": _to("performance_chart", this, measure=of.name, number=number)}
                for number, chart in enumerate(drawn["charts"])
            ],
            "tables": [
                {
                    "table": one,
                    "definition": coded(one.definition),
                    "open": len(one.rows) <= SHORT,
                    "rows": _rows(this, figures, one, looks),
                    "csv": _to("performance_csv", this, measure=of.name, statistic=one.name),
                }
                for one in tables
            ],
            "files": [
                (words, _to("performance_file", this, measure=of.name, kind=kind))
                for kind, words in (("pdf", "PDF"), ("xlsx", "XLSX"))
            ],
            "about": figures.results.about,
            "parameters": in_words(figures.results.about["parameters"]),
        }
    return render(request, "performance/measure.html", words)


@asked
def outcomes(request: SignedIn, this: Asked) -> HttpResponse:
    """The strategic outcomes, each with the figures that bear on it and their direction."""
    answer = asking.answer(this)
    words = _around(this) | {"answer": answer, "working": isinstance(answer, kept.Working)}
    if isinstance(answer, kept.Answer):
        words["outcomes"] = [
            outcome
            | {
                "borne": [
                    one | {"to": _to("performance_measure", this, measure=one["measure"])}
                    for one in outcome["borne"]
                    if not this.hides(one["measure"])
                ]
            }
            for outcome in answer.drawn()[OUTCOMES]
        ]
    return render(request, "performance/outcomes.html", words)


@asked
def chart(request: SignedIn, this: Asked, measure: str, number: int) -> HttpResponse:
    """A chart as the picture that it is in the page, in the report and in the pack."""
    drawn = _answered(this).drawn()[_measure(this, measure).name]["charts"]
    if number >= len(drawn):
        raise Http404
    return HttpResponse(drawn[number]["svg"], content_type="image/svg+xml; charset=utf-8")


@asked
def csv(request: SignedIn, this: Asked, measure: str, statistic: str) -> HttpResponse:
    """A statistic as `mash measures` writes it."""
    results = _answered(this).results
    entry = results.about["statistics"].get(f"{_measure(this, measure).name}/{statistic}")
    if entry is None:
        raise Http404
    name = f"{measure}-{statistic}-{results.about['dataset_sha256'][:12]}.csv"
    return HttpResponse(
        (results.folder / entry["file"]).read_bytes(),
        content_type=KINDS["csv"],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@asked
def file(request: SignedIn, this: Asked, measure: str, kind: str) -> HttpResponse:
    """A measure as a document (`pdf`) or a workbook (`xlsx`), as it stands in the pack."""
    of, results = _measure(this, measure), _answered(this).results
    hubs = " and ".join(this.held.codes["hub_id"].values())
    hub = this.held.codes["hub_id"].get(this.question.scope.hub_id or "", hubs)
    pack = Pack(results, heading(of), hub, only=of.name)
    laid_out = document(pack)
    content = pdf(laid_out, as_at=this.question.as_at) if kind == "pdf" else workbook(laid_out, results)
    name = f"{measure}-{results.about['dataset_sha256'][:12]}.{kind}"
    return HttpResponse(
        content,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@asked
def listed(request: SignedIn, this: Asked, measure: str, statistic: str, column: str) -> HttpResponse:
    """The records behind a count."""
    return behind.listed(request, this, _measure(this, measure).name, statistic, column)


@needs(P.MEASURE_WORK)
@require_POST
def refresh(request: SignedIn) -> HttpResponse:
    """Have the dataset of the records made anew."""
    asking.soon("refresh_figures", "refresh_figures", timestamp=0)
    messages.success(
        request, "The records are being measured anew. The pages show the new figures once they are whole."
    )
    return redirect("performance")


def heading(of: Measure) -> str:
    """A measure's number and title."""
    return of.title if of.number == 0 else f"{of.number}. {of.title}"


def _rows(this: Asked, figures: Figures, of: Table, looks: bool) -> list[list[tuple[Cell, str]]]:
    """The cells of a table, each with where its records are listed, for those who may look at them."""
    if not looks:
        return [[(cell, "") for cell in row] for row in of.rows]
    statistic = STATISTICS[f"{figures.measure}/{of.name}"]
    return [
        [
            (cell, behind.link(this, statistic, values, column))
            for cell, column in zip(row, statistic.columns, strict=True)
        ]
        for row, values in zip(of.rows, figures.rows(of.name), strict=True)
    ]


def _measure(this: Asked, name: str) -> Measure:
    found = next((one for one in MEASURES if one.name == name), None)
    if found is None or this.hides(name):
        raise Http404
    return found


def _answered(this: Asked) -> kept.Answer:
    answer = asking.answer(this)
    if not isinstance(answer, kept.Answer):
        raise Http404
    return answer


def _around(this: Asked) -> dict[str, Any]:
    """What every page says beside the figures."""
    return {
        "form": this.form,
        "held": this.held,
        "question": this.question,
        "last": this.question.last_day,
        "chosen": _chosen(this),
        "narrowed": bool(this.address),
        "lasting": asking.lasting(this),
        "tabs": [
            ("Measures", _to("performance", this)),
            ("Strategic outcomes", _to("performance_outcomes", this)),
        ],
        "refreshing": refreshing(),
    }


def _chosen(this: Asked) -> list[str]:
    """What the figures are narrowed to, in words."""
    said = []
    for name, code in chosen(this.question.scope).items():
        if name == "rolled_up":
            said.append(ROLLED_UP)
        else:
            said.append(f"{WORDS[name]} {this.held.codes.get(name, {}).get(code, code)}")
    return said


def refreshing() -> bool:
    """Whether the records are being measured anew."""
    return isinstance(kept.found(asking.root(), "refresh"), kept.Working)


def _to(route: str, this: Asked, **parts: Any) -> str:
    return reverse(route, kwargs=parts) + (f"?{this.address}" if this.address else "")
