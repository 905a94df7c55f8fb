"""Every address of the system."""

from django.urls import include, path

from mash.web import account, errors, health
from mash.web.activities import urls as activities
from mash.web.agency import urls as agency
from mash.web.agreements import urls as agreements
from mash.web.api import urls as api
from mash.web.audits import urls as audits
from mash.web.baselines import urls as baselines
from mash.web.casework import urls as casework
from mash.web.complaints import urls as complaints
from mash.web.evidence import urls as evidence
from mash.web.governance import urls as governance
from mash.web.imports import urls as imports
from mash.web.lessons import urls as lessons
from mash.web.notices import urls as notices
from mash.web.people import urls as people
from mash.web.performance import urls as performance
from mash.web.releases import urls as releases
from mash.web.retention import urls as retention
from mash.web.subject_access import urls as subject_access
from mash.web.submit import urls as submit
from mash.web.surveys import urls as surveys

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("", account.home, name="home"),
    *casework.urlpatterns,
    *agency.urlpatterns,
    *submit.urlpatterns,
    *people.urlpatterns,
    *notices.urlpatterns,
    *complaints.urlpatterns,
    *governance.urlpatterns,
    *agreements.urlpatterns,
    *retention.urlpatterns,
    *subject_access.urlpatterns,
    *evidence.urlpatterns,
    *lessons.urlpatterns,
    *activities.urlpatterns,
    *baselines.urlpatterns,
    *imports.urlpatterns,
    *surveys.urlpatterns,
    *audits.urlpatterns,
    *performance.urlpatterns,
    *releases.urlpatterns,
    *api.urlpatterns,
    path("settings/", include("mash.web.settings.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/provider/", include("mash.web.provider.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
