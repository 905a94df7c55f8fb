"""The cast, and referrals at each step of their life."""

import pytest

from tests.cast import make_cast, submitted


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def referral(cast):
    return submitted(cast)
