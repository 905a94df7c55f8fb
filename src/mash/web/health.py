"""`/healthz`: whether this process can do its work, for a load balancer and a service manager."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from mash.web.access import ANYONE, declare


@declare(ANYONE)
def healthz(request: HttpRequest) -> JsonResponse:
    """200 and `{"status": "ok"}` where the database answers; otherwise the request fails, and says so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
