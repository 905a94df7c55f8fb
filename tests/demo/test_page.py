"""docs/simulated-hub.md says what the simulator's constants say."""

from pathlib import Path

from mash.demo.page import page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "simulated-hub.md"


def test_the_page_is_fresh():
    stale = "stale; run .venv/bin/python -m mash.demo.page docs/simulated-hub.md"
    assert PAGE.read_text(encoding="utf-8") == page(), stale
