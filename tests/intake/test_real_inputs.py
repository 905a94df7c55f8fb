"""Inputs that others made: every count that ../shared/real/README.md gives comes out."""

import csv
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from mash.dataset.store import open_dataset
from mash.engine.compute import compute
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.intake.labels import label_list
from mash.intake.mapping_file import shipped
from mash.measures import all_statistics
from tests.conftest import real_file
from tests.intake.conftest import sums_hold

GROUPS = {
    "Individual": "individual",
    "Schools": "schools",
    "Education services": "education_services",
    "Health services": "health_services",
    "Housing": "housing",
    "LA services": "la_services",
    "Police": "police",
    "Other legal agency": "other_legal_agency",
    "Other": "other_source",
    "Anonymous": "anonymous",
    "Unknown": "unknown_source",
}


def figures(dataset, key, as_at, start="1900-01-01", end="2200-01-01"):
    backend = DuckDB()
    question = Question(datetime.fromisoformat(as_at), date.fromisoformat(start), date.fromisoformat(end))
    chosen = [statistic for statistic in all_statistics() if statistic.key == key]
    try:
        return compute(open_dataset(dataset).files, question, chosen, backend)[key]
    finally:
        backend.close()


def by_agency(dataset, as_at="2199-01-01T00:00:00+00:00"):
    rows = figures(dataset, "m01_referrals_by_agency/by_agency", as_at)
    return {row["agency_id"]: row["referrals"] for row in rows if row["referrals"]}


@pytest.mark.parametrize("workbook", ["annex-a-sample.xlsx", "annex-a-sample-2024.xlsx"])
def test_annex_a_referrals(workbook, run):
    out, done = run(real_file(workbook), mapping="annex-a")
    assert by_agency(out) == {"*": 6, "police": 3, "health_services": 1, "schools": 1, "other_source": 1}
    assert done.faults.faults == 0
    assert sums_hold(done)


@pytest.mark.parametrize("workbook", ["annex-a-sample.xlsx", "annex-a-sample-2024.xlsx"])
def test_annex_a_contacts(workbook, run):
    out, _ = run(real_file(workbook), mapping="annex-a-contacts")
    assert by_agency(out) == {"*": 5, "police": 3, "individual": 1, "anonymous": 1}


def test_census_of_402_referrals(run):
    out, done = run(real_file("cin-census-fake-402-referrals.xml"), mapping="cin")
    assert done.counts["referrals"].accepted == 402
    assert done.counts["people"].accepted == 332
    assert done.faults.faults == 0
    assert by_agency(out) == {
        "*": 402, "individual": 88, "health_services": 109, "la_services": 62, "schools": 25,
        "education_services": 20, "housing": 18, "other_source": 18, "other_legal_agency": 17,
        "anonymous": 17, "unknown_source": 15, "police": 13,
    }  # fmt: skip
    rate = figures(out, "m06_repeats/repeat_rate", "2022-07-21T23:59:59+01:00")[0]
    assert (rate["referrals"], rate["with_history"], rate["repeats"]) == (394, 389, 18)


def test_census_without_a_time_has_no_hours(run):
    out, _ = run(real_file("cin-census-fake-402-referrals.xml"), mapping="cin")
    total = figures(out, "m04_timeliness/by_risk", "2022-07-21T23:59:59+01:00")[0]
    assert total["no_target"] == 394
    assert total["on_time_rate"] is None
    assert total["median_hours"] is None


def test_census_of_one_child(run):
    out, done = run(real_file("cin-census-2022-sample.xml"), mapping="cin")
    assert by_agency(out) == {"*": 1, "individual": 1}
    assert done.faults.faults == 0


