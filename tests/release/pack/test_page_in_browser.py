"""The pack's page in real Chromium: readable by everyone, nothing fetched."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(written):
    return written[".html"].path.as_uri()


@pytest.fixture
def page(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.requests_made = []
    page.on("request", lambda request: page.requests_made.append(request.url))
    page.goto(address)
    yield page
    page.close()


def test_axe_finds_no_violation(page):
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_page_fetches_nothing_but_itself(page):
    assert [url for url in page.requests_made if not url.startswith(("file:", "data:"))] == []


def test_at_320_pixels_nothing_but_tables_scrolls_sideways(page):
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
