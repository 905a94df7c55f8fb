"""Who sees a referral and what hangs on it (casework.md, Roles). Four ways lead to one:

- casework: its hub's queue is one's work;
- asked: one's agency has a request on it, not withdrawn, and one answers for the agency;
- sent: one's agency submitted it, and one follows what becomes of it: its state and the feedback;
- sampled: it was drawn for an audit that one does, until the round is closed: the case as it went, nobody's
  particulars.

A restricted referral needs one of the four and, besides, to be named, or to have broken the glass.
The same stands in row_level_security.sql, for the database.
"""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from mash.framework.london import now
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal


def referral(principal: Principal) -> Q:
    """All four ways."""
    return of_concern(principal) | sampled(principal)


def of_concern(principal: Principal) -> Q:
    """The three ways of who has something to do with it: all but an audit afterwards."""
    return casework(principal) | asked(principal) | sent(principal)


def work(principal: Principal) -> Q:
    """It is one's work, or one is asked about it."""
    return casework(principal) | asked(principal)


def casework(principal: Principal, to: str = "") -> Q:
    """Its hub's queue is one's work. `to` leads from the rows to the referral, like `referral__`."""
    return _at(to, "hub__in", principal.hubs(P.REFERRAL_READ)) & open_to(principal, to)


def asked(principal: Principal, to: str = "") -> Q:
    """One's agency has a request on it."""
    requests = _every("Request").filter(referral=OuterRef(f"{to}pk" if to else "pk"))
    of_ours = requests.filter(agency=principal.agency_id).exclude(response="cancelled")
    hubs = principal.hubs(P.REQUEST_ANSWER)
    return _at(to, "hub__in", hubs) & Q(Exists(of_ours)) & open_to(principal, to)


def sent(principal: Principal, to: str = "") -> Q:
    """One's agency submitted it."""
    hubs = principal.hubs(P.REFERRAL_FOLLOW)
    mine = _at(to, "agency", principal.agency_id)
    return _at(to, "hub__in", hubs) & mine & open_to(principal, to)


def sampled(principal: Principal, to: str = "") -> Q:
    """It was drawn for an audit that one does, and the round is open."""
    mine = _every("AuditGrading").filter(account=principal.account_id, audit__replaced_on=None)
    drawn = mine.filter(audit__round__closed_on=None, audit__referral=OuterRef(f"{to}pk" if to else "pk"))
    hubs = _at(to, "hub__in", principal.hubs(P.AUDIT_GRADE))
    return hubs & Q(Exists(drawn)) & open_to(principal, to)


def as_it_went(principal: Principal) -> Q:
    """What hangs on a referral and tells how it went: for casework, who is asked, and its auditors."""
    return of_work(principal) | sampled(principal, "referral__")


def of_work(principal: Principal) -> Q:
    """What hangs on a referral, for casework and who is asked."""
    return casework(principal, "referral__") | asked(principal, "referral__")


def with_referral(principal: Principal) -> Q:
    """What hangs on a referral, for whoever sees it."""
    return of_work(principal) | sent(principal, "referral__")


def subject(principal: Principal) -> Q:
    """In full for casework and who is asked; whose agency sent it sees whom it named."""
    return of_work(principal) | (sent(principal, "referral__") & Q(agency=principal.agency_id))


def request(principal: Principal) -> Q:
    """For casework, the agency that is asked, and auditors."""
    ours = Q(agency=principal.agency_id, referral__hub__in=principal.hubs(P.REQUEST_ANSWER))
    every = casework(principal, "referral__") | sampled(principal, "referral__")
    return every | (ours & ~Q(response="cancelled") & open_to(principal, "referral__"))


def item(principal: Principal) -> Q:
    """For casework, the agency that gave it, and auditors."""
    ours = Q(request__agency=principal.agency_id, request__referral__hub__in=principal.hubs(P.REQUEST_ANSWER))
    every = casework(principal, "request__referral__") | sampled(principal, "request__referral__")
    return every | (ours & ~Q(request__response="cancelled") & open_to(principal, "request__referral__"))


def feedback(principal: Principal) -> Q:
    """For casework, whose agency submitted the referral, and auditors."""
    return (
        casework(principal, "referral__") | sent(principal, "referral__") | sampled(principal, "referral__")
    )


def restriction(principal: Principal) -> Q:
    """For who restricts records in that hub."""
    return Q(hub__in=principal.hubs(P.RECORD_RESTRICT))


def named(principal: Principal) -> Q:
    """For who restricts records in that hub, and oneself."""
    return restriction(principal) | Q(account=principal.account_id)


def open_to(principal: Principal, to: str) -> Q:
    """Not restricted, or one is named, or broke the glass and the hour is not over."""
    row = OuterRef(f"{to}pk" if to else "pk")
    mine: dict[str, Any] = {"referral": row, "account": principal.account_id}
    is_named = Exists(_every("NamedPerson").filter(**mine))
    broke_glass = Exists(_every("BrokenGlass").filter(**mine, until__gt=now()))
    return _at(to, "restricted", False) | Q(is_named) | Q(broke_glass)


def _every(record: str) -> Any:
    """The rows of a record inside a rule, where asking by principal would go in circles."""
    return apps.get_model("records", record)._base_manager.all()


def _at(to: str, field: str, value: object) -> Q:
    return Q(**{f"{to}{field}": value})
