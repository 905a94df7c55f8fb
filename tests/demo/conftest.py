"""One simulated hub of the demo's size in memory, and a small one on disk."""

import pytest

from mash.demo.simulate import simulate
from mash.demo.tables import frames
from mash.demo.world import world


def silent(step: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="session")
def hub():
    return world(20_000, 1, silent)


@pytest.fixture(scope="session")
def tables(hub):
    return frames(hub.rows)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("simulated") / "hub"
    simulate(600, 3, out)
    return out
