"""How an operation of the API is declared: its method and path, who may use it, what comes back."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja import errors as ninja
from ninja.security import HttpBearer

from mash.partnership.policy import Permission
from mash.partnership.principal import Principal
from mash.records.writing import Overtaken
from mash.web.access import Access
from mash.web.api.shapes import Problem
from mash.web.api.words import NOT_KNOWN, in_words
from mash.web.errors import problem

Operation = TypeVar("Operation", bound=Callable[..., Any])
VERSION = "1"
ROOT = "api/v1/"


class Bearer(HttpBearer):
    """A token, as the description of the API names it; it was looked at before a request comes here."""

    def authenticate(self, request: HttpRequest, token: str) -> Principal | None:
        """Who the request is from."""
        return getattr(request, "principal", None)


api = NinjaAPI(
    title="MASH: for agencies’ own systems",
    version=VERSION,
    description=(
        "Submit referrals for your agency, follow what became of them, answer what your agency is asked, and "
        "read the measures as they are published. "
        "An administrator of your hub connects a system and gives it a token. Times are ISO 8601 in UTC; "
        "days are those of London."
    ),
    auth=Bearer(),
    docs_url=None,
    openapi_url=None,
)
#: Who may use each route: its permissions by method.
_asked: dict[str, dict[str, frozenset[Permission]]] = defaultdict(dict)
_queries: dict[str, set[str]] = defaultdict(set)

REFUSED = {401: Problem, 403: Problem}


def operation(
    method: str,
    path: str,
    *permissions: Permission,
    name: str,
    gives: Any,
    status: int = 200,
    query: tuple[str, ...] = (),
) -> Callable[[Operation], Operation]:
    """An operation for systems with one of these permissions. Operations of one path have one `name`.

    `query`: what can stand in the query.
    """
    refused = REFUSED | {400: Problem, 422: Problem}
    refused |= {404: Problem} if "{" in path else {}
    refused |= {409: Problem, 413: Problem, 415: Problem} if method == "POST" else {}
    _asked[name][method] = frozenset(permissions)
    _queries[name].update(query)
    return api.api_operation([method], path, response={status: gives} | refused, url_name=name, by_alias=True)


def access_of(name: str) -> Access:
    """Who may use a route, as its operations declare it; nobody where none has."""
    by_method = tuple(_asked[name].items())
    if not by_method:
        raise LookupError(f"The route {name} of the API says nothing of who may use it.")
    every = frozenset().union(*(asked for _, asked in by_method))
    return Access(permissions=every, system=True, by_method=by_method)


def strange(request: HttpRequest, name: str) -> HttpResponse | None:
    """What is said where the query holds something that a route does not know; None where it does not."""
    unknown = [(field, NOT_KNOWN) for field in request.GET if field not in _queries[name]]
    return problem(422, "What was sent does not fit", "Nothing was changed.", unknown) if unknown else None


def _refused(status: int, title: str, detail: str = "", errors: Any = ()) -> HttpResponse:
    """A problem; what the request had written until then is undone."""
    transaction.set_rollback(True)
    return problem(status, title, detail, errors)


@api.exception_handler(ninja.ValidationError)
def _shape(request: HttpRequest, error: ninja.ValidationError) -> HttpResponse:
    return _refused(422, "What was sent does not fit", "Nothing was changed.", in_words(error.errors))


@api.exception_handler(ValidationError)
def _rule(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    errors = [(field, message) for field, messages in told.items() for message in messages]
    return _refused(422, "What was sent cannot be done", "Nothing was changed.", errors)


@api.exception_handler(ninja.HttpError)
def _http(request: HttpRequest, error: ninja.HttpError) -> HttpResponse:
    return _refused(error.status_code, str(error), "Nothing was changed.")


@api.exception_handler(Overtaken)
def _overtaken(request: HttpRequest, error: Overtaken) -> HttpResponse:
    words = "Read it again: what you send is for the version that you read."
    return _refused(409, "It was changed since you read it", words)


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _refused(403, "This system may not do that", "An administrator of the hub gives it its roles.")


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def _missing(request: HttpRequest, error: Exception) -> HttpResponse:
    return _refused(404, "There is nothing here, or nothing that this system may see")
