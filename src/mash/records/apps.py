"""The records as Django knows them."""

from django.apps import AppConfig


class Records(AppConfig):
    """People, referrals, escalations."""

    name = "mash.records"
    default_auto_field = "django.db.models.BigAutoField"
