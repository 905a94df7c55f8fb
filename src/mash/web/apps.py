"""The pages as Django knows them."""

from django.apps import AppConfig


class Web(AppConfig):
    """Pages."""

    name = "mash.web"

    def ready(self) -> None:
        """Have `check` refuse a route that nobody has declared."""
        from mash.web import access  # noqa: F401
