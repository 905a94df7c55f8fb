"""The addresses of leadership activities."""

from django.urls import path

from mash.web.activities import views

urlpatterns = [
    path("leadership/", views.activities, name="activities"),
    path("leadership/calendar/", views.calendar, name="activities_calendar"),
    path("leadership/new/", views.new, name="activity_new"),
    path("leadership/<uuid:pk>/", views.activity, name="activity"),
    path("leadership/<uuid:pk>/change/", views.change, name="activity_change"),
    path("leadership/<uuid:pk>/cancel/", views.cancel, name="activity_cancel"),
]
