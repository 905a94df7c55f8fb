"""The trail as Django knows it."""

from django.apps import AppConfig


class Trail(AppConfig):
    """Who saw and changed what."""

    name = "mash.trail"
    default_auto_field = "django.db.models.BigAutoField"
