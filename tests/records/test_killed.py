"""Acknowledged = kept (trust.md, promise six): kill -9 of the app and the database, in the middle of work.

MASH_KILLS says how often; `make bench` does it 500 times.
"""

import os

from tests.records.killed import survived

KILLS = int(os.environ.get("MASH_KILLS", "15"))


def test_what_was_acknowledged_is_kept_and_nothing_is_half_done(tmp_path):
    found = survived(tmp_path / "h", KILLS)
    assert found.half_made == {}
    assert found.lost == set(), "what was acknowledged is there, views included"
    assert len(found.told) > KILLS, "there was work to lose"
    assert "as they were written" in found.trail
