"""The addresses of imports."""

from django.urls import path

from mash.web.imports import steps, views
from mash.web.imports.kinds import KINDS

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    *(path(f"imports/new/{one.code}/", views.new_of(one), name=one.route) for one in KINDS.values()),
    *(
        path(f"imports/new/{one.code}/columns.csv", views.columns_of(one), name=f"{one.route}_columns")
        for one in KINDS.values()
    ),
    path("imports/<uuid:pk>/", views.one, name="import"),
    path("imports/<uuid:pk>/to-mend.csv", views.to_mend, name="import_to_mend"),
    path("imports/<uuid:pk>/columns/", steps.match, name="import_match"),
    path("imports/<uuid:pk>/bring-in/", steps.accept, name="import_accept"),
    path("imports/<uuid:pk>/take-back/", steps.take_back, name="import_take_back"),
    path("imports/<uuid:pk>/drop/", steps.drop, name="import_drop"),
    path("imports/<uuid:pk>/try-again/", steps.go_on, name="import_go_on"),
]
