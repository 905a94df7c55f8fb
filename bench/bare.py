"""A page of a given size from a bare Django, with the settings of `mash serve` otherwise: what a page costs at least.

`python -m bench.bare PORT BYTES` serves it until stopped: no database, no session, no middleware, no template.
"""

import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

from mash.config.server import run

PORT, BYTES = int(sys.argv[1]), int(sys.argv[2])
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="bare", MIDDLEWARE=[])
urlpatterns = [path("", lambda request: HttpResponse(b"x" * BYTES))]

if __name__ == "__main__":
    run(get_wsgi_application, "127.0.0.1", PORT, 2)
