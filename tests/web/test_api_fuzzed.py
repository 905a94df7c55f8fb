"""Schemathesis over the API: what its own description allows and what it does not, as systems of each role.

Each case is undone, so one does not depend on another. MASH_EXAMPLES says how many an operation gets.
"""

import os
import random

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks

from mash.records.referrals.actions import ask, rate
from mash.trail.verify import verify
from tests.cast import connect_systems, make_cast, submitted

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("MASH_EXAMPLES", "30"))
OPERATIONS = (
    ("GET", "/api/v1/codes"),
    ("GET", "/api/v1/releases"),
    ("GET", "/api/v1/releases/{number}/{measure}/{statistic}"),
    ("GET", "/api/v1/referrals"),
    ("POST", "/api/v1/referrals"),
    ("GET", "/api/v1/referrals/{pk}"),
    ("GET", "/api/v1/requests"),
    ("GET", "/api/v1/requests/{pk}"),
    ("POST", "/api/v1/requests/{pk}/answer"),
)
checks.load_all_checks()
HELD_TO = [
    checks.not_a_server_error,
    *checks.CHECKS.get_by_names(
        [
            "status_code_conformance",
            "content_type_conformance",
            "response_schema_conformance",
            "negative_data_rejection",
            "missing_required_header",
        ]
    ),
]


@pytest.fixture
def described(db):
    """The API as it describes itself, with something of each kind behind it."""
    cast = make_cast()
    tokens = connect_systems(cast)
    referral = submitted(cast)
    cast.does("tess", rate, referral_id=referral.pk, version=1, risk="red", rationale="So.")
    (request,) = cast.does("tess", ask, referral_id=referral.pk, agencies=("police",))
    # a request ends as in a server, which would end the test's connection
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    yield schema, tokens, {"referrals": str(referral.pk), "requests": str(request.pk)}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_is_fuzzed(described):
    schema, _, _ = described
    made = {(one.ok().method.upper(), one.ok().path) for one in schema.get_all_operations()}
    assert made == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda one: one.strip("/"))
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as told", "not so"]
)
def test_nothing_that_is_sent_breaks_it(described, method, path, mode):
    schema, tokens, there = described
    operation = schema[path][method]
    chance, statuses = random.Random(14), set()
    cases = operation.as_strategy(generation_mode=mode)

    @seed(14)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, who=st.sampled_from(sorted(tokens)))
    def one(case, who):
        if "{pk}" in path and chance.random() < 0.7 and mode is GenerationMode.POSITIVE:
            case.path_parameters = {"pk": there[path.split("/")[3]]}
        headers = {"Authorization": f"Bearer {tokens[who]}"}
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        statuses.add(response.status_code)
        case.validate_response(response, checks=HELD_TO, headers=headers)

    one()
    assert statuses
    assert verify(None).bad is None
