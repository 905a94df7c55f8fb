"""The pack as a page: the PDF's words in the PDF's order, and nothing else."""

import html
import re
from dataclasses import replace

import pytest

from mash.release.pack.page import page


@pytest.fixture(scope="module")
def text(written):
    return written[".html"].path.read_text(encoding="utf-8")


def test_it_says_what_the_pdf_says_in_the_same_order(text, laid_out):
    headings = [html.unescape(found) for found in re.findall(r"<h2[^>]*>([^<]*)</h2>", text)]
    assert headings[:3] == ["Contents", "At a glance", "What changed, and why"]
    assert headings[3:17] == [section.heading for section in laid_out.sections]
    assert [heading[:7] for heading in headings[17:]] == [f"Annex {letter}" for letter in "ABCDEF"]
    plain = html.unescape(text)
    for section in laid_out.sections:
        for words in [section.finding, section.source, *section.changes, *section.commentary]:
            assert words in plain
        for figure in section.figures:
            assert figure.number in plain
            assert figure.source in plain
        for table in section.tables:
            assert f"{table.number}. {table.title}" in plain
            assert table.source in plain


def test_every_link_of_the_contents_leads_somewhere(text):
    targets = re.findall(r'href="#([^"]+)"', text)
    assert len(targets) > 22
    for target in targets:
        assert text.count(f'id="{target}"') == 1


def test_words_cannot_become_markup(laid_out):
    bad = "<script>alert(1)</script>"
    section = replace(laid_out.sections[0], finding=bad, commentary=[bad], heading=bad, changes=[bad])
    made = page(replace(laid_out, title=bad, hub=bad, sections=[section], facts=[(bad, bad)]))
    assert "<script" not in made
    assert made.count("&lt;script&gt;") >= 8


def test_a_plain_report_says_on_top_that_it_is_not_for_publication(laid_out):
    assert "Not for publication" in page(replace(laid_out, published=False))
    assert "Not for publication" not in page(laid_out)
