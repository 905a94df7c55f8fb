"""The addresses of lessons and their recommendations."""

from django.urls import path

from mash.web.lessons import steps, views

urlpatterns = [
    path("lessons/", views.lessons, name="lessons"),
    path("lessons/all/", views.every, name="lessons_all"),
    path("lessons/new/", views.new, name="lesson_new"),
    path("lessons/<uuid:pk>/", views.lesson, name="lesson"),
    path("lessons/<uuid:pk>/change/", views.change, name="lesson_change"),
    path("lessons/<uuid:pk>/recommend/", views.recommend, name="lesson_recommend"),
    path("recommendations/<uuid:pk>/accept/", steps.accept, name="recommendation_accept"),
    path("recommendations/<uuid:pk>/reject/", steps.reject, name="recommendation_reject"),
    path("recommendations/<uuid:pk>/move/", steps.move, name="recommendation_move"),
    path("recommendations/<uuid:pk>/implement/", steps.implement, name="recommendation_implement"),
    path("recommendations/<uuid:pk>/close/", steps.close, name="recommendation_close"),
]
