"""Imports in the tests of this room."""

import pytest

from mash.intake.importing import import_extracts
from mash.intake.mapping_file import read_mapping

KEY = b"a key for tests, of thirty-two b"


@pytest.fixture
def run(tmp_path):
    """Import files with a mapping into a fresh folder; the folder and what was done."""
    made = []

    def run(*paths, mapping="templates", name="dataset"):
        out = tmp_path / f"{name}{len(made)}"
        made.append(out)
        return out, import_extracts(list(paths), read_mapping(mapping), out, KEY)

    return run


def sums_hold(done):
    return all(count.rows_in == count.accepted + count.rejected for count in done.counts.values())
