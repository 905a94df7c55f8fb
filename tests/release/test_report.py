"""The report says what the figures say, also when there are none."""

import copy
import csv
import re

import pytest

from mash.framework.measures import MEASURES
from mash.release.figures import Figures
from mash.release.report import ONE_PAGE, report, section
from mash.release.story import story


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_a_finding_is_said_even_when_there_is_no_record(measure, empty_results):
    found = section(empty_results, measure)
    assert found.finding.endswith(".")
    assert "None" not in found.finding
    assert "nan" not in found.finding


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_statistic_of_the_measure_has_its_table(measure, hub_results):
    found = section(hub_results, measure)
    written = [key for key in hub_results.about["statistics"] if key.startswith(measure.name + "/")]
    assert [f"{measure.name}/{table.name}" for table in found.tables] == written
    for table in found.tables:
        path = hub_results.folder / hub_results.about["statistics"][f"{measure.name}/{table.name}"]["file"]
        with path.open(encoding="utf-8", newline="") as stream:
            assert len(table.rows) == len(list(csv.DictReader(stream)))


@pytest.fixture(scope="module")
def page(hub_results):
    """The report of the simulated hub."""
    return report(hub_results)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_each_measure_opens_one_table_that_fits_a_page_where_it_has_one(measure, hub_results, page):
    found = section(hub_results, measure)
    fitting = [table for table in found.tables if len(table.rows) <= ONE_PAGE]
    assert found.opened is (fitting or found.tables)[0]
    part = page.partition(f'aria-labelledby="{measure.name}"')[2].partition("</section>")[0]
    opened = part.partition('<details class="govuk-details" open>')[2].partition("</details>")[0]
    assert f"{measure.name}/{found.opened.name}</code>" in opened
    assert part.count("<details") == len(found.tables)
    assert part.count(" open>") == 1


def test_the_number_of_referrals_in_the_sentence_is_the_total_in_the_table(hub_results):
    figures = Figures(hub_results, "m01_referrals_by_agency")
    said = int(
        re.match(r"([\d,]+) referrals were received", story(figures.measure).finding(figures))[1].replace(
            ",", ""
        )
    )
    assert said == int(hub_results.rows("m01_referrals_by_agency/by_agency")[0]["referrals"])
    assert said == sum(row["referrals"] for row in figures.parts("by_agency", "agency_id"))


def test_names_that_agencies_chose_cannot_become_markup(hub_results):
    hub_results = copy.deepcopy(hub_results)
    hub_results.about["names"]["agencies"] |= dict.fromkeys(
        hub_results.about["names"]["agencies"], "<script>alert(1)</script>"
    )
    assert "<script" not in report(hub_results)


def test_the_page_names_dataset_as_at_and_parameters(hub_results):
    page = report(hub_results)
    assert hub_results.about["dataset_sha256"] in page
    assert "31 March 2026, 23:59:59 (London)" in page
    assert "target policy strictest" in page


def test_other_agencies_are_called_so_and_another_reason_is_not(hub_results):
    figures = Figures(hub_results, "m08_satisfaction")
    assert figures.name("agency_id", "other") == "Other agencies"
    assert figures.name("reason", "other") == "Other"
