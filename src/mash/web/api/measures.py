"""Measures as they were published: the releases that one may read, and the rows of a statistic."""

from typing import Any

from django.http import Http404

from mash.partnership.policy import Permission as P
from mash.release.figures import HIDDEN, HIDDEN_TEXT, Figures
from mash.release.register import Release
from mash.web.api import shapes
from mash.web.api.once import FromSystem
from mash.web.api.room import operation
from mash.web.releases.views import seen


@operation("GET", "releases", P.MEASURE_READ, name="api_releases", gives=shapes.Releases)
def releases(request: FromSystem) -> dict[str, Any]:
    """What was published of the hubs in which the system reads measures. Figures are protected."""
    found = seen(request.principal)
    corrected = {one.told["corrects"]: one.number for one in found}
    return {"releases": [_told(one, corrected) for one in reversed(found)]}


@operation(
    "GET",
    "releases/{number}/{measure}/{statistic}",
    P.MEASURE_READ,
    name="api_statistic",
    gives=shapes.Statistic,
)
def statistic(request: FromSystem, number: str, measure: str, statistic: str) -> dict[str, Any]:
    """The rows of a statistic of a release."""
    one = next((one for one in seen(request.principal) if one.number == number), None)
    if one is None or f"{measure}/{statistic}" not in one.results.about["statistics"]:
        raise Http404
    figures = Figures(one.results, measure)
    rows = [
        {column: HIDDEN_TEXT if value is HIDDEN else value for column, value in row.items()}
        for row in figures.rows(statistic)
    ]
    return {
        "number": number,
        "statistic": f"{measure}/{statistic}",
        "definition": one.results.about["statistics"][f"{measure}/{statistic}"]["definition"],
        "as_at": one.results.about["as_at"],
        "rows": rows,
    }


def _told(one: Release, corrected: dict[str, str]) -> dict[str, Any]:
    window = one.told["asked"]["window"]
    return {
        **{name: one.told[name] for name in ("title", "hub", "corrects")},
        "number": one.number,
        "start": window["start"],
        "end": window["end"],
        "published_at": one.published_at,
        "corrected_by": corrected.get(one.number, ""),
        "statistics": list(one.results.about["statistics"]),
    }
