"""The web server: gunicorn with an application that is loaded once and shared by its workers."""

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication


class _Server(BaseApplication):
    def __init__(self, application: Callable[[], Any], options: dict[str, Any]) -> None:
        self.application, self.options = application, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.application()


def run(application: Callable[[], Any], host: str, port: int, workers: int) -> None:
    """Serve until stopped. `application` makes the WSGI application."""
    options = {
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
    _Server(application, options).run()
