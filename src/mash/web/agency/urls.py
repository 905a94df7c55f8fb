"""The addresses of one's own agency."""

from django.urls import path

from mash.web.agency import views

urlpatterns = [
    path("my-agency/", views.agency, name="agency"),
    path("sent/<uuid:pk>/", views.sent, name="sent"),
    path("request/<uuid:pk>/", views.answer, name="answer"),
]
