"""Every chart of a simulated hub: nothing cut, nothing on top of other things, large enough, plain SVG."""

import io
import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pypdf
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from mash.framework.measures import MEASURES
from mash.release.charts import bars, dots, flow, funnel, grid, stack
from mash.release.charts.drawing import WIDTH
from mash.release.charts.funnel import Point
from mash.release.charts.grid import _BLACK, _FAINT, _LIGHT, _shade
from mash.release.charts.lettering import LINE, SIZE, SMALL, spread, width, wrap
from mash.release.charts.ticks import ticks, times
from mash.release.figures import HIDDEN, Figures
from mash.release.story import story

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def charts(hub_results):
    """Every chart of the thirteen measures and the baseline."""
    return [
        (measure.name, chart)
        for measure in MEASURES
        for chart in story(measure.name).charts(Figures(hub_results, measure.name))
    ]


def written(svg):
    """Every line of text of a picture: its words, size and box in the picture's pixels."""
    root = ElementTree.fromstring(svg)
    group = root.find(f"{SVG}g")
    left, top = map(float, re.findall(r"[\d.]+", group.get("transform")))
    for text in group.iter(f"{SVG}text"):
        size = float(text.get("font-size", group.get("font-size")))
        turned = text.get("transform")
        for line in text.iter(f"{SVG}tspan"):
            wide, x, y = width(line.text or "", size), float(line.get("x")), float(line.get("y"))
            if turned:
                px, py = map(float, re.findall(r"-?[\d.]+", turned)[:2])
                yield line.text, size, (left + px + y - size * 0.8, top + py - wide, left + px + y, top + py)
                continue
            start = {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
            yield line.text, size, (left + x - start, top + y - size * 0.75, left + x - start + wide, top + y)


def test_no_words_are_cut_or_smaller_than_can_be_read_on_a_phone(charts):
    assert len(charts) > 25
    for measure, chart in charts:
        root = ElementTree.fromstring(chart.svg)
        wide, high = float(root.get("width")), float(root.get("height"))
        assert (wide > WIDTH) == chart.wide, (measure, chart.title)
        for text, size, (x0, y0, x1, y1) in written(chart.svg):
            # on 288 pixels, what a phone of 320 leaves; a wide chart is not made smaller but scrolls
            assert size * 288 / WIDTH >= 8.9, (measure, text)
            assert x0 >= -1, (measure, chart.title, text)
            assert y0 >= -1, (measure, chart.title, text)
            assert x1 <= wide + 1, (measure, chart.title, text)
            assert y1 <= high + 1, (measure, chart.title, text)


def test_no_words_stand_on_others(charts):
    for measure, chart in charts:
        boxes = [(text, box) for text, _, box in written(chart.svg) if text]
        for (one, a), (other, b) in combinations(boxes, 2):
            apart = a[2] <= b[0] + 2 or b[2] <= a[0] + 2 or a[3] <= b[1] + 2 or b[3] <= a[1] + 2
            assert apart, (measure, chart.title, one, other)


def test_a_chart_says_what_it_found_what_it_is_of_and_all_of_it_in_words(charts):
    for measure, chart in charts:
        assert not chart.title[0].islower(), (measure, chart.title)
        assert len(chart.title) < 140, chart.title
        assert not chart.title.endswith("."), chart.title
        assert chart.text.endswith("."), chart.text
        assert len(chart.text) > 60, chart.text
        root = ElementTree.fromstring(chart.svg)
        assert root.find(f"{SVG}title").text == f"{chart.title}. {chart.subject}"
        assert root.find(f"{SVG}desc").text == chart.text
    found = sum(chart.title != chart.subject for _, chart in charts)
    assert found > 0.9 * len(charts)


def test_pictures_are_plain_shapes_and_text(charts):
    plain = {"svg", "g", "title", "desc", "rect", "path", "circle", "text", "tspan"}
    for _, chart in charts:
        assert {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(chart.svg).iter()} <= plain
        assert "url(" not in chart.svg
        assert "href" not in chart.svg


def test_typst_draws_every_picture_as_vectors_with_its_text(charts, tmp_path):
    lines = ['#set document(title: "Charts")', '#set text(lang: "en")']
    one_of_each_form = [
        chart for name, chart in charts if name in ("m03_risk", "m04_timeliness", "m07_escalations")
    ]
    for i, chart in enumerate(one_of_each_form):
        (tmp_path / f"{i}.svg").write_text(chart.svg, encoding="utf-8")
        lines.append(f'#figure(image("{i}.svg", width: 12cm, alt: "A chart"), kind: image)')
    (tmp_path / "charts.typ").write_text("\n".join(lines), encoding="utf-8")
    made = typst.compile(str(tmp_path / "charts.typ"), format="pdf", pdf_standards="ua-1")
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    for page in pages:
        assert not page.images
    for chart in one_of_each_form:
        words = [line for line, _, _ in written(chart.svg) if line and len(line) > 6]
        assert all(re.sub(r"\s", "", line) in text for line in words[:5])


def test_names_that_agencies_chose_are_only_words():
    name = '</text><script>alert(1)</script> "&\x0b\n'
    svg = bars("T", "Text.", [{"n": name, "v": 3}], subject="S", label="n", value="v").svg
    assert "<script" not in svg
    shown = " ".join(text for text, _, _ in written(svg))
    assert "</text><script" in shown.replace("… ", "")


ROWS = [
    {"n": "First", "v": 12, "note": "a", "lower": 10, "upper": 14},
    {"n": "Second", "v": HIDDEN, "note": "b", "lower": HIDDEN, "upper": HIDDEN},
    {"n": "Third", "v": None, "note": "c", "lower": None, "upper": None},
]


GRID = [row | {"a": "A"} for row in ROWS]


@pytest.mark.parametrize(
    "chart",
    [
        bars("T", "Text.", ROWS, subject="S", label="n", value="v"),
        dots("T", "Text.", ROWS, subject="S", label="n", value="v", form=".0f"),
        grid("T", "Text.", GRID, subject="S", across="a", down="n", value="v", across_title="A"),
        stack("T", "Text.", ROWS, subject="S", label="n", value="v", notes="note", ends=("Top", "Foot")),
    ],
    ids=["bars", "dots", "grid", "stack"],
)  # fmt: skip
def test_a_hidden_value_is_left_out_marked_and_counted(chart):
    texts = [text for text, _, _ in written(chart.svg)]
    assert sum(text == "c" or text.endswith(": c") for text in texts) == 1
    assert sum(text == "–" or text.endswith(": –") for text in texts) == 1
    assert " not shown, marked c, so that nobody can be recognised. 1 " in chart.text
    assert chart.text.endswith(" not defined.")


def test_a_flow_that_is_hidden_is_left_out_and_counted():
    rows = [
        {"a": one, "b": other, "n": number}
        for (one, other), number in {("Red", "Red"): 5, ("Red", "Blue"): HIDDEN, ("Blue", "Red"): 2}.items()
    ]
    found = flow(
        "T", "Text.", rows, ["Red", "Blue"], subject="S", left="a", right="b", value="n", ends=("F", "L")
    )
    texts = [text for text, _, _ in written(found.svg)]
    # the classes with what is shown of them, and the two bands
    assert sorted(texts) == sorted(["Red", "5", "Blue", "2", "Red", "7", "5", "2", "F", "L"])
    assert "1 flow not shown" in found.text


def test_where_every_figure_is_hidden_there_is_still_a_picture():
    rows = [{"a": "Red", "b": "Red", "n": HIDDEN}]
    empty = flow("T", "Text.", rows, ["Red"], subject="S", left="a", right="b", value="n", ends=("F", "L"))
    assert [text for text, _, _ in written(empty.svg)] == ["F", "L"]


def test_agencies_outside_the_limits_are_named_beside_their_points():
    limits = [
        {"n": n, "centre": 0.5, "low95": 0.4, "high95": 0.6, "low998": 0.3, "high998": 0.7}
        for n in range(1, 101)
    ]
    points = [Point("Far above", "Above", 60, 0.9, True), Point("Within", "Within", 60, 0.55, False)]
    found = funnel("T", "Text.", points, limits, subject="S", axis_title="Rate", size_title="Cases")
    texts = {text: box for text, _, box in written(found.svg)}
    assert "Above" in texts
    assert "Within" not in texts


def test_numbers_of_a_grid_can_be_read_on_their_ground():
    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one, other):
        dark, light = sorted([luminance(one), luminance(other)])
        return (light + 0.05) / (dark + 0.05)

    for hundredth in range(101):
        share = hundredth / 100
        assert contrast(_shade(share), "#ffffff" if share > _LIGHT else _BLACK) >= 4.5, share
    assert contrast(_shade(0), _FAINT) >= 4.5


