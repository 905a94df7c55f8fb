"""Serving the web application, once all of it is ready."""

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections

from mash.config.server import run
from mash.config.shape import check_agencies, check_ready
from mash.web.provider.file import providers


def serve(host: str, port: int, workers: int) -> None:
    """Serve until stopped. Refuses where the database is not ready (NotReady), the providers' file is faulty
    (FaultyProviders), or a route is not declared.
    """
    check_ready()
    check_agencies(providers())
    call_command("check", tags=["mash"], verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()  # the workers open their own
    print(f"Serving on http://{host}:{port}", flush=True)
    run(get_wsgi_application, host, port, workers)
