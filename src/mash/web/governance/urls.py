"""The addresses of information governance."""

from django.urls import path

from mash.web.governance import log, views

urlpatterns = [
    path("access-log/", log.access_log, name="access_log"),
    path("access-log/export/", log.export, name="access_log_export"),
    path("restricted/", views.restricted, name="restricted"),
    path("restricted/open/", views.break_glass, name="break_glass"),
    path("restricted/<uuid:pk>/", views.restriction, name="restriction"),
    path("restricted/<uuid:pk>/lift/", views.lift, name="restriction_lift"),
    path("restricted/<uuid:pk>/named/<uuid:named>/remove/", views.unname, name="restriction_unname"),
    path("merges/", views.merges, name="merges"),
]
