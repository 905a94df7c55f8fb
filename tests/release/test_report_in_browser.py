"""The report in real Chromium: nothing fetched, nothing broken, readable by everyone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from mash.release.charts.drawing import WIDTH
from mash.release.charts.lettering import SMALL, width

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser, hub_report):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.requests_made = []
    page.on("request", lambda request: page.requests_made.append(request.url))
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.goto(hub_report.as_uri())
    yield page
    page.close()


def test_axe_finds_no_violation(page):
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_page_fetches_nothing_but_itself(page):
    assert [url for url in page.requests_made if not url.startswith(("file:", "data:"))] == []
    assert page.errors == []


def test_every_measure_has_a_heading_that_the_contents_lead_to(page):
    links = page.locator("nav a").all()
    assert len(links) == 15  # baseline, thirteen measures, the framework
    for link in links:
        target = link.get_attribute("href")
        assert page.locator(target).count() == 1


def test_every_chart_is_drawn_and_described(page):
    charts = page.locator("figure img").all()
    assert len(charts) >= 20
    for chart in charts:
        assert chart.evaluate("image => image.naturalWidth") > 100
        assert len(chart.get_attribute("alt")) > 40


def test_at_320_pixels_nothing_but_tables_scrolls_sideways(page):
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_reads_without_scripts(browser, hub_report):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(hub_report.as_uri())
    assert page.locator("h1").inner_text() == "The thirteen measures"
    assert page.locator(".mash-finding").count() == 14
    context.close()


def test_the_first_table_of_a_measure_can_be_scrolled_by_keyboard(page):
    assert page.locator(".mash-scroll").first.get_attribute("tabindex") == "0"


def test_letters_are_no_wider_than_the_charts_take_them_to_be(page):
    # names are put beside each other by these widths (charts/lettering.py)
    samples = [
        "Exampleshire Children's Social Care", "Strategy discussion or section 47 enquiry", "MAPPA", "10,531",
        "Community Health Trust", "99.8 %", "West Example Community Trust", "mean 1,564", "8 in a row",
        "Radicalisation", "Half within 16.6 hours", "Sources that Annex A does not tell apart", "GQO@WM",
    ]  # fmt: skip
    measured = page.evaluate(
        "texts => { const c = document.createElement('canvas').getContext('2d'); c.font = '14px Arial, "
        "Helvetica, Liberation Sans'; return texts.map(t => c.measureText(t).width) }",
        samples,
    )
    for text, pixels in zip(samples, measured, strict=True):
        assert pixels <= width(text, 14) + 0.5, text
        assert width(text, 14) <= 1.08 * pixels, text


def test_at_320_pixels_the_words_of_charts_can_be_read(page):
    page.set_viewport_size({"width": 320, "height": 640})
    for chart in page.locator("figure img").all():
        shown, drawn = chart.evaluate("image => [image.clientWidth, image.naturalWidth]")
        assert SMALL * shown / drawn >= 8.9
        scrolls = chart.evaluate("image => image.parentElement.classList.contains('mash-scroll')")
        assert scrolls == (drawn > WIDTH)
        if scrolls:
            assert chart.locator("..").get_attribute("tabindex") == "0"


def test_a_chart_has_its_finding_and_below_it_what_it_is_of(page):
    captions = page.locator("figcaption").all_inner_texts()
    assert sum("\n" in caption for caption in captions) > 0.9 * len(captions)
