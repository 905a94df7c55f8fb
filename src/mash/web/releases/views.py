"""What was published: the list, one release, its pages and its files."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpResponse
from django.shortcuts import render

from mash.figures import drafts, kept
from mash.figures.drafts import AUDIENCES, Draft
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.release.register import Release
from mash.release.register import releases as every
from mash.web.access import SignedIn, View, needs
from mash.web.files import KINDS
from mash.web.performance.asking import root

#: A pack is a page of its own, with its styles inside and nothing to fetch, to run or to send.
alone: Callable[[View], View] = csp(
    {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": ["data:"], "sandbox": True}
)
PAGE = "pack.html"
#: How the files of a pack are called where they are offered.
FILES = {
    "pack.pdf": "PDF",
    "pack.xlsx": "Workbook (XLSX)",
    "pack-csv.zip": "Tables (CSV in a ZIP)",
    "pack.html": "Page (HTML)",
}


@needs(P.MEASURE_READ)
def releases(request: SignedIn) -> HttpResponse:
    """Every release that one may read, the newest first; and the drafts, for those who publish."""
    by = request.principal
    found = seen(by)
    corrected = {one.told["corrects"]: one.number for one in found if one.told["corrects"]}
    words = {
        "releases": [_in_words(one, corrected) for one in reversed(found)],
        "may_publish": by.may(P.MEASURE_PUBLISH),
        "drafts": [
            {"draft": one, "period": period(one.wanted.asked), "state": _state(one)}
            for one in drafts.drafts(root())
            if own(by, one)
        ],
    }
    return render(request, "releases/releases.html", words)


@needs(P.MEASURE_READ)
def release(request: SignedIn, number: str) -> HttpResponse:
    """One release: of what it is, its files and how to know them."""
    found = seen(request.principal)
    one = _of_number(found, number)
    corrected = {other.told["corrects"]: other.number for other in found if other.told["corrects"]}
    files = [(name, FILES.get(name, name), sha256) for name, sha256 in one.files.items()]
    return render(request, "releases/release.html", {"one": _in_words(one, corrected), "files": files})


@needs(P.MEASURE_READ)
@alone
def page(request: SignedIn, number: str) -> HttpResponse:
    """The pack as a page."""
    return HttpResponse((_opened(request, number).folder / PAGE).read_bytes())


@needs(P.MEASURE_READ)
def file(request: SignedIn, number: str, file: str) -> HttpResponse:
    """A file of the pack."""
    one = _opened(request, number)
    if file not in one.files:
        raise Http404
    return attached(one.folder / file, f"mash-{one.number}-{file}")


def attached(path: Path, name: str) -> HttpResponse:
    """A file to be kept."""
    return HttpResponse(
        path.read_bytes(),
        content_type=KINDS[path.suffix[1:]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def period(asked: Any) -> str:
    """The window of a question that was written down."""
    start, end = (date.fromisoformat(asked["window"][name]) for name in ("start", "end"))
    return f"{start:%-d %B %Y} to {end - timedelta(days=1):%-d %B %Y}"


def own(by: Principal, one: Draft) -> bool:
    """Whether somebody publishes for every hub that a draft is of."""
    return set(one.wanted.hubs) <= by.hubs(P.MEASURE_PUBLISH)


def busy(one: Draft) -> kept.Working | None:
    """How far the worker is with a draft; None where it has nothing to do with it."""
    found = kept.found(drafts.home(root()), one.key)
    return found if isinstance(found, kept.Working) else None


def _state(one: Draft) -> str:
    if busy(one):
        return "Being checked"
    return "May be published" if one.checks else "Must not go out" if one.refused else "Waits to be checked"


def seen(by: Principal) -> list[Release]:
    """The releases with a hub in which one reads measures."""
    hubs = by.hubs(P.MEASURE_READ)
    return [one for one in every(drafts.register(root())) if hubs & set(one.told["hubs"])]


def _opened(request: SignedIn, number: str) -> Release:
    return _of_number(seen(request.principal), number)


def _of_number(found: list[Release], number: str) -> Release:
    for one in found:
        if one.number == number:
            return one
    raise Http404


def _in_words(one: Release, corrected: dict[str, str]) -> dict[str, Any]:
    return {
        "release": one,
        "told": one.told,
        "period": period(one.told["asked"]),
        "audience": AUDIENCES.get(one.told["audience"], one.told["audience"]),
        "corrected_by": corrected.get(one.number, ""),
    }
