"""The addresses of complaints and compliments."""

from django.urls import path

from mash.web.complaints import steps, views

urlpatterns = [
    path("complaints/", views.complaints, name="complaints"),
    path("complaints/new/", views.new, name="complaint_new"),
    path("complaints/<uuid:pk>/", views.complaint, name="complaint"),
    path("complaints/<uuid:pk>/change/", steps.change, name="complaint_change"),
    path("complaints/<uuid:pk>/more-time/", steps.extend, name="complaint_extend"),
    path("complaints/<uuid:pk>/next-stage/", steps.step_up, name="complaint_next"),
    path("complaints/<uuid:pk>/close/", steps.close, name="complaint_close"),
]
