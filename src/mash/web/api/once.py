"""Every write is done once: sent again under its key, it gets the answer that it got, and changes nothing."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError

from mash.partnership.actions import answered, write_under
from mash.partnership.principal import Principal
from mash.web.api.room import api

REPLAYED = "Idempotent-Replayed"


class FromSystem(HttpRequest):
    """A request of an agency's system, once its token was looked at."""

    principal: Principal


def once(request: FromSystem, key: str, status: int, act: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Answer a write with what `act` gives, or with what it gave under this key before."""
    if request.content_type != "application/json":
        raise HttpError(415, "Send JSON, with the content type application/json")
    sent = b"\0".join((str(request.method).encode(), request.path.encode(), request.body))
    write, new = write_under(key, by=request.principal.account_id, request=sent)
    if new:
        made = api.create_response(request, act(), status=status)
        answered(write, status, json.loads(made.content))
    else:
        made = api.create_response(request, write.answer, status=write.status)
    made[REPLAYED] = "false" if new else "true"
    return made
