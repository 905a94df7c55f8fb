"""The generated documentation is what the code says."""

import pytest

from scripts.docs import pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_page_is_fresh(path):
    assert path.exists(), f"{path.name} is missing; run .venv/bin/python -m scripts.docs"
    assert path.read_text(encoding="utf-8") == pages()[path], "stale; run .venv/bin/python -m scripts.docs"
