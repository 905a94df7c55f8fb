"""The web server: gunicorn with the application loaded once and shared by its workers."""

from typing import Any

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from mash.config.shape import check_agencies, check_ready
from mash.web.provider.file import providers


class _Server(BaseApplication):
    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


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
    _Server(
        {
            "bind": f"{host}:{port}",
            "workers": workers,
            "threads": 4,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 20,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "loglevel": "warning",
            "forwarded_allow_ips": "127.0.0.1",
        }
    ).run()
