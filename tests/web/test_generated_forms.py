"""No request breaks it (trust.md, promise fourteen): generated forms over every page, as everybody.

MASH_REQUESTS says how many; `make bench` makes 50,000 (bench/generated.py reads what is recorded here).
"""

import json
import os
from datetime import date
from html import escape

import pytest
from django.test import Client

from mash.partnership.models import Account, Appointment, ClosedDay, Risk, Team
from mash.partnership.policy import permissions_of
from mash.trail.verify import verify
from tests.cast import PEOPLE
from tests.web.casework import at_the_keyboard
from tests.web.generated import MARKUP, Generated, reflected
from tests.web.test_matrix import (  # noqa: F401  made_cast is a fixture
    OPENED_BY,
    made_cast,
    parts_of,
)

pytestmark = pytest.mark.django_db
REQUESTS = int(os.environ.get("MASH_REQUESTS", "400"))


def test_no_generated_request_breaks_a_page_or_comes_back_as_script(cast, record_testsuite_property):
    cast.does("iris", lambda by: None)
    team = Team.objects.create(name="Front desk", agency_id="council", hub=cast.hub)
    ClosedDay.objects.create(date=date(2026, 12, 25), reason="Christmas Day")
    ids = set()
    for parts in cast.parts.values():
        for value in parts.values():
            ids |= set(value.values()) if isinstance(value, dict) else {getattr(value, "pk", value)}
    numbers = [row.pk for table in (Risk, Appointment) for row in table.objects.all()[:3]]
    candidates = {
        "uuid": sorted(ids | {cast.first_merge.pk}, key=str),
        "int": [*numbers, team.pk, *Account.objects.values_list("pk", flat=True)[:4], 1],
        "word": ["neglect", "section_47", "council", "moorland", "about", "concern", "address", "2026-12-25"],
    }

    def signed_in():
        return {"anonymous": Client()} | {name: at_the_keyboard(cast, name) for name in PEOPLE}

    def likely(route):
        asks = set(getattr(getattr(route.callback, "access", None), "permissions", ()))
        may = [who for who, (_, _, role) in PEOPLE.items() if not asks or asks & permissions_of({role})]
        if route.name in OPENED_BY:
            which = "restricted" if route.name.startswith("restriction") else "first"
            return parts_of(cast, route, which), sorted(set(may) & set(OPENED_BY[route.name][which]))
        return None if route.pattern.regex.groups else {}, may

    generated = Generated(signed_in, candidates, likely, seed=14)
    seen = generated.run(REQUESTS)
    found = {
        "requests": seen.statuses.total(),
        "routes": len(generated.every),
        "let_nobody_in": sorted({one.name for one in generated.every} - seen.reached),
        "statuses": dict(sorted(seen.statuses.items())),
        "slowest_seconds": round(seen.slowest, 2),
    }
    record_testsuite_property("generated", json.dumps(found))
    assert seen.wrong == []
    assert seen.statuses.total() > 0.9 * REQUESTS
    assert seen.statuses[200] > 0.2 * REQUESTS, "most are refused before they come to a page"
    assert seen.slowest < 10
    assert verify(None).bad is None


@pytest.mark.parametrize("words", MARKUP[:4])
def test_markup_that_comes_back_as_it_was_sent_is_found_and_escaped_is_not(words):
    def page(shown):
        return f"<p title='{shown}'>{shown}</p><a href='{shown}'>on</a>".encode()

    assert reflected(page(words))
    assert reflected(page(escape(words)).replace(b"javascript:", b"")) is None
