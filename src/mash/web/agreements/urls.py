"""The addresses of data-sharing agreements."""

from django.urls import path

from mash.web.agreements import steps, views

urlpatterns = [
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/new/", views.new, name="agreement_new"),
    path("agreements/lawful-bases/", views.lawful_bases, name="lawful_bases"),
    path("agreements/<uuid:pk>/", views.agreement, name="agreement"),
    path("agreements/<uuid:pk>/change/", steps.change, name="agreement_change"),
    path("agreements/<uuid:pk>/join/", steps.join, name="agreement_join"),
    path("agreements/<uuid:pk>/leave/", steps.leave, name="agreement_leave"),
    path("agreements/<uuid:pk>/review/", steps.review, name="agreement_review"),
    path("agreements/<uuid:pk>/end/", steps.end, name="agreement_end"),
]
