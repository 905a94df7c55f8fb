"""The addresses of audits: the register's, and under `mine` the auditors'."""

from django.urls import path

from mash.web.audits import panel, register, steps

urlpatterns = [
    path("audits/", register.rounds, name="audits"),
    path("audits/actions/", register.actions, name="audit_actions"),
    path("audits/new/", steps.new, name="audit_round_new"),
    path("audits/<uuid:pk>/", register.round_, name="audit_round"),
    path("audits/<uuid:pk>/change/", steps.change, name="audit_round_change"),
    path("audits/<uuid:pk>/draw/", steps.draw, name="audit_round_draw"),
    path("audits/<uuid:pk>/close/", steps.close, name="audit_round_close"),
    path("audits/of/<uuid:pk>/", register.audit, name="audit"),
    path("audits/of/<uuid:pk>/replace/", steps.replace, name="audit_replace"),
    path("audits/of/<uuid:pk>/action/", steps.add_action, name="audit_action_new"),
    path("audits/actions/<uuid:pk>/change/", steps.change_action, name="audit_action_change"),
    path("audits/actions/<uuid:pk>/complete/", steps.complete_action, name="audit_action_complete"),
    path("audits/mine/", panel.mine, name="audits_mine"),
    path("audits/mine/<uuid:pk>/", panel.case, name="audit_case"),
    path("audits/mine/<uuid:pk>/grade/", panel.grade, name="audit_grade"),
    path("audits/mine/<uuid:pk>/agree/", panel.moderate, name="audit_moderate"),
]
