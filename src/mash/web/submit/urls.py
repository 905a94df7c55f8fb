"""The addresses of a new referral."""

from django.urls import path

from mash.web.submit import views

urlpatterns = [
    path("new/", views.start, name="submit"),
    path("new/<uuid:pk>/people/", views.people, name="submit_people"),
    path("new/<uuid:pk>/people/<int:place>/", views.person, name="submit_person"),
    path("new/<uuid:pk>/people/<int:place>/remove/", views.without, name="submit_without"),
    path("new/<uuid:pk>/check/", views.check, name="submit_check"),
    path("new/<uuid:pk>/throw-away/", views.drop, name="submit_drop"),
    path("new/<uuid:pk>/<slug:name>/", views.page, name="submit_page"),
]
