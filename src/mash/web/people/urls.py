"""The addresses of people."""

from django.urls import path

from mash.web.people import adding, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("person/<uuid:pk>/", views.person, name="person"),
    path("person/<uuid:pk>/add/<slug:what>/", adding.add, name="person_add"),
    path("person/<uuid:pk>/match/<uuid:other>/", views.match, name="match"),
    path("merge/<uuid:pk>/", views.unmerge, name="unmerge"),
]
