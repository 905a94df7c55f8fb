"""What is hidden stays hidden, and nothing that is said or drawn fails on it, whatever it is."""

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from mash.framework.measures import MEASURES
from mash.release.figures import HIDDEN_MEANS, Figures
from mash.release.overview import MOST, headline, overview
from mash.release.report import report, section
from mash.release.story import story
from mash.release.strategic import strategic_outcomes
from mash.release.table import table
from tests.release.changed import changed


def change(seed, hide, empty):
    """Hides some figures and empties others, by chance."""

    def one(key, place, column, text):
        drawn = random.Random(f"{seed} {key} {place} {column}")
        chance = drawn.random()
        if chance < hide:
            return "c"
        if chance < hide + empty:
            return ""
        return text

    return one


def sentences(results, measure):
    """All that is said of a measure in words."""
    figures = Figures(results, measure)
    told = story(measure)
    drawn = told.charts(figures)
    line = headline(results, measure)
    assert len(line.figure) <= MOST
    assert len(line.direction) <= MOST
    said = [told.finding(figures), line.figure, line.direction, line.rule, *line.attention]
    return said + [part for chart in drawn for part in (chart.title, chart.subject, chart.text)], drawn


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from([0.02, 0.1, 0.5, 0.9, 1.0]),
    st.sampled_from([0.0, 0.1, 0.5]),
)
def test_any_figures_can_be_hidden_or_missing(hub_results, seed, hide, empty):
    results = changed(hub_results, change(seed, hide, empty))
    for measure in MEASURES:
        said, drawn = sentences(results, measure.name)
        for sentence in said:
            assert sentence
            assert not re.search(r"HIDDEN|None\b|\bnan\b|\[c\]", sentence), sentence
        for chart in drawn:
            assert "HIDDEN" not in chart.svg
            assert "NaN" not in chart.svg
        for name in (
            key.partition("/")[2] for key in results.about["statistics"] if key.startswith(measure.name)
        ):
            made = table(Figures(results, measure.name), name)
            shown = [cell.text for row in made.rows for cell in row]
            assert made.hidden == shown.count("[c]")
            assert not {"None", "nan", "c", "HIDDEN"} & set(shown)
    assert [one.title for one in overview(results)] == [measure.title for measure in MEASURES]
    for outcome in strategic_outcomes(results):
        for one in outcome.borne:
            assert not re.search(r"HIDDEN|None|nan|\[c\]", one.direction)


def planted(hub_results, of):
    """Every count is a number that stands nowhere else; `of` says which of them are hidden."""
    counts = [
        (key, place, column)
        for key in hub_results.about["statistics"]
        for place, row in enumerate(changed(hub_results, lambda *cell: cell[3]).rows(key))
        for column, text in row.items()
        if re.fullmatch(r"\d+", text)
    ]
    drawn = random.Random(5).sample(range(10**8, 10**9), len(counts))
    number = dict(zip(counts, drawn, strict=True))

    def one(key, place, column, text):
        cell = (key, place, column)
        if cell not in number:
            return text
        return "c" if of(cell) else str(number[cell])

    return changed(hub_results, one), number


def test_a_hidden_number_is_printed_nowhere(hub_results):
    hide = random.Random(3)
    chosen = {}
    results, number = planted(hub_results, lambda cell: chosen.setdefault(cell, hide.random() < 0.3))
    page = report(results)
    hidden = [value for cell, value in number.items() if chosen.get(cell)]
    shown = [value for cell, value in number.items() if cell in chosen and not chosen[cell]]
    assert len(hidden) > 500
    page = re.sub(r"base64,[A-Za-z0-9+/=]+", "", page)
    for measure in MEASURES:
        said, drawn = sentences(results, measure.name)
        page += "\n".join([*said, *(chart.svg for chart in drawn)])
    found = {int(text.replace(",", "")) for text in re.findall(r"(?<![\d.])\d[\d,]{8,}(?![\d.])", page)}
    assert not found & set(hidden)
    assert len(found & set(shown)) > 500


def test_where_all_is_hidden_every_measure_says_so_in_plain_words(hub_results):
    results = changed(hub_results, lambda *cell: "c")
    for measure in MEASURES:
        said = section(results, measure).finding
        assert "not shown" in said, said
        assert headline(results, measure.name).verdict == "cannot be said"
    assert {one.verdict for outcome in strategic_outcomes(results) for one in outcome.borne} == {
        "cannot be said"
    }


def test_a_table_with_hidden_figures_explains_the_mark_and_others_do_not(hub_results):
    key = "m01_referrals_by_agency/by_agency"
    results = changed(hub_results, lambda k, p, c, text: "c" if k == key and p == 2 else text)
    page = report(results)
    notes = [part for part in page.split("Statistic <code>")[1:] if HIDDEN_MEANS in part.partition("</p>")[0]]
    assert [note.partition("<")[0] for note in notes] == [key]


def test_published_results_are_called_protected(hub_results):
    assert "These are unprotected figures" in report(hub_results)
    published = report(changed(hub_results, lambda *cell: cell[3], published=True))
    assert "These are protected figures: they may be published." in published
    assert "unprotected" not in published


def test_who_comes_first_among_those_shown_is_said_to_be_so(hub_results):
    key = "m01_referrals_by_agency/by_agency"
    rows = hub_results.rows(key)
    largest = max(range(1, len(rows)), key=lambda i: int(rows[i]["referrals"]))
    results = changed(hub_results, lambda k, p, c, text: "c" if k == key and p == largest else text)
    finding = story("m01_referrals_by_agency").finding(Figures(results, "m01_referrals_by_agency"))
    assert " Of those shown, " in finding
    assert rows[largest]["referrals"] not in finding
    bars = story("m01_referrals_by_agency").charts(Figures(results, "m01_referrals_by_agency"))[0]
    assert bars.title.startswith("Of those shown, ")
    assert "1 value not shown, marked c, so that nobody can be recognised." in bars.text
