"""What stands in the pack: everything once, in order, with where it comes from."""

import pytest

from mash.framework.measures import MEASURES
from mash.release.pack.columns import COLUMNS
from mash.release.pack.document import document, paragraphs
from mash.release.pack.key_tables import KEY_TABLES
from mash.release.pack.made_of import Pack, PackError
from tests.release.pack.conftest import HUB


def test_the_measures_stand_in_their_order_with_their_findings_at_a_glance(laid_out):
    assert [section.name for section in laid_out.sections] == [measure.name for measure in MEASURES]
    for section, line in zip(laid_out.sections, laid_out.glance, strict=True):
        assert line.measure == section.heading
        assert line.finding == section.finding
        assert line.change == section.changes[0]


def test_every_figure_and_table_says_where_it_comes_from(laid_out, published_now):
    dataset = published_now.about["dataset_sha256"][:16]
    for section in laid_out.sections:
        sources = [section.source, *(one.source for one in [*section.figures, *section.tables])]
        for said in sources:
            assert said.startswith(f"{section.name}/")
            assert f"dataset {dataset}" in said
            assert "window 2025-04-01 to 2026-03-31" in said
            assert "as at 31 March 2026, 23:59:59 (London)" in said
    timeliness = next(section for section in laid_out.sections if section.name == "m04_timeliness")
    assert "target policy strictest" in timeliness.tables[0].source
    shares = laid_out.sections[0].tables[0]
    assert "m00_baseline/share (rows with cohort_id *)" in shares.source


def test_a_table_of_some_rows_and_columns_shows_those(laid_out, published_now):
    shares = laid_out.sections[0].tables[0]
    rows = [row for row in published_now.rows("m00_baseline/share") if row["cohort_id"] == "*"]
    assert len(shares.rows) == len(rows)
    assert len(shares.headings) == len(rows[0]) - 1
    by_risk = next(s for s in laid_out.sections if s.name == "m04_timeliness").tables[0]
    assert by_risk.headings[0].text == "Risk"
    assert len(by_risk.headings) == 7


def test_every_statistic_is_in_the_pack_or_said_to_be_beside_it(laid_out, published_now):
    told = {key for section in laid_out.sections for key in section.elsewhere}
    shown = {f"{measure}/{key.statistic}" for measure, keys in KEY_TABLES.items() for key in keys}
    assert told | shown == set(published_now.about["statistics"])
    assert not told & shown


def test_the_words_of_the_author_stand_apart_and_as_written(laid_out):
    written = {section.name: section.commentary for section in laid_out.sections if section.commentary}
    assert written == {
        "m04_timeliness": ["The trust has a second researcher.", "Answers should come sooner."]
    }


def test_the_figures_come_again_from_the_command_line_of_the_annex(laid_out, published_now):
    measures, report = laid_out.commands
    assert measures.startswith(
        "mash measures DATASET --as-at 2026-03-31T22:59:59+00:00 --start 2025-04-01 --end 2026-04-01 "
        "--target-policy strictest --repeat-days 365 --working-hours 08:30-17:00 --working-days 1,2,3,4,5"
    )
    assert report == "mash report RESULTS --published --out PACK"
    assert laid_out.dataset == published_now.about["dataset_sha256"]


def test_the_dictionary_knows_every_column(now):
    columns = {column for key in now.about["statistics"] for row in now.rows(key)[:1] for column in row}
    assert columns <= set(COLUMNS)


def test_figures_that_are_not_protected_say_so(now):
    plain = document(Pack(now, "Report", HUB))
    assert not plain.published
    assert plain.label == "Draft, not released"
    assert "not for publication" in plain.protection[0]
    assert plain.since == ""
    assert plain.groups == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"commentary": {"m99": "x"}}, "m99 is none"),
        ({"corrects": "2025-4"}, "give both"),
        ({"correction": "A figure."}, "give both"),
        ({"title": " "}, "a title"),
    ],
)
def test_what_does_not_fit_together_is_refused_in_words(now, given, said):
    with pytest.raises(PackError, match=said):
        Pack(**{"results": now, "title": "Report", "hub": HUB} | given)


def test_a_pack_is_not_compared_with_figures_of_the_other_kind(now, published_before):
    with pytest.raises(PackError, match="published"):
        Pack(now, "Report", HUB, earlier=published_before)


def test_an_empty_line_parts_paragraphs_and_nothing_else():
    assert paragraphs("One\nline.\n\n \nTwo.\n") == ["One line.", "Two."]
    assert paragraphs("  ") == []


def test_an_empty_hub_has_a_pack_too(empty):
    assert all(section.finding.endswith(".") for section in empty.sections)
