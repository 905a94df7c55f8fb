"""The partnership as Django knows it."""

from django.apps import AppConfig


class Partnership(AppConfig):
    """Who may do what."""

    name = "mash.partnership"
    verbose_name = "partnership"
