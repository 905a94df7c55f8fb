"""The addresses of surveys, and of answering one."""

from django.urls import path

from mash.web.surveys import answer, steps, views

urlpatterns = [
    path("surveys/", views.surveys, name="surveys"),
    path("surveys/said/", views.said, name="surveys_said"),
    path("surveys/new/", views.new, name="survey_new"),
    path("surveys/<uuid:pk>/", views.survey, name="survey"),
    path("surveys/<uuid:pk>/answers/", views.answers, name="survey_answers"),
    path("surveys/<uuid:pk>/change/", steps.change, name="survey_change"),
    path("surveys/<uuid:pk>/ask/", steps.ask, name="survey_ask"),
    path("surveys/<uuid:pk>/drop/<uuid:question>/", steps.drop, name="survey_drop"),
    path("surveys/<uuid:pk>/open/", steps.open_survey, name="survey_open"),
    path("surveys/<uuid:pk>/invite/", steps.invite, name="survey_invite"),
    path("surveys/<uuid:pk>/close/", steps.close, name="survey_close"),
    path("survey-words/<uuid:pk>/", steps.screen, name="survey_words"),
    path("answer/<str:token>/", answer.answer, name="answer_survey"),
]
