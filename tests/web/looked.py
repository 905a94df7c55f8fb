"""Looking at a page in a browser: what axe finds, whether anything scrolls sideways, and a picture."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

#: Where pictures go, if anywhere: set it and look at them.
PICTURES = os.environ.get("MASH_PICTURES")


def looked_at(page, name=""):
    """No violation, and nothing wider than 320 pixels; both need scripts to look. `name` is the picture's."""
    if PICTURES and name:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    if page.kind == "plain":
        return
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{name} scrolls sideways"
    if PICTURES and name:
        page.screenshot(path=f"{PICTURES}/{name}-320.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
