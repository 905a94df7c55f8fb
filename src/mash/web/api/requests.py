"""What one's agency is asked: what waits, one request with what is needed to answer it, and the answer."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from mash.partnership.policy import Permission as P
from mash.records.referrals import actions, reading
from mash.records.referrals.actions import Known
from mash.records.referrals.models import Request, Subject
from mash.records.referrals.named import Named, to_find_by
from mash.web.api import shapes
from mash.web.api.once import FromSystem, once
from mash.web.api.referrals import Key
from mash.web.api.room import operation
from mash.web.casework.queue import names_of_risks


@operation("GET", "requests", P.REQUEST_ANSWER, name="api_requests", gives=shapes.Requests)
def waiting(request: FromSystem) -> dict[str, Any]:
    """The requests that wait for one's agency, the least time left first. Names nobody."""
    return {"requests": [_waiting(one) for one in reading.waiting_for(request.principal)]}


@operation("GET", "requests/{uuid:pk}", P.REQUEST_ANSWER, name="api_request", gives=shapes.Asked)
def asked(request: FromSystem, pk: UUID) -> dict[str, Any]:
    """One request, with the concern and the people to look up. That it was read is recorded."""
    by = request.principal
    rows = Request.objects.seen_by(by).filter(agency=by.agency_id)
    one = rows.select_related("referral", "referral__cohort").get(pk=pk)
    referral = reading.open_step(by, one.referral_id)
    subjects = Subject.objects.seen_by(by).filter(referral=referral).select_related("person")
    return _waiting(one) | {
        "version": one.version,
        "response": one.response,
        "rating": names_of_risks().get(referral.risk, ""),
        "question": one.question,
        "concern": referral.concern,
        "people": [_somebody(named) for named in to_find_by(by, subjects)],
    }


@operation("POST", "requests/{uuid:pk}/answer", P.REQUEST_ANSWER, name="api_answer", gives=shapes.Answered)
def answer(request: FromSystem, pk: UUID, answer: shapes.Answer, key: Key) -> HttpResponse:
    """Answer a request: what one's agency knows, item by item, that it knows nothing, or why it declines."""

    def act() -> dict[str, Any]:
        done = actions.answer(
            by=request.principal,
            request_id=pk,
            version=answer.version,
            response=answer.response,
            known=[Known(**one.model_dump()) for one in answer.known],
            declined_because=answer.declined_because,
        )
        answered = {"id": done.pk, "response": done.response, "version": done.version}
        return answered | {"responded_at": done.responded_at}

    return once(request, key, 200, act)


def _waiting(one: Request) -> dict[str, Any]:
    return {
        "id": one.pk,
        "reference": one.referral.reference,
        "cohort": one.referral.cohort.name,
        "requested_at": one.requested_at,
        "due_at": one.due_at,
        "overdue": reading.waits_too_long(one),
    }


def _somebody(named: Named) -> dict[str, Any]:
    subject, numbers = named.subject, defaultdict(list)
    for one in named.numbers:
        numbers[one.kind].append(one.value)
    return {
        "id": subject.person_id,
        "role": subject.role,
        "names": [str(one) for one in named.names],
        "date_of_birth": subject.date_of_birth,
        "sex": subject.sex,
        "numbers": dict(numbers),
        "addresses": [str(one) for one in named.addresses if not one.protected],
        "protected_address": any(one.protected for one in named.addresses),
    }
