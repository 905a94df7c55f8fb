"""The addresses of subject access."""

from django.urls import path

from mash.web.subject_access import pieces, steps, views

urlpatterns = [
    path("subject-access/", views.requests, name="access_requests"),
    path("subject-access/new/", views.new, name="access_request_new"),
    path("subject-access/<uuid:pk>/", views.one_request, name="access_request"),
    path("subject-access/<uuid:pk>/copy/", views.copy, name="access_request_copy"),
    path("subject-access/<uuid:pk>/gather/", steps.gather, name="access_request_gather"),
    path("subject-access/<uuid:pk>/hold-back/", steps.hold_back, name="access_request_hold_back"),
    path("subject-access/<uuid:pk>/extend/", steps.extend, name="access_request_extend"),
    path("subject-access/<uuid:pk>/refuse/", steps.refuse, name="access_request_refuse"),
    path("subject-access/<uuid:pk>/answer/", steps.answer, name="access_request_answer"),
    path("subject-access/pieces/<uuid:pk>/", pieces.piece, name="access_piece"),
]
