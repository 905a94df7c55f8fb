"""The addresses of baselines."""

from django.urls import path

from mash.web.baselines import views

urlpatterns = [
    path("baselines/", views.baselines, name="baselines"),
    path("baselines/coverage/", views.covered, name="baselines_coverage"),
    path("baselines/new/", views.new, name="baseline_new"),
    path("baselines/<uuid:pk>/", views.baseline, name="baseline"),
    path("baselines/<uuid:pk>/correct/", views.correct, name="baseline_correct"),
    path("baselines/<uuid:pk>/withdraw/", views.withdraw, name="baseline_withdraw"),
]
