"""A small partnership: one hub, two agencies; who is in a test is what they are there."""

import pytest

from tests.done import done


@pytest.fixture
def hub(db):
    from mash.partnership.models import Hub

    return Hub.objects.create(hub_id="moorland", name="Moorland hub")


@pytest.fixture
def council(db):
    from mash.partnership.models import Agency

    return Agency.objects.create(agency_id="council", name="Moorland Council", kind="childrens_social_care")


@pytest.fixture
def police(db):
    from mash.partnership.models import Agency

    return Agency.objects.create(agency_id="police", name="Moorland Police", kind="police")


@pytest.fixture
def tess(hub, council):
    from mash.partnership.actions import open_account

    return done(
        open_account,
        email="tess.triage@moorland.example",
        name="Tess Triage",
        agency=council,
        roles=((hub, "triage"),),
    )