@given(st.lists(st.floats(0, 300), max_size=12), st.floats(1, 20))
def test_spread_keeps_order_and_distance_and_room(positions, gap):
    found = spread(positions, gap, 0, 300)
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    assert all(found[b] - found[a] >= gap - 1e-6 for a, b in pairwise(order))
    if gap * len(positions) <= 300:
        assert all(-1e-6 <= one <= 300 + 1e-6 for one in found)
    if all(positions[b] - positions[a] >= gap for a, b in pairwise(order)):
        assert found == pytest.approx(positions)


@given(st.text(alphabet="abcdefghij klmno WM", max_size=60), st.floats(60, 200))
def test_wrapped_text_fits_and_loses_nothing_without_a_mark(text, pixels):
    found = wrap(text, pixels)
    lines = found.split("\n")
    assert len(lines) <= 2
    assert width(found) <= pixels + width("…")
    assert found.endswith("…") or "…" in found or found.split() == text.split()


def test_a_line_of_text_has_its_height():
    assert SMALL * LINE > SMALL
    assert (SIZE, SMALL) == (14, 13)


@given(st.floats(-1e4, 1e4), st.floats(0.001, 1e4), st.integers(3, 7))
def test_ticks_are_few_and_reach_over_the_values(low, span, most):
    found = ticks(low, low + span, most)
    assert found[0] <= low + 1e-6 * span
    assert found[-1] >= low + span - 1e-6 * span
    assert 2 <= len(found) <= most


@given(st.floats(0, 1e4), st.floats(0.0001, 1e4), st.integers(3, 7))
def test_what_is_counted_is_marked_in_whole_numbers_and_none_of_them_twice(low, span, most):
    found = ticks(low, low + span, most, whole=True)
    assert all(value == int(value) for value in found)
    assert found[0] <= low + 1e-6 * span
    assert found[-1] >= low + span - 1e-6 * span
    assert 2 <= len(set(found)) == len(found) <= most


def test_times_are_those_that_people_count_in():
    assert times(70, "hours") == [0, 24, 48, 72]
    assert times(365, "days") == [0, 90, 180, 270, 360, 450]
    assert times(0, "days") == [0, 1]