def test_every_unambiguous_label_is_right_and_every_ambiguous_one_waits():
    known = label_list("referral-sources")
    with real_file("referral-source-labels.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 819
    for row in rows:
        found = known.candidates(row["label"])
        if row["ambiguous"] == "True":
            assert len(found) != 1, row
        else:
            assert found == (GROUPS[row["group"]],), row


BOSTON = """
about = "Service requests of a city, as requests for information"

[reference]
hubs = [{ hub_id = "city", name = "The city" }]
agencies = [{ agency_id = "callers", name = "Callers", kind = "other", in_baseline = "false" }]
cohorts = [{ cohort_id = "all", name = "All", age_group = "any" }]

[[feed]]
table = "agencies"
once = true
[feed.columns]
agency_id = "department"
name = "department"
kind = { value = "other" }
in_baseline = { value = "true" }

[[feed]]
table = "referrals"
[feed.columns]
referral_id = "case_enquiry_id"
hub_id = { value = "city" }
agency_id = { value = "callers" }
cohort_id = { value = "all" }
received_at = { from = "open_dt", dates = ["%Y-%m-%d %H:%M:%S"], zone = "America/New_York" }
time_known = { value = "true" }
known_open = { value = "false" }

[[feed]]
table = "requests"
[feed.columns]
request_id = "case_enquiry_id"
referral_id = "case_enquiry_id"
agency_id = "department"
requested_at = { from = "open_dt", dates = ["%Y-%m-%d %H:%M:%S"], zone = "America/New_York" }
due_at = { from = "target_dt", dates = ["%Y-%m-%d %H:%M:%S"], zone = "America/New_York" }
responded_at = { from = "closed_dt", dates = ["%Y-%m-%d %H:%M:%S"], zone = "America/New_York" }
"""


def test_service_requests_of_boston_against_the_citys_own_flag(run, tmp_path):
    mapping = tmp_path / "boston.toml"
    mapping.write_text(BOSTON, encoding="utf-8")
    out, done = run(real_file("boston311-100.csv"), mapping=str(mapping))
    assert done.counts["requests"].accepted == 100
    total = figures(out, "m04_timeliness/responses", "2022-12-31T00:00:00+00:00")[0]
    counts = ("requests", "in_time", "late", "open_in_time", "open_overdue", "no_due")
    assert [total[name] for name in counts] == [100, 72, 5, 0, 12, 11]


def test_devon_expanded_to_referrals_gives_every_cell_and_total_back(run, tmp_path):
    with real_file("devon-referrals-by-source.csv").open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream))
    years = [name for name in table[0] if name != "source"]
    folder = tmp_path / "devon"
    folder.mkdir()
    (folder / "hubs.csv").write_text("hub_id,name\ndevon,Devon\n")
    (folder / "cohorts.csv").write_text("cohort_id,name,age_group\nchildren,Children,child\n")
    names = [f"{row['source']},{row['source']},other,true" for row in table if row["source"] != "Other"]
    (folder / "agencies.csv").write_text(
        "\n".join(["agency_id,name,kind,in_baseline", *names, "other_source,Other,other,true"]) + "\n"
    )
    with (folder / "referrals.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["referral_id", "hub_id", "agency_id", "cohort_id", "received_at", "time_known", "known_open"]
        )
        for row in table:
            agency = "other_source" if row["source"] == "Other" else row["source"]
            for year in years:
                for number in range(int(row[year])):
                    name = f"{row['source']}-{year}-{number}"
                    day = date(int(year), 1, 1).toordinal() + number % 365
                    received = date.fromordinal(day).isoformat()
                    writer.writerow([name, "devon", agency, "children", received, "false", "false"])
    out, done = run(folder)
    assert done.faults.faults == 0
    printed = {"2017": 5208, "2018": 5599, "2019": 4233, "2020": 4655}
    for year in years:
        rows = figures(
            out,
            "m01_referrals_by_agency/by_agency",
            "2030-01-01T00:00:00+00:00",
            f"{year}-01-01",
            f"{int(year) + 1}-01-01",
        )
        found = {row["agency_id"]: row["referrals"] for row in rows}
        for row in table:
            agency = "other_source" if row["source"] == "Other" else row["source"]
            assert found[agency] == int(row[year]), (year, agency)
        assert found["*"] == printed.get(year, found["*"])


def test_every_shipped_mapping_can_be_read():
    from mash.intake.mapping_file import read_mapping

    assert {"annex-a", "annex-a-contacts", "cin", "ssd", "ssd-contacts", "templates"} <= set(shipped())
    for name in shipped():
        assert read_mapping(name).name == name


def test_instants_of_another_zone_are_read_in_that_zone(run, tmp_path):
    mapping = tmp_path / "boston.toml"
    mapping.write_text(BOSTON, encoding="utf-8")
    out, _ = run(real_file("boston311-100.csv"), mapping=str(mapping))
    import polars as pl

    first = pl.read_parquet(out / "referrals.parquet").filter(pl.col("referral_id") == "101004143000")
    local = datetime(2022, 1, 21, 13, 47, tzinfo=ZoneInfo("America/New_York"))
    assert first["received_at"][0] == local
