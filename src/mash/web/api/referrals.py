"""Referrals of one's own agency: submit one, list them, read what became of one."""

from typing import Annotated, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from ninja import Header, Query

from mash.partnership.policy import Permission as P
from mash.records.people.actions import Particulars
from mash.records.people.models import IDENTIFIERS
from mash.records.referrals import actions, reading
from mash.records.referrals.actions import Person, Submission
from mash.web.api import shapes
from mash.web.api.once import FromSystem, once
from mash.web.api.room import operation

A_PAGE = 50
#: The key under which a write is done once: anything that the system does not use twice, such as a UUID.
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=100, pattern=r"^[!-~]+$")]


@operation("POST", "referrals", P.REFERRAL_SUBMIT, name="api_referrals", gives=shapes.Received, status=201)
def submit(request: FromSystem, referral: shapes.Submit, key: Key) -> HttpResponse:
    """Submit a referral for one's agency. Its clock starts when the hub has received it."""

    def act() -> dict[str, Any]:
        return _received(actions.submit(by=request.principal, made=_submission(referral)))

    return once(request, key, 201, act)


@operation(
    "GET", "referrals", P.REFERRAL_FOLLOW, name="api_referrals", gives=shapes.Referrals, query=("page",)
)
def listed(request: FromSystem, page: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> dict[str, Any]:
    """The referrals that one's agency submitted, the latest first."""
    pages = Paginator(reading.sent(request.principal), A_PAGE)
    found = pages.get_page(page)
    return {
        "page": found.number,
        "pages": pages.num_pages,
        "referrals": [_received(one) for one in found.object_list],
    }


@operation("GET", "referrals/{uuid:pk}", P.REFERRAL_FOLLOW, name="api_referral", gives=shapes.Followed)
def followed(request: FromSystem, pk: UUID) -> dict[str, Any]:
    """What became of a referral that one's agency submitted. That it was read is recorded."""
    found = reading.open_sent(request.principal, pk)
    return {
        "id": pk,
        "reference": found.reference,
        "state": found.state,
        "received_at": found.received_at,
        "cohort": found.cohort,
        "feedback": [{"words": one.words, "at": one.told_at, "quotes": one.quotes} for one in found.feedback],
    }


def _received(referral: Any) -> dict[str, Any]:
    return {
        "id": referral.pk,
        "reference": referral.reference,
        "state": reading.state_for_sender(referral),
        "received_at": referral.received_at,
    }


def _submission(sent: shapes.Submit) -> Submission:
    said = sent.model_dump(exclude={"people", "more_cohorts", "lawful_basis"})
    return Submission(
        **said,
        lawful_basis=sent.lawful_basis or "",
        more_cohorts=tuple(sent.more_cohorts),
        people=tuple(_person(one) for one in sent.people),
    )


def _person(sent: shapes.Person) -> Person:
    said = sent.model_dump(exclude={"role", *IDENTIFIERS})
    numbers = {kind: getattr(sent, kind) for kind in IDENTIFIERS if getattr(sent, kind)}
    return Person(sent.role, Particulars(**said, numbers=numbers))
