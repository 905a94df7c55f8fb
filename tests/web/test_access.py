"""Every route × method × principal does what the route says (trust.md, promise one)."""

import contextlib

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, path, reverse

from mash.config import urls
from mash.partnership.policy import ROLES, Permission, permissions_of
from mash.web import access
from mash.web.access import CLOSED, OUTSIDE, Access, every_route_is_declared, needs, routes

METHODS = ("get", "post", "put", "delete", "patch", "head", "options")
#: Whose methods are all tried; the others ask with these two, as what a page declares holds for every method.
EVERY_METHOD = ("anonymous", "administrator", "triage", "quality_officer")
ENDED = ("suspended", "run_out", "agency_ended")  # whose requests are nobody's
PERMISSION_PAGES = [
    path(
        f"t/{permission.name.lower()}",
        needs(permission)(lambda request: HttpResponse("in")),
        name=permission.name,
    )
    for permission in Permission
]


@pytest.fixture
def with_a_page_for_each_permission(monkeypatch):
    """Routes that ask for each permission there is, until every one has pages of its own."""
    from django.urls import clear_url_caches

    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, *PERMISSION_PAGES])
    clear_url_caches()
    yield
    monkeypatch.undo()
    clear_url_caches()


#: What stands in addresses: made up, or of the rows that `rows_in_addresses` makes.
PARTS = (
    {},
    {"pk": 1},
    {"key": "a-b"},
    {"provider_id": "council-id"},
    {"uidb36": "1", "key": "set-password"},
    {"risk": 900_001},
    {"cohort": "neglect"},
    {"outcome": "advice"},
    {"day": "2199-12-25"},
    {"agency": "council"},
    {"hub": "moorland"},
    {"team": 900_001},
    {"account": 900_001},
    {"account": 900_001, "role": 900_001},
    {"account": 900_001, "token": 900_001},
    {"token": "no-such-link"},
    {"measure": "m04_timeliness"},
    {"measure": "m04_timeliness", "number": 0},
    {"measure": "m04_timeliness", "kind": "pdf"},
    {"measure": "m04_timeliness", "statistic": "by_risk"},
    {"measure": "m04_timeliness", "statistic": "by_risk", "column": "due"},
    {"number": "2199-1"},
    {"number": "2199-1", "file": "pack.html"},
    {"number": "2199-1", "measure": "m01_referrals_by_agency", "statistic": "by_agency"},
)


@pytest.fixture
def rows_in_addresses(agency, hub, settings, tmp_path):
    """One row of each kind that a route can name."""
    from datetime import UTC, date, datetime

    from mash.framework.london import now
    from mash.partnership import models
    from tests.web.objects import out

    words = {"risk": "red", "name": "Red", "rank": 3, "clock": "elapsed", "valid_from": date(2199, 1, 1)}
    models.Risk.objects.create(pk=900_001, **words)
    models.Cohort.objects.create(cohort_id="neglect", name="Neglect", age_group="child")
    models.Outcome.objects.create(outcome_id="advice", name="Advice", severity=1)
    models.ClosedDay.objects.create(date=date(2199, 12, 25), reason="Christmas Day")
    models.Team.objects.create(pk=900_001, name="Front door", agency=agency, hub=hub)
    account = models.Account.objects.create(
        pk=900_001, email="kept@moorland.example", name="Kit Kept", agency=agency, is_system=True
    )
    held = {"digest": "d", "begins": "mash_abc", "made_at": now(), "valid_to": date(2199, 1, 1)}
    models.Token.objects.create(pk=900_001, account=account, **held)
    models.Appointment.objects.create(pk=900_001, account=account, role="referrer", hub=hub)
    settings.FIGURES = tmp_path
    assert out(tmp_path, hub.pk, at=datetime(2199, 1, 1, tzinfo=UTC)) == "2199-1"


def address(route):
    """Somewhere on a route."""
    for parts in PARTS:
        with contextlib.suppress(NoReverseMatch):
            return reverse(route.name, kwargs=parts)
    raise AssertionError(f"say here what the parts of {route.name} are")


def expected(declared: Access | None, who: str) -> str:
    """What somebody must meet: `missing`, `sign in`, `second factor`, `refused` or `in`."""
    if declared is None:
        return "missing"
    if declared.system:
        return "no token"
    if who in ("anonymous", *ENDED):
        return "sign in" if declared.signed_in else "in"
    if who == "first_factor":
        return "second factor" if declared.second_factor else "in"
    roles = {who} & set(ROLES)
    if declared.permissions and not declared.permissions & permissions_of(roles):
        return "refused"
    return "in"


def met(response) -> str:
    """What they did meet."""
    to = response.headers.get("Location", "")
    if response.status_code == 404:
        return "missing"
    if response.status_code == 401:
        return "no token"
    if response.status_code == 403:
        return "refused"
    if response.status_code == 302 and to.startswith(reverse("account_login") + "?next="):
        return "sign in"
    if response.status_code == 302 and to == reverse("mfa_activate_totp"):
        return "second factor"
    return "in"


def test_every_cell_is_as_declared(principals, rows_in_addresses, with_a_page_for_each_permission):
    cells = mismatches = 0
    for route in routes():
        if "<uuid" in str(route.pattern):
            continue  # with their objects in test_matrix.py
        declared = getattr(route.callback, "access", None) or OUTSIDE.get(route.name)
        for who, client in principals.items():
            for method in METHODS if who in EVERY_METHOD else METHODS[:2]:
                if route.name == "account_logout" and method == "post":
                    continue  # it would end the session of all that follow
                wanted = expected(declared, who)
                found = met(getattr(client, method)(address(route)))
                # allauth's own pages may send somebody on, or know nothing of a made-up key
                same = found == wanted or (wanted == "in" and route.name in OUTSIDE)
                cells += 1
                mismatches += not same
                assert same, (route.name, who, method, wanted, found)
    assert mismatches == 0
    assert cells > 4_500, cells


def test_a_route_that_says_nothing_is_told_before_anything_starts(monkeypatch):
    from django.urls import clear_url_caches

    def silent(request):
        return HttpResponse("secret")

    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path("silent", silent, name="silent")])
    clear_url_caches()
    assert [error.msg for error in every_route_is_declared(None)] == [
        "Nobody has said who may use the route silent."
    ]
    monkeypatch.undo()
    clear_url_caches()
    assert every_route_is_declared(None) == []


def test_a_route_that_says_nothing_is_used_by_nobody(monkeypatch, principals):
    from django.urls import clear_url_caches

    monkeypatch.setattr(
        urls, "urlpatterns", [*urls.urlpatterns, path("silent", lambda request: HttpResponse("secret"))]
    )
    clear_url_caches()
    for who, client in principals.items():
        assert client.get("/silent").status_code == 404, who
    monkeypatch.undo()
    clear_url_caches()


def test_nothing_is_both_open_and_closed():
    assert not CLOSED & set(OUTSIDE)
    assert not access.ANYONE.permissions


def test_pages_are_kept_by_nobody_and_locked_down(db):
    response = Client().get(reverse("account_login"))
    assert "no-store" in response.headers["Cache-Control"]
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
