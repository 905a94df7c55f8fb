"""The addresses of the evidence library."""

from django.urls import path

from mash.web.evidence import steps, views

urlpatterns = [
    path("evidence/", views.library, name="evidence"),
    path("evidence/requests/", views.requests, name="evidence_requests"),
    path("evidence/new/", views.new, name="evidence_new"),
    path("evidence/<uuid:pk>/", views.item, name="evidence_item"),
    path("evidence/<uuid:pk>/change/", steps.change, name="evidence_change"),
    path("evidence/<uuid:pk>/words/", steps.words, name="evidence_words"),
    path("evidence/<uuid:pk>/publish/", steps.publish, name="evidence_publish"),
    path("evidence/<uuid:pk>/review/", steps.review, name="evidence_review"),
    path("evidence/<uuid:pk>/withdraw/", steps.withdraw, name="evidence_withdraw"),
    path("evidence/<uuid:pk>/asked-for/", steps.request, name="evidence_request"),
    path("evidence/supply/<uuid:pk>/", steps.supply, name="evidence_supply"),
]
