"""The addresses of retention."""

from django.urls import path

from mash.web.retention import lists, rules

urlpatterns = [
    path("retention/", rules.retention, name="retention"),
    path("retention/rules/new/", rules.new, name="retention_rule_new"),
    path("retention/rules/<uuid:pk>/", rules.rule, name="retention_rule"),
    path("retention/rules/<uuid:pk>/change/", rules.change, name="retention_rule_change"),
    path("retention/holds/", rules.holds, name="retention_holds"),
    path("retention/holds/new/", rules.hold, name="retention_hold_new"),
    path("retention/holds/<uuid:pk>/lift/", rules.lift, name="retention_hold_lift"),
    path("retention/lists/", lists.lists, name="retention_lists"),
    path("retention/lists/new/", lists.new, name="retention_list_new"),
    path("retention/lists/<uuid:pk>/", lists.one_list, name="retention_list"),
    path("retention/lists/<uuid:pk>/export/", lists.export, name="retention_list_export"),
    path("retention/lists/<uuid:pk>/approve/", lists.approve, name="retention_list_approve"),
    path("retention/lists/<uuid:pk>/certificate/", lists.certificate, name="retention_certificate"),
    path(
        "retention/lists/<uuid:pk>/certificate/download/",
        lists.download,
        name="retention_certificate_download",
    ),
]
