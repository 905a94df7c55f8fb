"""Every route × method × principal × object (trust.md, promises one and two): own, another hub's, restricted.

What each must meet is worked out below from who has which way to which object, not from the code.
"""

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from mash.partnership.policy import permissions_of
from mash.records.activities.models import Activity
from mash.records.agreements.models import Agreement
from mash.records.audits.models import Audit
from mash.records.baselines.models import Baseline
from mash.records.complaints.models import Complaint
from mash.records.escalations.models import Escalation
from mash.records.evidence.models import Evidence
from mash.records.imports.models import Import
from mash.records.lessons.models import Lesson
from mash.records.notices.models import Notice
from mash.records.people.models import Merge
from mash.records.referrals.models import Draft, NamedPerson, Referral, Request, Restriction
from mash.records.retention.models import (
    Destruction,
    DestructionCertificate,
    RetentionHold,
    RetentionRule,
)
from mash.records.subject_access.models import AccessPiece, AccessRequest
from mash.records.surveys.models import Survey, SurveyWords
from mash.web.access import routes
from tests.cast import PEOPLE, SYSTEMS
from tests.web.casework import at_the_keyboard, with_token
from tests.web.objects import REGISTERS, objects, parts_of
from tests.web.test_access import met

pytestmark = pytest.mark.django_db
#: The other methods meet what these do before anything is looked for (test_access.py tries all).
METHODS = ("get", "post")
MOORLAND = {"tess", "dan", "dora"}
#: Who has which way to which referral.
CASEWORK = {"first": MOORLAND, "elsewhere": {"otto"}, "restricted": {"dan"}}
ASKED = {"first": {"paul", "hanna"}, "elsewhere": set(), "restricted": set()}
SENT = {"first": {"rita"}, "elsewhere": {"fay"}, "restricted": set()}
WORK = {one: CASEWORK[one] | ASKED[one] for one in CASEWORK}
NOBODY = {"first": set(), "elsewhere": set(), "restricted": set()}
#: Who opens the object behind each route, once their role lets them at the route at all.
OPENED_BY = {
    "referral": WORK,
    "referral_take": CASEWORK,
    "referral_rate": WORK,
    "referral_own": WORK,
    "referral_ask": WORK,
    "referral_decide": WORK,
    "referral_tell": WORK,
    "referral_correct": WORK,
    "referral_name": WORK,
    "referral_disagree": {one: WORK[one] | SENT[one] for one in WORK},
    "request_withdraw": CASEWORK,
    "answer": {"first": {"paul"}, "elsewhere": set(), "restricted": set()},
    "sent": SENT,
    "escalation_next": {
        "first": MOORLAND | {"hanna", "pam"},
        "elsewhere": {"otto"},
        "restricted": {"dan"},
    },
    "person": WORK,
    "person_add": CASEWORK,
    "match": CASEWORK,
    "unmerge": {"first": MOORLAND | {"iris", "ida"}, "elsewhere": set(), "restricted": set()},
    "restriction": {"first": set(), "elsewhere": set(), "restricted": {"iris"}},
    "notice": {"first": {"paul"}, "elsewhere": {"otto"}, "restricted": {"dan"}},
    "draft": {"first": {"rita"}, "elsewhere": {"fay"}, "restricted": set()},
    "complaint": {"first": {"quinn"}, "elsewhere": {"quinta"}, "restricted": set()},
    "api_referral": {"first": {"school_records"}, "elsewhere": {"fenland_records"}, "restricted": set()},
    "api_request": {"first": {"police_records"}, "elsewhere": set(), "restricted": set()},
}
KEEPERS = {"first": {"quinn"}, "elsewhere": {"quinta"}, "restricted": set()}
OPENED_BY |= dict.fromkeys(REGISTERS, KEEPERS)
PUBLISHERS = {"first": {"anna", "quinn"}, "elsewhere": {"quinta"}, "restricted": set()}
for _name in ("", "_words", "_cut", "_again", "_publish", "_drop", "_page", "_file"):
    OPENED_BY[f"release_draft{_name}"] = PUBLISHERS
GOVERNORS = {"first": {"iris"}, "elsewhere": {"ida"}, "restricted": set()}
for _name in ("", "_change", "_join", "_leave", "_review", "_end"):
    OPENED_BY[f"agreement{_name}"] = GOVERNORS
for _name in ("rule", "rule_change", "hold_lift", "list", "list_export", "list_approve"):
    OPENED_BY[f"retention_{_name}"] = GOVERNORS
for _name in ("", "_copy", "_gather", "_hold_back", "_extend", "_refuse", "_answer"):
    OPENED_BY[f"access_request{_name}"] = GOVERNORS
OPENED_BY["access_piece"] = GOVERNORS
OPENED_BY |= dict.fromkeys(("retention_certificate", "retention_certificate_download"), GOVERNORS)
#: Pam and Pete are assigned, Prue is not; in Fenland they were panel members until their parts there ended.
AUDITORS = {"first": {"pam", "pete"}, "elsewhere": set(), "restricted": set()}
OPENED_BY |= dict.fromkeys(("audit_case", "audit_grade", "audit_moderate"), AUDITORS)
OPENED_BY["api_answer"] = OPENED_BY["api_request"]
#: What is sent to a route that looks at what is sent before it looks for the object.
SENT_TO = {
    "api_answer": {
        "data": '{"version": 1, "response": "nothing_known"}',
        "content_type": "application/json",
        "headers": {"Idempotency-Key": "k"},
    }
}
for _name in ("change", "extend", "next", "close"):
    OPENED_BY[f"complaint_{_name}"] = OPENED_BY["complaint"]
