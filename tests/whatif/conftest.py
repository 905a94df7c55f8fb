"""One toy hub and its model for all tests of this room, and one simulated hub's dataset."""

from datetime import UTC, date, datetime

import pytest

from mash.dataset.store import open_dataset, write
from mash.demo.london import AS_AT
from mash.demo.tables import frames
from mash.demo.world import world
from mash.engine.question import Question
from mash.whatif.model import calibrated
from tests.whatif.toy import toy, trace

QUESTION = Question(datetime.fromtimestamp(AS_AT, UTC), date(2025, 4, 1), date(2026, 4, 1))


@pytest.fixture(scope="package")
def hub():
    """The trace of a toy hub, and the model calibrated from it."""
    found = trace(toy(5), target=30.0)
    return found, calibrated(found)


@pytest.fixture(scope="package")
def folder(tmp_path_factory):
    """The dataset of a simulated hub of some 500 referrals a year."""
    out = tmp_path_factory.mktemp("whatif") / "dataset"
    rows = world(1500, 3, lambda step, done, of: None).rows
    write(out, frames(rows), as_at=QUESTION.as_at, source="simulated")
    return out


@pytest.fixture(scope="package")
def simulated(folder):
    """Its files by table, and a question of its last year."""
    return open_dataset(folder).files, QUESTION
