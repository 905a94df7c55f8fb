"""The addresses of imports."""

from django.urls import path

from mash.web.imports import steps, views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/<slug:kind>/", views.new, name="import_new"),
    path("imports/new/<slug:kind>/columns.csv", views.columns, name="import_columns"),
    path("imports/<uuid:pk>/", views.one, name="import"),
    path("imports/<uuid:pk>/to-mend.csv", views.to_mend, name="import_to_mend"),
    path("imports/<uuid:pk>/columns/", steps.match, name="import_match"),
    path("imports/<uuid:pk>/bring-in/", steps.accept, name="import_accept"),
    path("imports/<uuid:pk>/take-back/", steps.take_back, name="import_take_back"),
    path("imports/<uuid:pk>/drop/", steps.drop, name="import_drop"),
    path("imports/<uuid:pk>/try-again/", steps.go_on, name="import_go_on"),
]
