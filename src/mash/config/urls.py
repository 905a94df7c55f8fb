"""Every address of the system."""

from django.urls import include, path

from mash.web import account, errors, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("", account.home, name="home"),
    path("settings/", include("mash.web.settings.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
