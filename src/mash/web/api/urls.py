"""The addresses of the API. Each route is declared as its operations say who may use it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from mash.web.access import declare
from mash.web.api import codes, description, measures, referrals, requests  # noqa: F401  they declare operations
from mash.web.api.room import ROOT, access_of, api, strange
from mash.web.errors import problem

View = Callable[..., HttpResponseBase]


def _held(view: View, name: str) -> View:
    """Methods and query words that a route does not have are told as everything else that is refused."""

    @wraps(view)
    def answered(request: HttpRequest, **parts: object) -> HttpResponseBase:
        response = strange(request, name) or view(request, **parts)
        if response.status_code != 405:
            return response
        refused = problem(405, f"{request.method} is not something that can be done here")
        refused["Allow"] = ", ".join(sorted(response["Allow"].split(", ")))
        return refused

    # no cookie lets anybody in here, so no other site's page can make a browser do anything
    return csrf_exempt(answered)


def _routes() -> list[URLPattern]:
    found, _, _ = api.urls
    return [
        path(f"{ROOT}{one.pattern}", declare(access_of(name))(_held(one.callback, name)), name=name)
        for one in found
        if isinstance(one, URLPattern) and (name := one.name) and name != "api-root"
    ]


urlpatterns = [
    path(ROOT, description.page, name="api"),
    path(f"{ROOT}openapi.json", description.openapi, name="api_openapi"),
    *_routes(),
]
