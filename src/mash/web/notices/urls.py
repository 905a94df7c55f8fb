"""The addresses of one's notices."""

from django.urls import path

from mash.web.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/<uuid:pk>/", views.notice, name="notice"),
]
