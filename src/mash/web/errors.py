"""Pages that say what went wrong, and give nothing away: what one may not see is as if it were not there.

A system that uses the API gets the same as a problem of RFC 9457.
"""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

API = "/api/"


def problem(
    status: int, title: str, detail: str = "", errors: Iterable[tuple[str, str]] = ()
) -> HttpResponse:
    """What went wrong, for a system: in one sentence and, by field, how to mend it."""
    told = {
        "title": title,
        "status": status,
        "detail": detail,
        "errors": [{"field": field, "message": message} for field, message in errors],
    }
    return JsonResponse(told, status=status, content_type="application/problem+json")


def no_token(request: HttpRequest) -> HttpResponse:
    """401, for a system."""
    words = "Send 'Authorization: Bearer' and a token. An administrator of your hub makes them."
    response = problem(401, "There is no token, or it is not good any more", words)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _page(request: HttpRequest, title: str, words: str, status: int) -> HttpResponse:
    if request.path.startswith(API):
        return problem(status, title, words)
    return render(request, "error.html", {"title": title, "words": words}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(
        request,
        "That request could not be understood",
        "Nothing was changed. Go back to the page you came from and try again.",
        400,
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(
        request,
        "You do not have access to this",
        "Your role does not include it. If your work needs it, ask your administrator.",
        403,
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _page(
        request,
        "Page not found",
        "There is nothing here, or nothing that you may see. Check the address if you typed it.",
        404,
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500. Uses no database: that may be what is broken."""
    if request.path.startswith(API):
        return problem(500, "Something went wrong", "Nothing was changed. Try again in a few minutes.")
    return HttpResponse(
        "<!DOCTYPE html><html lang='en-GB'><title>Something went wrong</title><h1>Something went wrong</h1>"
        "<p>Nothing was changed. Try again in a few minutes.</p></html>",
        status=500,
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from our own page, or whose page was open for too long."""
    return _page(
        request,
        "That form has expired",
        "Nothing was changed. Go back, reload the page and send it again.",
        403,
    )
