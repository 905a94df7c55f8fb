"""The addresses of performance."""

from django.urls import path, re_path

from mash.web.performance import views, what_if

urlpatterns = [
    path("performance/", views.overview, name="performance"),
    path("performance/strategic-outcomes/", views.outcomes, name="performance_outcomes"),
    path("performance/refresh/", views.refresh, name="performance_refresh"),
    path("performance/what-if/", what_if.page, name="performance_what_if"),
    path("performance/<slug:measure>/", views.measure, name="performance_measure"),
    path("performance/<slug:measure>/chart-<int:number>.svg", views.chart, name="performance_chart"),
    re_path(
        r"^performance/(?P<measure>[-\w]+)/measure\.(?P<kind>pdf|xlsx)$", views.file, name="performance_file"
    ),
    path(
        "performance/<slug:measure>/<slug:statistic>/<slug:column>/behind/",
        views.listed,
        name="performance_behind",
    ),
    path("performance/<slug:measure>/<slug:statistic>.csv", views.csv, name="performance_csv"),
]
