"""The PDF: accessible, complete, the same bytes again; and words are never markup."""

import io
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime

import pypdf
import pytest
import typst

from mash.release.pack.made_of import PackError
from mash.release.pack.pdf import HIGHEST, SCALE, pdf, rows_of_charts
from mash.release.table import Cell
from tests.release.pack.conftest import HUB

AS_AT = datetime.fromisoformat("2026-03-31T23:59:59+01:00")


@pytest.fixture(scope="module")
def reader(written):
    return pypdf.PdfReader(written[".pdf"].path)


def squeezed(text):
    """Text without spaces, as a page may break it anywhere."""
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def said(reader):
    return squeezed("".join(page.extract_text() for page in reader.pages))


def elements(reader):
    """Every element of the tree of tags."""
    waiting, found = [reader.root_object["/StructTreeRoot"]], []
    while waiting:
        one = waiting.pop()
        one = one.get_object() if isinstance(one, pypdf.generic.IndirectObject) else one
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            if "/S" in one:
                found.append(one)
            waiting.extend([one["/K"]] if "/K" in one else [])
    return found


def test_it_is_marked_named_and_in_british_english(reader):
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "The board's pack"
    assert reader.metadata.author is None
    metadata = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata


def test_headings_table_headers_and_figures_are_told_to_a_screen_reader(reader, laid_out):
    tags = elements(reader)
    kinds = Counter(one["/S"] for one in tags)
    sections = laid_out.sections
    # contents, at a glance, what changed, fourteen measures, six annexes
    assert kinds["/H1"] == 3 + 14 + 6
    assert kinds["/Figure"] == sum(len(section.figures) for section in sections)
    for one in tags:
        if one["/S"] == "/Figure":
            assert len(one["/Alt"]) > 20
        if one["/S"] == "/TH":
            assert one["/A"][0]["/Scope"] == "/Column"
    assert kinds["/THead"] == kinds["/Table"] > 30
    assert kinds["/TOCI"] == kinds["/H1"] - 1


def test_it_can_be_found_the_way_about(reader, laid_out):
    titles = [one["/Title"] for one in reader.outline if not isinstance(one, list)]
    assert titles[:3] == ["Contents", "At a glance", "What changed, and why"]
    assert titles[3:17] == [section.heading for section in laid_out.sections]
    pages = len(reader.pages)
    second = reader.pages[1].extract_text()
    assert f"Page 2 of {pages}" in second
    assert f"{HUB} – The board's pack" in second
    assert "Page" not in reader.pages[0].extract_text()


def test_it_says_every_finding_every_change_and_every_figure_of_its_tables(said, laid_out):
    for section in laid_out.sections:
        assert squeezed(section.finding) in said
        assert squeezed(section.question) in said
        for change in section.changes:
            assert squeezed(change) in said
        for table in section.tables:
            for row in table.rows:
                assert squeezed("".join(cell.text for cell in row)) in said, (section.name, row)
    assert squeezed("The trust has a second researcher.") in said


def test_the_same_pack_gives_the_same_bytes(laid_out, written):
    # laid out and drawn twice, set twice
    assert pdf(laid_out, as_at=AS_AT) == written[".pdf"].path.read_bytes()


HOSTILE = '#panic("x") *bold* _it_ $x$ `raw` <label> @ref // /* c */ #import "x": * [a](b) = H\\'


def read(laid_out):
    return pypdf.PdfReader(io.BytesIO(pdf(laid_out, as_at=AS_AT)))


def test_words_are_never_read_as_markup(laid_out):
    one = laid_out.sections[4]
    table = replace(one.tables[0], title=HOSTILE, rows=[[Cell(HOSTILE, False)] * 7])
    chart = replace(one.figures[0].chart, title=HOSTILE, text=HOSTILE)
    hostile = replace(
        one, heading=HOSTILE, question=HOSTILE, finding=HOSTILE, changes=[HOSTILE], commentary=[HOSTILE],
        figures=[replace(one.figures[0], chart=chart)], tables=[table],
    )  # fmt: skip
    made = read(
        replace(
            laid_out, title=HOSTILE, hub=HOSTILE, facts=[(HOSTILE, HOSTILE)], sections=[hostile], groups=[],
            definitions=[HOSTILE], parameters=[(HOSTILE, HOSTILE, HOSTILE)], commands=[HOSTILE],
        )
    )  # fmt: skip
    assert made.metadata.title == HOSTILE
    pages = squeezed("".join(page.extract_text() for page in made.pages))
    # hub, title and facts on the cover; heading (contents and page), question, finding, change, commentary,
    # title and text of the chart, title and seven cells of the table; definition, parameter, command
    assert pages.count(squeezed(HOSTILE)) >= 4 + 6 + 2 + 8 + 5


def test_a_sign_that_no_font_has_is_refused_in_words(laid_out):
    with pytest.raises(PackError, match=r"😀.*taken out of the names and the commentary"):
        pdf(replace(laid_out, hub="Hub 😀"), as_at=AS_AT)


def test_a_correction_stands_on_the_cover(laid_out):
    corrected = replace(
        laid_out, corrects="2026-1", correction=["The police figure was wrong."], published=False
    )
    cover = " ".join(read(corrected).pages[0].extract_text().split())
    assert "This release corrects 2026-1. The police figure was wrong." in cover
    assert "Not for publication" in cover


def compiled(body):
    return typst.compile(
        {
            "main.typ": body.encode(),
            "c.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        },
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=0,
    )


def test_typst_refuses_what_a_screen_reader_cannot_read():
    titled = '#set document(title: "T")\n= H\n'
    assert compiled(titled + '#image("c.svg", alt: "words")')
    with pytest.raises(typst.TypstError, match="alt"):
        compiled(titled + '#image("c.svg")')
    with pytest.raises(typst.TypstError, match="title"):
        compiled("= H")
    with pytest.raises(typst.TypstError, match="heading"):
        compiled(titled + "=== Skipped")


def test_a_chart_that_does_not_say_its_size_is_refused(laid_out):
    section = laid_out.sections[1]
    broken = replace(section.figures[0], chart=replace(section.figures[0].chart, svg="<svg></svg>"))
    with pytest.raises(ValueError, match="does not say its size"):
        pdf(replace(laid_out, sections=[replace(section, figures=[broken])]), as_at=AS_AT)


def test_a_hub_without_records_has_a_pdf(empty):
    assert len(read(empty).pages) > 14


def test_two_narrow_charts_stand_beside_each_other_and_a_wide_one_alone(laid_out):
    def drawn(width, height):
        figure = laid_out.sections[1].figures[0]
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"></svg>'
        return replace(figure, number=f"Figure 1.{width}", chart=replace(figure.chart, svg=svg))

    figures = [drawn(420, 200), drawn(421, 300), drawn(422, 100), drawn(800, 300), drawn(300, 5000)]
    files = {}
    rows = rows_of_charts(replace(laid_out.sections[1], figures=figures), files)
    assert [[one["number"] for one in row] for row in rows] == [
        ["Figure 1.420", "Figure 1.421"],
        ["Figure 1.422"],
        ["Figure 1.800"],
        ["Figure 1.300"],
    ]
    assert len(files) == 5
    # lettering has one size, but for a drawing that is higher than a page
    assert rows[2][0]["width"] == pytest.approx(800 * SCALE)
    assert rows[3][0]["width"] == pytest.approx(300 * HIGHEST / 5000)