OPENED_BY["escalation_resolve"] = OPENED_BY["escalation_next"]
OPENED_BY["restriction_lift"] = OPENED_BY["restriction_unname"] = OPENED_BY["restriction"]
for _name in ("people", "person", "without", "check", "drop", "page"):
    OPENED_BY[f"submit_{_name}"] = OPENED_BY["draft"]
POST_ONLY = {
    "release_draft_cut",
    "release_draft_again",
    "import_go_on",
    "referral_take",
    "submit_without",
    "submit_drop",
    "restriction_lift",
    "restriction_unname",
}


@pytest.fixture(scope="module")
def made_cast(once):
    with override_settings(SENDS_MAIL=True):
        return objects()


def expected(declared, who, method, opened_by):
    """What somebody must meet at the object behind a route."""
    if declared.system and who not in SYSTEMS:
        return "no token"
    if who == "anonymous" or (who in SYSTEMS and not declared.system):
        return "sign in"
    roles = set(SYSTEMS[who][2]) if who in SYSTEMS else {PEOPLE[who][2]}
    asked = declared.asks(method.upper())
    if asked and not asked & permissions_of(roles):
        return "refused"
    return "in" if who in opened_by else "missing"


def wrong_cells(cast, methods=METHODS, turned_away=("post",)):
    """How many cells there are, and those that are not as they must be.

    `turned_away`: with which methods those ask whom their role does not let in, whatever the method.
    """
    clients = {"anonymous": Client()} | {name: at_the_keyboard(cast, name) for name in PEOPLE}
    clients |= {name: with_token(token) for name, token in cast.tokens.items()}
    cells, wrong = 0, []
    for route in routes():
        if route.name not in OPENED_BY:
            continue
        for which in cast.parts:
            parts = parts_of(cast, route, which)
            if parts is None:
                continue
            to = reverse(route.name, kwargs=parts)
            for who, client in clients.items():
                for method in methods:
                    declared = route.callback.access
                    wanted = expected(declared, who, method, OPENED_BY[route.name][which])
                    if wanted not in ("in", "missing") and method not in turned_away:
                        continue
                    other = route.name in POST_ONLY and method != "post"
                    other |= declared.system and method.upper() not in dict(declared.by_method)
                    if other and wanted in ("in", "missing"):
                        continue  # answered with 405 before anything is looked for
                    sent = SENT_TO.get(route.name, {}) if method == "post" else {}
                    with transaction.atomic():
                        found = met(getattr(client, method)(to, **sent))
                        # all others leave notes on the trail; a rollback lets go of all prepared statements
                        transaction.set_rollback(method == "post" and found == "in")
                    cells += 1
                    if found != wanted:
                        wrong.append((route.name, which, who, method, wanted, found))
    return cells, wrong


def test_every_cell_with_an_object_is_as_it_must_be(cast):
    cells, wrong = wrong_cells(cast)
    assert wrong == []
    assert cells > 5_500, cells


def test_every_route_with_an_object_is_in_the_matrix(cast):
    with_parts = {route.name for route in routes() if "<uuid" in str(route.pattern)}
    assert with_parts == set(OPENED_BY) - {"draft"}


def test_with_the_queryset_filter_taken_away_the_database_still_shows_nobody_more(cast, monkeypatch):
    """Row-level security alone: every rule says yes, and nothing more comes in."""
    from django.db.models import Q

    from mash.records import models as records

    for name in records.__all__:
        monkeypatch.setattr(getattr(records, name), "seen", classmethod(lambda cls, by: Q()))
    from mash.records.referrals import need_to_know as rules

    for rule in ("casework", "asked", "sent", "of_work", "sampled", "of_concern", "as_it_went"):
        monkeypatch.setattr(rules, rule, lambda *given: Q())
    _, wrong = wrong_cells(cast, ("get",), turned_away=())
    let_in = [cell for cell in wrong if cell[-1] == "in"]
    leaks = [cell for cell in let_in if not _only_less_to_see(cell)]
    assert leaks == []


def _only_less_to_see(cell):
    """Pages that ways tell apart and rows do not: both show what the database gives, which is no more."""
    name, which, who, *_ = cell
    if name == "api_referral":  # a system that is asked and did not send it
        return which == "first" and who in ("police_records", "health_records")
    seen = WORK[which] | SENT[which]
    return name in ("referral", "sent", "referral_disagree", "answer", "request_withdraw") and who in seen


def test_objects_are_what_they_are_said_to_be(cast):
    for table in (
        Referral,
        Request,
        Escalation,
        Merge,
        Restriction,
        NamedPerson,
        Draft,
        Notice,
        Evidence,
        Lesson,
        Complaint,
        Agreement,
        Activity,
        Baseline,
        Import,
        Survey,
        SurveyWords,
        Audit,
        RetentionRule,
        RetentionHold,
        Destruction,
        DestructionCertificate,
        AccessRequest,
        AccessPiece,
    ):
        assert cast.sees("anna", lambda by, table=table: table.objects.seen_by(by).count()) == 0
