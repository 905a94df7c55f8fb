"""Where somebody can go: the links at the head of every page, by what they may do, and what is new."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from mash.partnership.policy import Permission as P
from mash.records.notices.reading import unread

#: Words, route, and the permissions of which one is needed.
LINKS = (
    ("Queue", "queue", (P.REFERRAL_READ,)),
    ("My agency", "agency", (P.REQUEST_ANSWER, P.REFERRAL_FOLLOW)),
    ("New referral", "submit", (P.REFERRAL_SUBMIT,)),
    ("Search", "search", (P.REFERRAL_READ, P.REQUEST_ANSWER, P.REFERRAL_FOLLOW)),
    ("Performance", "performance", (P.MEASURE_WORK,)),
    ("Published", "releases", (P.MEASURE_READ,)),
    ("Complaints", "complaints", (P.REGISTER_KEEP,)),
    ("Access log", "access_log", (P.ACCESS_REVIEW,)),
    ("Restricted", "restricted", (P.RECORD_RESTRICT,)),
    ("Merges", "merges", (P.MERGE_REVIEW,)),
    ("Agreements", "agreements", (P.AGREEMENT_KEEP,)),
    ("Retention", "retention", (P.RETENTION_KEEP,)),
    ("Subject access", "access_requests", (P.SUBJECT_ACCESS,)),
    ("Evidence", "evidence", (P.REGISTER_KEEP,)),
    ("Lessons", "lessons", (P.REGISTER_KEEP,)),
    ("Leadership", "activities", (P.REGISTER_KEEP,)),
    ("Baselines", "baselines", (P.REGISTER_KEEP,)),
    ("Imports", "imports", (P.REFERRAL_SUBMIT, P.REGISTER_KEEP)),
    ("Surveys", "surveys", (P.REGISTER_KEEP,)),
    ("What was said", "surveys_said", (P.MEASURE_READ,)),
    ("Audits", "audits", (P.REGISTER_KEEP,)),
    ("My audits", "audits_mine", (P.AUDIT_GRADE,)),
    ("Settings", "settings", (P.ACCOUNT_KEEP, P.REFERENCE_KEEP)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The links for whoever asks."""
    principal = getattr(request, "principal", None)
    if principal is None:
        return {"links": [], "demo": settings.DEMO}
    here = request.resolver_match.url_name if request.resolver_match else ""
    return {
        "unread": unread(principal),
        "demo": settings.DEMO,
        "links": [
            {"words": words, "to": reverse(name), "here": name == here}
            for words, name, permissions in LINKS
            if any(principal.may(permission) for permission in permissions)
        ],
    }
